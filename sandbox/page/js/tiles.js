// What a message carries besides text, each as a small tile.
import { html } from "../vendor/preact-htm.js";
import { icon } from "./icons.js";

const tile = (name, title, detail, extra = "") => html`
  <div class="tile ${extra}">
    <span class="tile-mark">${icon(name)}</span>
    <span class="tile-words"><b>${title}</b>${detail && html`<small>${detail}</small>`}</span>
  </div>`;

const coordinates = ({ latitude, longitude }) => `北纬 ${latitude.toFixed(4)}，东经 ${longitude.toFixed(4)}`;

const fileUrl = (file) => `sandbox/file/${encodeURIComponent(file.file_id)}`;

/** Shown as large as the widest size allows; opens in a tab of its own. */
function picture(sizes) {
  const { width, height, ...file } = sizes.at(-1);
  return html`<a class="photo" href=${fileUrl(file)} target="_blank" rel="noopener"><img src=${fileUrl(file)} width=${width} height=${height} alt="照片，点开看大图" /></a>`;
}

const download = (file) =>
  html`<a class="download" href=${fileUrl(file)} download=${file.file_name ?? "文件"}>${tile("file", file.file_name ?? "文件", fileNote(file))}</a>`;

const KINDS = [
  ["photo", (sizes) => picture(sizes)],
  ["video", (video) => tile("photo", "视频", `${video.duration ?? 0} 秒`, "picture")],
  ["venue", (venue) => tile("place", venue.title, venue.address, "map")],
  ["location", (place) => tile("place", "位置", coordinates(place), "map")],
  ["contact", (who) => tile("card", `${who.last_name ?? ""}${who.first_name}`, who.phone_number)],
  ["voice", (voice) => tile("voice", "语音", `${voice.duration ?? 0} 秒`)],
  ["audio", (audio) => tile("voice", audio.title ?? "录音", `${audio.duration ?? 0} 秒`)],
  ["document", (file) => download(file)],
  ["sticker", (sticker) => html`<p class="sticker">${sticker.emoji ?? "［贴纸］"}</p>`],
  ["poll", (poll) => html`<div class="poll"><b>${poll.question}</b><ul>${poll.options.map((o) => html`<li>${o.text} · ${o.voter_count ?? 0} 票</li>`)}</ul></div>`],
];

function fileNote(file) {
  if (file.file_name?.endsWith(".ics")) return "日历文件，点一下就存下来";
  return file.file_size ? `${Math.max(1, Math.round(file.file_size / 1024))} KB` : "";
}

/** The first kind that the message has (a venue also has a location), or nothing. */
export function tiles(message) {
  if (message.album) return html`<div class="album">${message.album.map(picture)}</div>`;
  const found = KINDS.find(([field]) => message[field]);
  return found ? found[1](message[found[0]]) : null;
}

const NAMES = { photo: "照片", video: "视频", venue: "地点", location: "位置", contact: "名片", voice: "语音", audio: "录音", document: "文件", sticker: "贴纸", poll: "投票" };

/** One line that stands for a message where there is no room: replies, the pinned bar. */
export function inShort(message) {
  const words = message.text ?? message.caption;
  if (words) return words.replace(/\s+/g, " ").slice(0, 60);
  const field = Object.keys(NAMES).find((name) => message[name]);
  return field ? `［${NAMES[field]}］` : "［消息］";
}
