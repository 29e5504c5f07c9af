// The raw Bot API calls between the bot and the sandbox, newest first.
import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { api } from "./api.js";
import { icon } from "./icons.js";
import { exactTime } from "./time.js";

const KEPT = 400;
const EVERY = 1000;

function useCalls(paused) {
  const [calls, setCalls] = useState([]);
  const last = useRef(0);
  useEffect(() => {
    if (paused) return undefined;
    let timer = null;
    let stopped = false;
    const load = async () => {
      const fresh = await api.calls(last.current).then((answer) => answer.calls, () => []); // the page's own banner tells of a lost sandbox
      if (stopped) return;
      last.current = fresh.at(-1)?.seq ?? last.current;
      if (fresh.length) setCalls((old) => [...old, ...fresh].slice(-KEPT));
      timer = setTimeout(load, fresh.length ? 0 : EVERY);
    };
    load();
    return () => { stopped = true; clearTimeout(timer); };
  }, [paused]);
  return calls;
}

export function Drawer({ onClose }) {
  const [paused, setPaused] = useState(false);
  const [wanted, setWanted] = useState("");
  const [failedOnly, setFailedOnly] = useState(false);
  const [polls, setPolls] = useState(false);
  const box = useRef(null);
  useEffect(() => { box.current.focus(); }, []);
  const calls = useCalls(paused);
  const shown = calls.filter((call) => fits(call, wanted.trim().toLowerCase(), failedOnly, polls)).reverse();
  return html`<aside class="drawer" aria-label="接口记录" ref=${box} tabindex="-1" onKeyDown=${(event) => event.key === "Escape" && onClose()}>
    <header>
      <h2>接口记录</h2>
      <button type="button" aria-pressed=${paused} onClick=${() => setPaused(!paused)}>${paused ? "接着记" : "暂停"}</button>
      <button type="button" class="round" aria-label="关上接口记录" onClick=${onClose}>${icon("close")}</button>
    </header>
    <label class="search">${icon("search")}<input type="search" value=${wanted} placeholder="筛选：方法名或内容" aria-label="筛选接口记录" onInput=${(event) => setWanted(event.target.value)} /></label>
    <div class="switches">
      <label><input type="checkbox" checked=${failedOnly} onChange=${() => setFailedOnly(!failedOnly)} />只看失败的</label>
      <label><input type="checkbox" checked=${polls} onChange=${() => setPolls(!polls)} />连 getUpdates 一起看</label>
    </div>
    <ol class="calls">
      ${shown.map((call) => html`<${Call} key=${call.seq} call=${call} />`)}
      ${!shown.length && html`<li class="empty">还没有这样的调用。</li>`}
    </ol>
  </aside>`;
}

function fits(call, wanted, failedOnly, polls) {
  if (failedOnly && call.ok) return false;
  if (!polls && call.method.toLowerCase() === "getupdates" && call.ok) return false;
  return !wanted || `${call.method} ${JSON.stringify(call.params)} ${JSON.stringify(call.answer)}`.toLowerCase().includes(wanted);
}

function Call({ call }) {
  const [open, setOpen] = useState(false);
  return html`<li class="call ${call.ok ? "ok" : "failed"}">
    <button type="button" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      <span class="verdict">${call.ok ? "成" : "败"}</span><b>${call.method}</b><time>${exactTime(Date.parse(call.at))}</time>
    </button>
    ${!open && html`<p class="gist">${call.ok ? gist(call.params) : (call.answer?.description ?? "没有回答")}</p>`}
    ${open && html`<div class="raw"><h3>参数</h3><pre>${JSON.stringify(call.params, null, 2)}</pre><h3>回答</h3><pre>${JSON.stringify(call.answer, null, 2)}</pre></div>`}
  </li>`;
}

const gist = (params) => String(params?.text ?? params?.caption ?? JSON.stringify(params ?? {})).slice(0, 120);
