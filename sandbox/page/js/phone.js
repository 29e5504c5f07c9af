// One phone: who holds it, which chat is open, the talk, and the place to write.
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { edit, follow, react, remove, say, tap } from "./acts.js";
import { chatById, userById } from "./choose.js";
import { Composer } from "./composer.js";
import { GroupChoice } from "./groups.js";
import { icon } from "./icons.js";
import { Messages } from "./messages.js";
import { Overlay } from "./overlay.js";
import { Picker } from "./people.js";
import { updatePhone } from "./store.js";

export function Phone({ device, phone, world, wanted, shown }) {
  const [picking, setPicking] = useState(null);
  const [task, setTask] = useState(null);
  const [busy, setBusy] = useState(null);
  const place = `${phone.user}/${phone.chat}`;
  useEffect(() => { setTask(null); setBusy(null); }, [place]);
  const { key } = device;
  const user = world && userById(world, phone.user);
  const chat = user && chatById(world, phone.user, phone.chat);
  const send = async (words) => {
    const done = task?.kind === "edit" ? await edit(key, task.message, words.text) : await say(key, { ...words, ...replyTo(task) });
    if (done) setTask((current) => (current === task ? null : current));
    return done;
  };
  const on = {
    tap: async (message, button, id) => { setBusy(id); await tap(key, message, button); setBusy(null); },
    react: (message, emoji) => react(key, message, emoji),
    reply: (message) => setTask({ kind: "reply", message }),
    edit: (message) => setTask({ kind: "edit", message }),
    remove: (message) => remove(key, message),
    link: (target) => follow(key, target),
  };
  const needsStart = chat?.kind === "private" && phone.messages?.length === 0 && !user.started;
  return html`<section class="phone ${key} ${shown ? "shown" : ""}" aria-label=${device.name} data-phone=${key}>
    <${Head} device=${device} user=${user} chat=${chat} picking=${picking} onPick=${(what) => setPicking(picking === what ? null : what)} />
    <div class="screen">
      ${world && !world.ready && html`<p class="waking" role="status"><i></i>机器人正在醒来…</p>`}
      ${chat
        ? html`<${Messages} phone=${phone} bot=${world.bot?.id} ready=${world.ready} busy=${busy} wanted=${wanted} on=${on} />
          <${Composer} place=${place} task=${task} keyboard=${phone.keyboard} hint=${chat.kind === "private" ? "跟机器人说一句" : "在群里说一句"}
            onSend=${send} onChooseGroup=${(request) => updatePhone(key, { wanted: { kind: "hand", request } })} onCancel=${() => setTask(null)} onStart=${needsStart ? () => say(key, { text: "/start" }) : null} />`
        : html`<div class="welcome"><p>${device.about}</p><p class="empty">街坊们正在到齐…</p></div>`}
      ${picking && user && html`<${Picker} what=${picking} phoneKey=${key} phone=${phone} world=${world} onClose=${() => setPicking(null)} />`}
      ${phone.wanted && user && html`<${GroupChoice} phoneKey=${key} phone=${phone} world=${world} wanted=${phone.wanted} onClose=${() => updatePhone(key, { wanted: null })} />`}
      <${Overlay} notice=${phone.notice} onClose=${() => updatePhone(key, { notice: null })} />
    </div>
  </section>`;
}

const replyTo = (task) => (task ? { reply_to: task.message.message_id } : {});

function Head({ device, user, chat, picking, onPick }) {
  const about = chat && (chat.kind === "private" ? "和机器人私聊" : `${chat.members.length} 人的群`);
  return html`<header class="phone-head">
    <p class="device">${device.name}</p>
    <button type="button" class="pick who" disabled=${!user} aria-expanded=${picking === "person"} onClick=${() => onPick("person")}>
      ${icon("person")}<span><span class="i-am">我是 </span><b>${user?.name ?? "…"}</b></span>${icon("down")}<span class="hidden">，换一个人</span>
    </button>
    <button type="button" class="pick chat" disabled=${!chat} aria-expanded=${picking === "chat"} onClick=${() => onPick("chat")}>
      ${icon("chats")}<span><b>${chat?.title ?? "…"}</b> <small>${about}</small></span>${icon("down")}<span class="hidden">，换一个群</span>
    </button>
  </header>`;
}
