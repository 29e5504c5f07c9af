// What the hand on a phone does: say, tap, edit, delete; each ends with that phone fetched again or a notice over it.
import { api } from "./api.js";
import { messageRef } from "./identity.js";
import { state, updatePhone } from "./store.js";
import { open, refresh } from "./sync.js";

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

export function tap(key, message, button) {
  const { user, chat } = where(key);
  return attempt(key, async () => {
    const given = await api.tap({ user, chat, ...messageRef(message), button: button.callback_data ?? button.text });
    return told(key, user, given);
  });
}

function told(key, user, { answer, opened, copied }) {
  if (copied) return notify(key, `已复制：${copied}`);
  if (opened) return opensBot(opened) ? open(key, { user, chat: user }) : notify(key, `真的手机上会打开：${opened}`, { alert: true });
  if (!answer) return notify(key, "机器人没有回话，过一会儿再试。", { bad: true });
  return answer.text ? notify(key, answer.text, { alert: Boolean(answer.show_alert) }) : undefined;
}

const botLink = (url) => {
  const match = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]*))?$/i.exec(url);
  return match && match[1].toLowerCase() === state.world.bot?.username?.toLowerCase() ? { payload: match[2] } : null;
};
const opensBot = (url) => botLink(url) !== null;

/** A link or a command inside a message's text. */
export async function follow(key, { kind, value }) {
  if (kind === "command") return say(key, { text: value });
  const link = botLink(value);
  if (!link) return notify(key, `真的手机上会打开：${value}`, { alert: true });
  const { user } = where(key);
  open(key, { user, chat: user });
  return attempt(key, () => api.start(user, link.payload ?? ""));
}
