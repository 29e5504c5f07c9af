// What the bot answers to a press: a short notice that goes by itself, or an alert that waits to be read.
import { html, useEffect, useRef } from "../vendor/preact-htm.js";

const SHOWN = 4500;

export function Overlay({ notice, onClose }) {
  const button = useRef(null);
  useEffect(() => {
    if (!notice) return undefined;
    button.current?.focus();
    if (notice.alert) return undefined;
    const timer = setTimeout(onClose, SHOWN);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice?.alert) {
    return html`<div class="toast-place" role="status" aria-live="polite">${notice && html`<p class="toast ${notice.bad ? "bad" : ""}">${notice.text}</p>`}</div>`;
  }
  return html`<div class="veil" onKeyDown=${(event) => event.key === "Escape" && onClose()}>
    <div class="alert" role="alertdialog" aria-label="机器人的回话">
      <p>${notice.text}</p><button type="button" ref=${button} onClick=${onClose}>知道了</button>
    </div>
  </div>`;
}
