// What the hand on a phone does: say, tap, edit, delete; each ends with that phone fetched again or a notice over it.
import { api } from "./api.js";
import { messageRef } from "./identity.js";
import { state, updatePhone } from "./store.js";
import { open, refresh, reload } from "./sync.js";

const notify = (key, text, more = {}) => updatePhone(key, { notice: { text, ...more } });
const where = (key) => ({ user: state.phones[key].user, chat: state.phones[key].chat });

async function attempt(key, act) {
  updatePhone(key, { touched: true });
  try {
    await act();
    await refresh(key);
    return true;
  } catch (error) {
    notify(key, error.message, { bad: true });
    return false;
  }
}

export const say = (key, words) => attempt(key, () => api.say({ ...where(key), ...words }));
export const edit = (key, message, text) => attempt(key, () => api.edit({ ...where(key), ...messageRef(message), text }));
export const remove = (key, message) => attempt(key, () => api.remove({ ...where(key), ...messageRef(message) }));

export const react = (key, message, emoji) => attempt(key, () => api.react({ ...where(key), message_id: message.message_id, emoji }));

export function tap(key, message, button) {
  const { user, chat } = where(key);
  return attempt(key, async () => {
    const given = await api.tap({ user, chat, ...messageRef(message), button: button.callback_data ?? button.text });
    return told(key, user, given);
  });
}

function told(key, user, { answer, opened, copied }) {
  if (copied) return notify(key, `已复制：${copied}`);
  if (opened) return arrive(key, user, opened);
  if (!answer) return notify(key, "机器人没有回话，过一会儿再试。", { bad: true });
  return answer.text ? notify(key, answer.text, { alert: Boolean(answer.show_alert) }) : undefined;
}

/** Where a link leads: into the private chat, to the choice of a group, or out of the sandbox. */
function arrive(key, user, url) {
  const link = botLink(url);
  if (!link) return notify(key, `真的手机上会打开：${url}`, { alert: true });
  return link.has("startgroup") ? updatePhone(key, { wanted: { kind: "bring" } }) : open(key, { user, chat: user });
}

/** The parameters of a link to our bot, or null. */
function botLink(url) {
  const match = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)(?:\?(.*))?$/i.exec(url);
  return match && match[1].toLowerCase() === state.world.bot?.username?.toLowerCase() ? new URLSearchParams(match[2] ?? "") : null;
}

/** A link or a command inside a message's text. */
export async function follow(key, { kind, value }) {
  if (kind === "command") return say(key, { text: value });
  const link = botLink(value);
  const { user } = where(key);
  arrive(key, user, value);
  return link && !link.has("startgroup") ? attempt(key, () => api.start(user, link.get("start") ?? "")) : undefined;
}

/** Brings the bot into a group as an administrator, as a startgroup link with rights does, and shows that group. */
export const bring = (key, chat) => attempt(key, async () => {
  const { user } = where(key);
  await api.move({ chat, user: state.world.bot.id, do: "admin", by: user });
  await reload();
  open(key, { user, chat });
});

/** A new group of this person and whoever holds the phone that such groups are for, with the bot in it. */
export async function makeGroup(key, title, kind) {
  const company = state.phones[kind === "staff" ? "staff" : "resident"].user;
  const members = [...new Set([where(key).user, company])].filter(Boolean);
  let made = null;
  const done = await attempt(key, async () => { made = await api.addChat({ title, kind, type: "supergroup", members, bot: false }); });
  return done && bring(key, made.id);
}

export const hand = (key, chat, request) => say(key, { chat_shared: { chat_id: chat, request_id: request } });
