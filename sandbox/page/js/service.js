// Service messages: what happened to the chat itself, as one sentence.

const names = (users) => users.map((user) => user.first_name).join("、");

const SENTENCES = [
  ["new_chat_members", (m) => `${names(m.new_chat_members)} 进群了`],
  ["left_chat_member", (m) => `${m.left_chat_member.first_name} 离开了群`],
  ["pinned_message", (m) => `${m.from?.first_name ?? "管理员"} 置顶了一条消息`],
  ["new_chat_title", (m) => `群名改成了「${m.new_chat_title}」`],
  ["group_chat_created", () => "群建好了"],
  ["supergroup_chat_created", () => "群建好了"],
  ["migrate_to_chat_id", () => "本群升级成了超级群"],
  ["migrate_from_chat_id", () => "本群由普通群升级而来"],
  ["chat_shared", () => "选好了一个群，已交给机器人"],
  ["users_shared", () => "选好了人，已交给机器人"],
];

/** The sentence, or undefined for an ordinary message. */
export function serviceSentence(message) {
  const found = SENTENCES.find(([field]) => message[field] !== undefined);
  return found?.[1](message);
}
