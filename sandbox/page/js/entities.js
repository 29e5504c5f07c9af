// A message's text with its entities as elements. Offsets are UTF-16 units, as in JavaScript's own strings.
import { html } from "../vendor/preact-htm.js";

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "details", spoiler: "span",
};
const LINKS = ["url", "text_link", "email", "bot_command"];

/** `onLink({kind, value})` is called for links (kind "url") and commands (kind "command"). */
export function richText(text, entities, onLink) {
  const known = (entities ?? []).filter((entity) => entity.type in PLAIN || LINKS.includes(entity.type));
  const sorted = [...known].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, sorted, onLink);
}

function pieces(text, start, end, entities, onLink) {
  const drawn = [];
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) continue; // drawn inside an earlier one, or beyond
    if (entity.offset > at) drawn.push(text.slice(at, entity.offset));
    drawn.push(element(entity, text, stop, entities.slice(i + 1), onLink));
    at = stop;
  }
  if (at < end) drawn.push(text.slice(at, end));
  return drawn;
}

function element(entity, text, stop, rest, onLink) {
  const inside = pieces(text, entity.offset, stop, rest, onLink);
  if (LINKS.includes(entity.type)) return link(entity, text.slice(entity.offset, stop), inside, onLink);
  if (entity.type === "expandable_blockquote") {
    return html`<details class="quote"><summary><span>展开看全部</span></summary><blockquote>${inside}</blockquote></details>`;
  }
  if (entity.type === "spoiler") return html`<span class="spoiler" tabindex="0">${inside}</span>`;
  return html`<${PLAIN[entity.type]}>${inside}<//>`;
}

function link(entity, words, inside, onLink) {
  const target = entity.type === "bot_command" ? { kind: "command", value: words } : { kind: "url", value: entity.url ?? words };
  return html`<button type="button" class="link" onClick=${() => onLink(target)}>${inside}</button>`;
}
