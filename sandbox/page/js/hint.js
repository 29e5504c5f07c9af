// The world's word to the viewer, standing over the phone that it speaks of.
import { html } from "../vendor/preact-htm.js";
import { hintChat, PHONES, phoneOfHint } from "./choose.js";
import { icon } from "./icons.js";
import { state } from "./store.js";
import { openHint } from "./sync.js";
import { show } from "./tabs.js";

/** {key, onScreen} of the hint, or null: the phone it belongs to, and whether that phone shows its chat. */
export function hintPlace(world, phones) {
  if (!world?.hint) return null;
  const { hint } = world;
  const key = phoneOfHint(world, hint);
  const phone = phones[key];
  const user = hint.user ?? phone.user;
  const onScreen = phone.user === user && phone.chat === hintChat(world, key, { ...hint, user });
  return { key, onScreen };
}

export function Hint({ text, place }) {
  const column = PHONES.findIndex((phone) => phone.key === place.key);
  const go = () => {
    openHint(place.key, { touched: state.phones[place.key].touched });
    show(place.key);
  };
  const elsewhere = !place.onScreen;
  return html`<div class="hint column-${column} ${elsewhere ? "elsewhere" : ""} ${state.tab === place.key ? "" : "other-tab"}" role="status">
    <p>${text}</p>
    <button type="button" class="go" onClick=${go}>带我去${icon("send")}</button>
  </div>`;
}
