// What the viewer chose, kept for a reload of this tab (phones) and for later visits (letter size).
import { chatById, userById } from "./choose.js";

function read(storage, name) {
  try {
    return JSON.parse(storage().getItem(name));
  } catch {
    return null; // storage may be forbidden; the page works without it
  }
}

function write(storage, name, value) {
  try {
    storage().setItem(name, JSON.stringify(value));
  } catch {
    // as above
  }
}

const tab = () => window.sessionStorage;
const browser = () => window.localStorage;

export const remember = (key, choice) => write(tab, `phone.${key}`, choice);
export const rememberLarge = (large) => write(browser, "large", large);
export const rememberedLarge = () => read(browser, "large") === true;

export function remembered(key, world) {
  const choice = read(tab, `phone.${key}`);
  return choice && userById(world, choice.user) && chatById(world, choice.user, choice.chat) ? choice : null;
}
