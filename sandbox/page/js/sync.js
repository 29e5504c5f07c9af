// Keeps the store like the sandbox: a long poll tells that something changed, then what is shown is fetched again.
import { api } from "./api.js";
import { chatById, firstChoice, hintChat, peopleFor, PHONES, phoneOfHint, stillThere, userById } from "./choose.js";
import { messageKey } from "./identity.js";
import { remember, remembered } from "./memory.js";
import { state, update, updatePhone } from "./store.js";

const LIMIT = 120;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export async function follow() {
  let version = null;
  for (;;) {
    try {
      if (version !== null) version = (await api.changes(version)).version;
      const world = await loadWorld();
      version ??= world.version;
      await Promise.all(PHONES.map(({ key }) => refresh(key)));
      if (state.offline) update({ offline: false });
      await pause(120); // many changes at once become one redraw
    } catch {
      update({ offline: true });
      version = null;
      await pause(1500);
    }
  }
}

async function loadWorld() {
  const old = state.world;
  const world = { ...(await api.world()), fetchedAt: Date.now() };
  update({ world });
  for (const { key } of PHONES) place(key, world, old);
  followTalk(world, old);
  followHint(world);
  return world;
}

export const reload = loadWorld;

/** An untouched resident's phone goes where people talk: once at first, and again as long as its own group is silent. */
function followTalk(world, old) {
  const phone = state.phones.resident;
  const { talk } = world;
  if (phone.touched || !talk) return;
  const lonely = talk.chat !== phone.chat && !phone.messages?.some((message) => message.text);
  const worthIt = !old?.ready || isNewHint(world, old) || lonely;
  if (!worthIt || !chatById(world, talk.user, talk.chat)) return;
  if (peopleFor(world, "resident").some((user) => user.id === talk.user)) moveTo("resident", talk);
}

const isNewHint = (world, old) => world.hint && world.hint.text !== old?.hint?.text;

/** Somebody to hold each phone; until the town is complete, somebody better may come. */
function place(key, world, old) {
  const phone = state.phones[key];
  const kept = phone.user === null ? remembered(key, world) : null;
  if (kept) return open(key, kept, { fetch: false });
  const choosing = !phone.touched && !old?.ready;
  return moveTo(key, choosing ? firstChoice(world, key) : stillThere(world, key, phone, old));
}

function moveTo(key, choice) {
  const phone = state.phones[key];
  if (choice.user !== phone.user || choice.chat !== phone.chat) open(key, choice, { touched: phone.touched, fetch: false });
}

/** A phone that the viewer hasn't touched goes where the hint points. */
function followHint(world) {
  const { hint } = world;
  if (!hint) return;
  const key = phoneOfHint(world, hint);
  if (key && !state.phones[key].touched) openHint(key, { touched: false, fetch: false });
}

export function openHint(key, options) {
  const { world } = state;
  const { hint } = world;
  const user = hint.user && userById(world, hint.user) ? hint.user : memberOf(world, key, hint.chat);
  const phone = state.phones[key];
  const choice = { user, chat: hintChat(world, key, { ...hint, user }) };
  if (choice.user !== phone.user || choice.chat !== phone.chat) open(key, choice, options);
}

function memberOf(world, key, chatId) {
  const current = state.phones[key].user;
  const members = world.chats.find((chat) => chat.id === chatId)?.members ?? [];
  return members.includes(current) || !members.length ? current : members.find((id) => userById(world, id));
}

/** Puts a person and a chat on a phone. */
export function open(key, { user, chat }, { touched = true, fetch = true } = {}) {
  updatePhone(key, { user, chat, touched, messages: null, keyboard: null, notice: null, wanted: null, unread: 0 });
  if (touched) remember(key, { user, chat });
  if (fetch) refresh(key).catch(() => update({ offline: true }));
}

const lastKey = (messages) => (messages.length ? messageKey(messages.at(-1)) : null);

export async function refresh(key) {
  const { user, chat } = state.phones[key];
  if (user === null) return;
  const { messages, keyboard } = await api.messages(chat, user, LIMIT);
  const now = state.phones[key];
  if (now.user !== user || now.chat !== chat) return; // switched meanwhile
  const isNew = now.messages && messages.length && messageKey(messages.at(-1)) !== lastKey(now.messages);
  const unread = isNew && state.tab !== key ? now.unread + 1 : now.unread;
  updatePhone(key, { messages, keyboard: keyboard ?? null, unread });
}
