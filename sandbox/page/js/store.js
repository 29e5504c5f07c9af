// One plain object that the whole page draws from; whoever changes it goes through here.
import { useEffect, useState } from "../vendor/preact-htm.js";

const PHONES = ["resident", "partner", "staff"];

const blankPhone = () => ({
  user: null,
  chat: null,
  touched: false, // the viewer chose or did something here: hints must not take it away
  messages: null, // null until first fetched
  keyboard: null,
  unread: 0,
  notice: null, // {text, alert} shown over this phone
  wanted: null, // {kind: "bring"} or {kind: "hand", request}: a group is to be chosen
});

export const state = {
  world: null,
  offline: false,
  tab: "resident", // the phone shown where only one fits
  drawer: false,
  large: false,
  phones: Object.fromEntries(PHONES.map((key) => [key, blankPhone()])),
};

const listeners = new Set();

export function update(patch) {
  Object.assign(state, patch);
  for (const listener of listeners) listener();
}

export function updatePhone(key, patch) {
  update({ phones: { ...state.phones, [key]: { ...state.phones[key], ...patch } } });
}

export function useStore() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((count) => count + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return state;
}
