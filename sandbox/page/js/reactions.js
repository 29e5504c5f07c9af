// Small faces under a message, and the few to choose from.
import { html } from "../vendor/preact-htm.js";

const OFFERED = ["👍", "❤", "🙏", "👏", "😁"];

const chosenBy = (message, me) => message.reactions?.find(({ by }) => by === me)?.emoji;

function Toggle({ emoji, count, message, me, onReact }) {
  const mine = chosenBy(message, me) === emoji;
  return html`<button type="button" aria-pressed=${mine} aria-label=${count ? `${emoji}，${count} 人` : emoji} onClick=${() => onReact(message, mine ? "" : emoji)}>
    ${emoji}${count > 1 && html`<small>${count}</small>`}
  </button>`;
}

/** Who reacted how, each face a button to do the same or to take it back. */
export function Reactions({ message, me, onReact }) {
  if (!message.reactions?.length) return null;
  const counts = new Map();
  for (const { emoji } of message.reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  return html`<p class="reactions">
    ${[...counts].map(([emoji, count]) => html`<${Toggle} key=${emoji} emoji=${emoji} count=${count} message=${message} me=${me} onReact=${onReact} />`)}
  </p>`;
}

export const ReactionRow = ({ message, me, onReact }) => html`<p class="reaction-row" role="group" aria-label="表情回应">
  ${OFFERED.map((emoji) => html`<${Toggle} emoji=${emoji} message=${message} me=${me} onReact=${onReact} />`)}
</p>`;
