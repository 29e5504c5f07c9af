// The scroll of messages: stays at the newest unless the reader has scrolled up.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact-htm.js";
import { folded } from "./albums.js";
import { messageKey } from "./identity.js";
import { icon } from "./icons.js";
import { Message } from "./message.js";
import { inShort } from "./tiles.js";
import { dayKey, dayName } from "./time.js";

const NEAR = 80; // px from the end that still count as "at the newest"

export function Messages({ phone, bot, ready, busy, wanted, on }) {
  const box = useRef(null);
  const atEnd = useRef(true);
  const [fresh, setFresh] = useState(false);
  const messages = useMemo(() => folded(phone.messages), [phone.messages]);
  const last = messages?.length ? messageKey(messages.at(-1)) : null;
  const place = `${phone.user}/${phone.chat}`;

  useLayoutEffect(() => { atEnd.current = true; setFresh(false); }, [place]);
  useLayoutEffect(() => { if (atEnd.current) toEnd(box.current); });
  useLayoutEffect(() => { if (last && !atEnd.current) setFresh(true); }, [last]);

  useEffect(() => {
    const watcher = new ResizeObserver(() => atEnd.current && toEnd(box.current)); // the composer grew, a hint came
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);

  const scrolled = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd.current) setFresh(false);
  };
  const jump = (message) => show(box.current, `${phone.user}-${messageKey(message)}`);
  const newest = () => { atEnd.current = true; setFresh(false); toEnd(box.current); };

  const pinned = messages?.findLast((message) => message.pinned);
  return html`<div class="talk">
    ${pinned && html`<button type="button" class="pinned" onClick=${() => jump(pinned)}>${icon("pin")}<span><b>置顶消息</b>${inShort(pinned)}</span></button>`}
    <ol class="messages" ref=${box} onScroll=${scrolled} tabindex="0" aria-label="消息" aria-live="polite">
      ${messages === null && html`<li class="empty">正在打开…</li>`}
      ${messages?.length === 0 && html`<li class="empty">${ready ? "这里还没有人说话。在下面写一句试试。" : "还没有消息。机器人正在醒来…"}</li>`}
      ${messages?.map((message, index) => html`
        ${isNewDay(messages, index) && html`<li class="day" key=${`day-${dayKey(message.date * 1000)}-${index}`}><span>${dayName(message.date * 1000)}</span></li>`}
        <${Message} key=${messageKey(message)} message=${message} me=${phone.user} bot=${bot} busy=${busy} wanted=${wanted} on=${{ ...on, jump }} />`)}
    </ol>
    ${fresh && html`<button type="button" class="fresh" onClick=${newest}>新消息${icon("down")}</button>`}
  </div>`;
}

const toEnd = (box) => { box.scrollTop = box.scrollHeight; };

const isNewDay = (messages, index) =>
  index === 0 || dayKey(messages[index].date * 1000) !== dayKey(messages[index - 1].date * 1000);

function show(box, id) {
  const item = box.querySelector(`[id="${id}"]`);
  if (!item) return;
  item.scrollIntoView({ block: "center" });
  item.classList.remove("found");
  requestAnimationFrame(() => item.classList.add("found"));
}
