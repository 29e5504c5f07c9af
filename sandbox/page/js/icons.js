// Small line drawings; they always stand beside words, so screen readers skip them.
import { html } from "../vendor/preact-htm.js";

const PATHS = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c1-4 4-6 8-6s7 2 8 6",
  chats: "M4 5h16v11H10l-5 4v-4H4Z",
  down: "m6 9 6 6 6-6",
  close: "m6 6 12 12M18 6 6 18",
  send: "M5 12h13m-6-6 6 6-6 6",
  plus: "M12 5v14M5 12h14",
  photo: "M4 6h16v13H4Zm0 10 5-5 4 4 3-3 4 4M16 10h.01",
  place: "M12 21s7-6 7-11a7 7 0 1 0-14 0c0 5 7 11 7 11Zm0-8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5",
  card: "M4 6h16v12H4Zm3 9c.5-2 4.500-2 5 0m-2.500-3a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3M15 10h3m-3 4h3",
  voice: "M12 15a3 3 0 0 0 3-3V7a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3Zm-6-3a6 6 0 0 0 12 0m-6 6v3",
  file: "M7 3h7l4 4v14H7Zm7 0v4h4M10 12h5m-5 4h5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "m9 7-5 5 5 5m-5-5h9c4 0 6 2 7 6",
  edit: "M5 19h3L19 8l-3-3L5 16Z",
  bin: "M5 7h14M9 7V4h6v3m2 0-1 13H8L7 7",
  pin: "M9 4h6l-1 6 3 3H7l3-3Zm3 9v7",
  eye: "M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7Zm9 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  list: "M5 7h14M5 12h14M5 17h9",
  text: "M4 19 9 6l5 13M6 15h6m4 4 2.500-7 2.500 7m-4-2h3",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4 4",
  link: "M14 5h5v5m0-5-8 8M10 6H5v13h13v-5",
};

export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
