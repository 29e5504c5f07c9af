// Buttons under a message, and the reply keyboard in place of the letters.
import { html } from "../vendor/preact-htm.js";
import { messageKey } from "./identity.js";
import { icon } from "./icons.js";

const labelFits = (label, wanted) => Boolean(wanted) && label.includes(wanted);

/** `busy` is the key of the button being pressed, or null; `wanted` is the word a hint asks for. */
export function InlineKeyboard({ message, busy, wanted, onTap }) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return html`<div class="keys">
    ${rows.map((row, r) => html`<div class="key-row">${row.map((button, c) => {
      const key = `${messageKey(message)}/${r}/${c}`;
      return html`<${InlineButton} button=${button} busy=${busy === key} disabled=${Boolean(busy)}
        wanted=${labelFits(button.text, wanted)} onTap=${() => onTap(message, button, key)} />`;
    })}</div>`)}
  </div>`;
}

function InlineButton({ button, busy, disabled, wanted, onTap }) {
  const classes = ["key", button.style, busy && "busy", wanted && "wanted"].filter(Boolean).join(" ");
  return html`<button type="button" class=${classes} disabled=${Boolean(button.disabled)} aria-busy=${busy}
    aria-disabled=${disabled} onClick=${() => disabled || onTap()}>
    <span>${button.text}</span>${button.url && icon("link")}
  </button>`;
}

export function ReplyKeyboard({ keyboard, onPress }) {
  const rows = keyboard?.keyboard;
  if (!rows) return null;
  return html`<div class="reply-keys" role="group" aria-label="快捷按钮">
    ${rows.map((row) => html`<div class="key-row">${row.map((button) => html`
      <button type="button" class="key ${button.style ?? ""}" onClick=${() => onPress(button)}>
        ${button.request_contact && icon("card")}${button.request_location && icon("place")}${button.request_chat && icon("chats")}<span>${button.text}</span>
      </button>`)}</div>`)}
  </div>`;
}
