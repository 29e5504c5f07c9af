// Who can hold which phone, and which chats that person has. Pure functions over the world.

export const PHONES = [
  {
    key: "resident", name: "居民的手机", tab: "居民", roles: ["resident", "leader", "stranger"],
    about: "居民在网格群里说一句“厨房灯坏了”，机器人就登记成一张单子，马上去找人。",
  },
  {
    key: "partner", name: "合伙人的手机", tab: "合伙人", roles: ["partner"],
    about: "维修、理发、陪诊……合伙人在这里收到订单，点“接单”就归他办。",
  },
  {
    key: "staff", name: "值班台", tab: "值班台", roles: ["staff"],
    about: "社区工作人员在这里看到每一件事，不对的点两下就改过来。",
  },
];

const ROLE_NAMES = { resident: "居民", leader: "楼长", stranger: "路人", partner: "合伙人", staff: "工作人员" };
const HOME_KIND = { resident: "grid", partner: "private", staff: "staff" };

export const roleName = (role) => ROLE_NAMES[role] ?? "";
export const userById = (world, id) => world.users.find((user) => user.id === id);

export function peopleFor(world, key) {
  const { roles } = PHONES.find((phone) => phone.key === key);
  return world.users.filter((user) => roles.includes(user.role));
}

/** The groups that the person is in, in the world's order, then the private chat with the bot. */
export function chatsFor(world, user) {
  const groups = world.chats.filter((chat) => chat.kind !== "private" && chat.members.includes(user));
  return [...groups, privateChat(world, user)];
}

export const privateChat = (world, user) => ({ id: user, kind: "private", title: world.bot?.name ?? "机器人", members: [user] });

export function chatById(world, user, id) {
  return chatsFor(world, user).find((chat) => chat.id === id);
}

/** The chat a person opens first on this phone: a grid group, the private chat, or the staff group. */
export function homeChat(world, key, user) {
  const chats = chatsFor(world, user);
  return (chats.find((chat) => chat.kind === HOME_KIND[key]) ?? chats[0]).id;
}

/** Somebody to begin with: the first person who has the kind of chat that this phone is for. */
export function firstChoice(world, key) {
  const people = peopleFor(world, key);
  const fitting = people.find((user) => chatsFor(world, user.id).some((chat) => chat.kind === HOME_KIND[key]));
  const user = fitting ?? people[0];
  return user ? { user: user.id, chat: homeChat(world, key, user.id) } : { user: null, chat: null };
}

/** The phone's choice if the world still has it; a group that moved is found again by its title. */
export function stillThere(world, key, phone, oldWorld) {
  if (phone.user === null || !userById(world, phone.user)) return firstChoice(world, key);
  if (chatById(world, phone.user, phone.chat)) return { user: phone.user, chat: phone.chat };
  const title = oldWorld?.chats.find((chat) => chat.id === phone.chat)?.title;
  const moved = chatsFor(world, phone.user).find((chat) => chat.title === title && chat.kind !== "private");
  return { user: phone.user, chat: moved?.id ?? homeChat(world, key, phone.user) };
}

/** The phone that a hint speaks of; null if it speaks of the whole. */
export function phoneOfHint(world, hint) {
  if (!hint.user && !hint.chat) return null;
  const user = hint.user && userById(world, hint.user);
  if (user) return PHONES.find((phone) => phone.roles.includes(user.role))?.key ?? "resident";
  return world.chats.find((chat) => chat.id === hint.chat)?.kind === "staff" ? "staff" : "resident";
}

export const hintChat = (world, key, hint) => hint.chat ?? homeChat(world, key, hint.user);
