// The page: the bar above, three phones, and the drawer.
import { html, render, useEffect } from "../vendor/preact-htm.js";
import { PHONES } from "./choose.js";
import { ClockBar } from "./clockbar.js";
import { Drawer } from "./drawer.js";
import { Hint, hintPlace } from "./hint.js";
import { icon } from "./icons.js";
import { rememberedLarge, rememberLarge } from "./memory.js";
import { Phone } from "./phone.js";
import { update, useStore } from "./store.js";
import { follow } from "./sync.js";
import { Tabs } from "./tabs.js";

function App() {
  const { world, phones, tab, drawer, large, offline } = useStore();
  useEffect(() => {
    document.documentElement.classList.toggle("large", large);
    rememberLarge(large);
  }, [large]);
  const place = hintPlace(world, phones);
  return html`<div class="page ${drawer ? "with-drawer" : ""}">
    <${TopBar} world=${world} large=${large} drawer=${drawer} />
    ${offline && html`<p class="offline" role="alert">连不上沙盒，正在重新连接…</p>`}
    <main class="stage">
      ${place && html`<${Hint} text=${world.hint.text} place=${place} />`}
      <div class="phones">
        ${PHONES.map((device) => html`<${Phone} key=${device.key} device=${device} phone=${phones[device.key]} world=${world}
          shown=${tab === device.key} wanted=${place?.key === device.key && place.onScreen ? world.hint.button : null} />`)}
      </div>
    </main>
    ${drawer && html`<${Drawer} onClose=${() => update({ drawer: false })} />`}
    <${Tabs} phones=${phones} tab=${tab} hinted=${place?.key} />
  </div>`;
}

const TopBar = ({ world, large, drawer }) => html`<header class="top">
  <h1><img src="page/icon.svg" alt="" width="36" height="36" />合伙<span>沙盒</span></h1>
  <${ClockBar} world=${world} />
  <div class="tools">
    <button type="button" aria-pressed=${large} onClick=${() => update({ large: !large })}>${icon("text")}大字</button>
    <button type="button" aria-pressed=${drawer} aria-label="接口记录" onClick=${() => update({ drawer: !drawer })}>${icon("list")}<span class="long">接口</span>记录</button>
  </div>
</header>`;

update({ large: rememberedLarge() });
const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
follow();
