// Names, colours and keys of messages and their writers.

export const messageKey = (message) =>
  message.ephemeral_message_id ? `whisper-${message.ephemeral_message_id}` : `post-${message.message_id}`;

/** How the control interface is told which message is meant. */
export const messageRef = (message) =>
  message.ephemeral_message_id ? { ephemeral_message_id: message.ephemeral_message_id } : { message_id: message.message_id };

export const writerName = (message) =>
  message.sender_chat?.title ?? [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ");

export const hueOf = (id) => (Math.abs(Number(id) || 0) * 47) % 360;
export const initial = (name) => [...(name || "？")].slice(-1)[0];
