// Where people talked last: there an untouched resident's phone opens, in the hands of the one who spoke.
import { api } from "./api.js";
import { peopleFor } from "./choose.js";

const LOOKED_AT = 30; // last messages of each group

/** {user, chat} of the last words of a resident in a grid group, or null if all groups are silent. */
export async function liveliest(world) {
  const residents = new Set(peopleFor(world, "resident").map((user) => user.id));
  const groups = world.chats.filter((chat) => chat.kind === "grid" && chat.members.some((id) => residents.has(id)));
  const last = await Promise.all(groups.map((chat) => lastWords(chat, residents)));
  const newest = last.filter(Boolean).sort((a, b) => b.date - a.date)[0];
  return newest ? { user: newest.from.id, chat: newest.chat.id } : null;
}

async function lastWords(chat, residents) {
  const reader = chat.members.find((id) => residents.has(id));
  const { messages } = await api.messages(chat.id, reader, LOOKED_AT);
  return messages.findLast(({ from, new_chat_members: joined }) => residents.has(from?.id) && chat.members.includes(from.id) && !joined);
}
