// The sandbox's clock, and the buttons that move it.
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { api } from "./api.js";
import { icon } from "./icons.js";
import { clockTime, DAY, dayKey, dayName, fromInput, saturdayAtEight, tomorrowAtEight, toInput, worldNow } from "./time.js";

const JUMPS = [
  ["+10 分钟", () => ({ advance: 600 })],
  ["+1 小时", () => ({ advance: 3600 })],
  ["明早 8 点", (now) => ({ to: tomorrowAtEight(now) })],
  ["到周六 8 点", (now) => ({ to: saturdayAtEight(now) })],
];

function useTick() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}

export function ClockBar({ world }) {
  useTick();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState(null);
  const [open, setOpen] = useState(false); // the buttons, where they don't fit beside the time
  const now = world ? worldNow(world) : null;
  const move = async (where) => {
    setRunning(true);
    setProblem(null);
    setOpen(false);
    try {
      await api.clock(where);
    } catch (error) {
      setProblem(error.message);
    } finally {
      setRunning(false);
    }
  };
  return html`<div class="clock" role="group" aria-label="沙盒的时间">
    <p class="now"><span>${now === null ? "" : dayName(now)}</span><b>${now === null ? "--:--" : clockTime(now)}</b></p>
    <button type="button" class="jumps-toggle" aria-expanded=${open} disabled=${!world || running} onClick=${() => setOpen(!open)}>${running ? "正在快进…" : "快进"}${icon("down")}</button>
    <div class="jumps ${open ? "open" : ""}">
      ${JUMPS.map(([label, where]) => html`<button type="button" disabled=${!world || running} onClick=${() => move(where(now))}>${label}</button>`)}
      <${PickTime} now=${now} disabled=${!world || running} onMove=${move} />
    </div>
    <p class="running" role="status">${running && html`<i></i>正在快进…`}</p>
    ${problem && html`<div class="problem" role="alert"><span>${problem}</span><button type="button" class="round" aria-label="关上提示" onClick=${() => setProblem(null)}>${icon("close")}</button></div>`}
  </div>`;
}

const DAYS_AHEAD = 60;
const two = (number) => String(number).padStart(2, "0");
const HOURS = Array.from({ length: 24 }, (_, hour) => two(hour));
const MINUTES = Array.from({ length: 12 }, (_, step) => two(step * 5));

/** Day, hour and minute by themselves: the browser's own field speaks the browser's language, not the reader's. */
function PickTime({ now, disabled, onMove }) {
  const [value, setValue] = useState(null);
  const begin = () => {
    const [day, clock] = toInput(now + 3600000).split("T");
    setValue({ day, hour: clock.slice(0, 2), minute: two(Math.floor(Number(clock.slice(3)) / 5) * 5) });
  };
  const go = (event) => {
    event.preventDefault();
    onMove({ to: fromInput(`${value.day}T${value.hour}:${value.minute}`) });
    setValue(null);
  };
  const choice = (name, field, options) => html`<select aria-label=${name} value=${value[field]} onChange=${(event) => setValue({ ...value, [field]: event.target.value })}>
    ${options.map(([key, label]) => html`<option value=${key} selected=${key === value[field]}>${label}</option>`)}
  </select>`;
  const days = Array.from({ length: DAYS_AHEAD }, (_, ahead) => now + ahead * DAY).map((ms) => [dayKey(ms), dayName(ms)]);
  return html`<div class="pick-place">
    <button type="button" disabled=${disabled} aria-expanded=${value !== null} onClick=${() => (value === null ? begin() : setValue(null))}>选时间…</button>
    ${value && html`<form class="pick-time" onSubmit=${go}>
      ${choice("哪一天", "day", days)}
      ${choice("几点", "hour", HOURS.map((hour) => [hour, `${Number(hour)} 点`]))}
      ${choice("几分", "minute", MINUTES.map((minute) => [minute, `${minute} 分`]))}
      <button disabled=${disabled}>快进到这时</button>
      <button type="button" class="round" aria-label="不选了" onClick=${() => setValue(null)}>${icon("close")}</button>
    </form>`}
  </div>`;
}
