// The world's word to the viewer, standing over the phone that it speaks of.
import { html } from "../vendor/preact-htm.js";
import { api } from "./api.js";
import { hintChat, PHONES, phoneOfHint } from "./choose.js";
import { icon } from "./icons.js";
import { state, update } from "./store.js";
import { openHint } from "./sync.js";
import { show } from "./tabs.js";

/** {key, onScreen} of the hint, or null: the phone it belongs to (null: all of them), and whether that phone shows its chat. */
export function hintPlace(world, phones) {
  if (!world?.hint) return null;
  const { hint } = world;
  const key = phoneOfHint(world, hint);
  if (!key) return { key, onScreen: true };
  const phone = phones[key];
  const user = hint.user ?? phone.user;
  const onScreen = phone.user === user && phone.chat === hintChat(world, key, { ...hint, user });
  return { key, onScreen };
}

export function Hint({ text, place }) {
  const column = place.key ? PHONES.findIndex((phone) => phone.key === place.key) : "all";
  const go = () => {
    openHint(place.key, { touched: state.phones[place.key].touched });
    show(place.key);
  };
  const close = () => api.hint({}).catch((error) => update({ offline: error.status === 0 }));
  const elsewhere = !place.onScreen;
  return html`<div class="hint column-${column} ${elsewhere ? "elsewhere" : ""} ${!place.key || state.tab === place.key ? "" : "other-tab"}" role="status">
    <p>${text}</p>
    ${place.key && html`<button type="button" class="go" onClick=${go}>带我去${icon("send")}</button>`}
    <button type="button" class="round" aria-label="关上提示" onClick=${close}>${icon("close")}</button>
  </div>`;
}
