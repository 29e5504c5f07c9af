// Photos sent together are one message to the eye.

/** The messages with each album's later pictures moved into its first message, as `album`. */
export function folded(messages) {
  if (!messages) return messages;
  const albums = Map.groupBy(messages.filter((message) => message.photo && message.media_group_id), (message) => message.media_group_id);
  return messages.flatMap((message) => {
    const album = message.photo && albums.get(message.media_group_id);
    if (!album) return [message];
    return message === album[0] ? [{ ...message, album: album.map(({ photo }) => photo) }] : [];
  });
}
