// Where not all three phones fit: which one is looked at.
import { html } from "../vendor/preact-htm.js";
import { PHONES } from "./choose.js";
import { update, updatePhone } from "./store.js";

export function show(key) {
  update({ tab: key });
  updatePhone(key, { unread: 0 });
  document.querySelector(`[data-phone="${key}"]`).scrollIntoView({ inline: "center", block: "nearest" });
}

export const Tabs = ({ phones, tab, hinted }) => html`<nav class="tabs" aria-label="三部手机">
  ${PHONES.map(({ key, tab: name }) => html`<button type="button" class=${key} aria-current=${tab === key} onClick=${() => show(key)}>
    ${name}${tab !== key && (hinted === key || phones[key].unread > 0) && html`<i role="img" aria-label="有新消息"></i>`}
  </button>`)}
</nav>`;
