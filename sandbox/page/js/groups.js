// Which group: to bring the bot into after a startgroup link, or to hand to the bot after a request_chat button.
import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { bring, hand, makeGroup } from "./acts.js";
import { icon } from "./icons.js";
import { Avatar } from "./message.js";

/** A sheet over the phone. `wanted` = {kind: "bring"} or {kind: "hand", request}. */
export function GroupChoice({ phoneKey, phone, world, wanted, onClose }) {
  const box = useRef(null);
  useEffect(() => { box.current.querySelector(".choice, input")?.focus(); }, []);
  const bringing = wanted.kind === "bring";
  const title = bringing ? "把机器人拉进哪个群" : "选一个群";
  const groups = world.chats.filter((chat) => chat.kind !== "private" && chat.members.includes(phone.user) && !(bringing && chat.bot));
  const choose = (chat) => { onClose(); return bringing ? bring(phoneKey, chat) : hand(phoneKey, chat, wanted.request); };
  return html`<div class="sheet" role="dialog" aria-label=${title} ref=${box} onKeyDown=${(event) => event.key === "Escape" && onClose()}>
    <div class="sheet-head"><h3>${title}</h3><button type="button" class="round" aria-label="关上" onClick=${onClose}>${icon("close")}</button></div>
    <div class="choices">
      <ul>${groups.map((chat) => html`<li key=${chat.id}><button type="button" class="choice" onClick=${() => choose(chat.id)}>
        <${Avatar} id=${chat.id} name=${chat.title} /><span><b>${chat.title}</b><small>${chat.members.length} 人的群</small></span>
      </button></li>`)}</ul>
      ${!groups.length && html`<p class="empty">${bringing ? "您的群里都有机器人了。" : "您还不在任何群里。"}</p>`}
      ${bringing && html`<${NewGroup} onMake=${(title_, kind) => { onClose(); return makeGroup(phoneKey, title_, kind); }} />`}
    </div>
  </div>`;
}

function NewGroup({ onMake }) {
  const [title, setTitle] = useState("");
  const make = (event, kind) => { event.preventDefault(); onMake(title.trim(), kind); };
  return html`<form class="new-group" onSubmit=${(event) => make(event, "grid")}>
    <label>或者新建一个群<input value=${title} maxlength="100" placeholder="群名，如 团结路网格群" onInput=${(event) => setTitle(event.target.value)} /></label>
    <button disabled=${!title.trim()}>建居民群</button>
    <button type="button" disabled=${!title.trim()} onClick=${(event) => make(event, "staff")}>建工作群</button>
  </form>`;
}
