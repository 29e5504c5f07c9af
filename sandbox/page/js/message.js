// One message as a bubble.
import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { richText } from "./entities.js";
import { hueOf, initial, messageKey, writerName } from "./identity.js";
import { icon } from "./icons.js";
import { InlineKeyboard } from "./keyboard.js";
import { serviceSentence } from "./service.js";
import { Reactions, ReactionRow } from "./reactions.js";
import { inShort, tiles } from "./tiles.js";
import { clockTime } from "./time.js";

const LONG_PRESS = 500;

/** `on` = {tap, react, reply, edit, remove, link, jump}. */
export function Message({ message, me, bot, busy, wanted, on }) {
  const sentence = serviceSentence(message);
  if (sentence) return html`<li class="service" id=${`${me}-${messageKey(message)}`}><span>${sentence}</span></li>`;
  const own = message.from?.id === me && !message.sender_chat;
  const isBot = message.from?.id === bot;
  const side = own ? "own" : "other";
  return html`<li class="message ${side} ${isBot ? "bot" : ""}" id=${`${me}-${messageKey(message)}`}>
    ${!own && html`<${Avatar} id=${message.sender_chat?.id ?? message.from?.id} name=${writerName(message)} isBot=${isBot} />`}
    <div class="stack">
      <${Bubble} message=${message} me=${me} own=${own} isBot=${isBot} on=${on} />
      <${Reactions} message=${message} me=${me} onReact=${on.react} />
      <${InlineKeyboard} message=${message} busy=${busy} wanted=${wanted} onTap=${on.tap} />
    </div>
  </li>`;
}

export const Avatar = ({ id, name, isBot }) =>
  html`<span class="avatar ${isBot ? "bot" : ""}" style=${isBot ? "" : `--hue:${hueOf(id)}`} aria-hidden="true">${isBot ? "合" : initial(name)}</span>`;

function Bubble({ message, me, own, isBot, on }) {
  const [menu, setMenu] = useState(false);
  const press = useRef(null);
  const cancel = () => clearTimeout(press.current);
  const hold = (event) => {
    if (event.pointerType === "touch") press.current = setTimeout(() => setMenu(true), LONG_PRESS);
  };
  useEffect(() => cancel, []);
  const words = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  return html`<div class="bubble ${message.ephemeral_message_id ? "whisper" : ""}" onPointerDown=${hold} onPointerUp=${cancel}
      onPointerMove=${cancel} onPointerCancel=${cancel}>
    ${!own && html`<p class="writer ${isBot ? "bot" : ""}" style=${`--hue:${hueOf(message.from?.id)}`}>${writerName(message)}${isBot && html`<span class="tag">机器人</span>`}</p>`}
    ${message.ephemeral_message_id && html`<p class="only-you">${icon("eye")}仅您可见</p>`}
    ${message.forward_origin && html`<p class="forwarded">转发来的消息</p>`}
    <${ReplyTo} message=${message.reply_to_message} onJump=${on.jump} />
    ${tiles(message)}
    ${words && html`<div class="words">${richText(words, entities, on.link)}</div>`}
    <p class="meta">${message.edited && "已修改 "}<time>${clockTime(message.date * 1000)}</time></p>
    <button type="button" class="more" aria-label="更多操作" aria-expanded=${menu} onClick=${() => setMenu(!menu)}>${icon("more")}</button>
    ${menu && html`<${Menu} own=${own} me=${me} canEdit=${message.text !== undefined} close=${() => setMenu(false)} message=${message} on=${on} />`}
  </div>`;
}

function Menu({ message, me, own, canEdit, on, close }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.querySelector("button").focus();
    const outside = (event) => box.current && !box.current.parentNode.contains(event.target) && close();
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const item = (name, label, act) => html`<button type="button" role="menuitem" onClick=${() => { close(); act(message); }}>${icon(name)}${label}</button>`;
  return html`<div class="menu" role="menu" ref=${box} onKeyDown=${(event) => event.key === "Escape" && close()}>
    ${!message.ephemeral_message_id && html`<${ReactionRow} message=${message} me=${me} onReact=${(...chosen) => { close(); on.react(...chosen); }} />`}
    ${item("reply", "回复", on.reply)}
    ${own && canEdit && item("edit", "修改", on.edit)}
    ${own && item("bin", "删除", on.remove)}
  </div>`;
}

function ReplyTo({ message, onJump }) {
  if (!message) return null;
  return html`<button type="button" class="reply-to" onClick=${() => onJump(message)}>
    <b>${writerName(message)}</b><span>${inShort(message)}</span>
  </button>`;
}
