// Photos sent together are one message to the eye.

/** The messages with each album's later pictures moved into its first message, as `album`. */
export function folded(messages) {
  if (!messages) return messages;
  const firsts = new Map(); // media_group_id → the album's first message, as it will be drawn
  return messages.flatMap((message) => {
    const group = message.photo && message.media_group_id;
    if (!group) return [message];
    firsts.get(group)?.album.push(message.photo);
    if (firsts.has(group)) return [];
    firsts.set(group, { ...message, album: [message.photo] });
    return [firsts.get(group)];
  });
}
