// Choosing who holds a phone, and which chat is open on it.
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact-htm.js";
import { chatById, chatsFor, homeChat, peopleFor, roleName } from "./choose.js";
import { icon } from "./icons.js";
import { Avatar } from "./message.js";
import { open } from "./sync.js";

/** A sheet over the phone. `what` is "person" or "chat". */
export function Picker({ what, phoneKey, phone, world, onClose }) {
  const box = useRef(null);
  useEffect(() => { box.current.querySelector("input, .choice")?.focus(); }, []);
  const choose = (choice) => { open(phoneKey, choice); onClose(); };
  return html`<div class="sheet" role="dialog" aria-label=${what === "person" ? "换一个人" : "换一个群"} ref=${box}
      onKeyDown=${(event) => event.key === "Escape" && onClose()}>
    <div class="sheet-head">
      <h3>${what === "person" ? "换一个人" : "换一个群"}</h3>
      <button type="button" class="round" aria-label="关上" onClick=${onClose}>${icon("close")}</button>
    </div>
    ${what === "person"
      ? html`<${People} phoneKey=${phoneKey} phone=${phone} world=${world} choose=${choose} />`
      : html`<${Chats} phoneKey=${phoneKey} phone=${phone} world=${world} choose=${choose} />`}
  </div>`;
}

function People({ phoneKey, phone, world, choose }) {
  const [wanted, setWanted] = useState("");
  const everyone = useMemo(() => peopleFor(world, phoneKey).map((user) => ({ user, note: note(world, user) })), [world, phoneKey]);
  const found = everyone.filter(({ user, note: about }) => `${user.name} ${about}`.includes(wanted.trim()));
  const chatOf = (user) => chatById(world, user.id, phone.chat)?.id ?? homeChat(world, phoneKey, user.id); // stays in a shared group
  return html`
    <label class="search">${icon("search")}<input type="search" value=${wanted} placeholder="找人：姓名或群名" aria-label="找人" onInput=${(event) => setWanted(event.target.value)} /></label>
    <ul class="choices">
      ${found.map(({ user, note: about }) => html`<li key=${user.id}>
        <button type="button" class="choice" aria-current=${user.id === phone.user} onClick=${() => choose({ user: user.id, chat: chatOf(user) })}>
          <${Avatar} id=${user.id} name=${user.name} /><span><b>${user.name}</b><small>${about}</small></span>
        </button></li>`)}
      ${!found.length && html`<li class="empty">没有找到「${wanted}」。换个字试试。</li>`}
    </ul>`;
}

function note(world, user) {
  const groups = world.chats.filter((chat) => chat.kind !== "private" && chat.members.includes(user.id)).map((chat) => chat.title);
  return [roleName(user.role), groups.slice(0, 2).join("、")].filter(Boolean).join(" · ");
}

function Chats({ phone, world, choose }) {
  return html`<ul class="choices">
    ${chatsFor(world, phone.user).map((chat) => html`<li key=${chat.id}>
      <button type="button" class="choice" aria-current=${chat.id === phone.chat} onClick=${() => choose({ user: phone.user, chat: chat.id })}>
        <${Avatar} id=${chat.id} name=${chat.title} isBot=${chat.kind === "private"} />
        <span><b>${chat.title}</b><small>${chat.kind === "private" ? "和机器人私聊" : `${chat.members.length} 人的群`}</small></span>
      </button></li>`)}
  </ul>`;
}
