// Where one writes: text, attachments, a reply or a correction in the making.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { writerName } from "./identity.js";
import { icon } from "./icons.js";
import { ReplyKeyboard } from "./keyboard.js";
import { inShort } from "./tiles.js";

const ATTACH = [["photo", "照片"], ["location", "位置"], ["contact", "名片"], ["voice", "语音"], ["document", "文件"]];
const ICONS = { location: "place", contact: "card", document: "file" };

/** `task` = {kind: "reply" | "edit", message} or null; `onSend(words)` takes {text?, photo?, location?, contact?, voice?, document?}. */
export function Composer({ place, task, keyboard, hint, onSend, onChooseGroup, onCancel, onStart }) {
  const [text, setText] = useState("");
  const [attach, setAttach] = useState(false);
  const box = useRef(null);
  useLayoutEffect(() => { setText(""); setAttach(false); }, [place]);
  useLayoutEffect(() => { // at once, so that nothing typed meanwhile is overwritten
    if (!task) return;
    if (task.kind === "edit") setText(task.message.text);
    box.current.focus();
  }, [task]);
  useEffect(() => grow(box.current), [text]);

  const cancel = () => { if (task?.kind === "edit") setText(""); onCancel(); };
  const send = async () => {
    if (!text.trim()) return;
    setText(""); // at once: the next sentence may be typed while this one is on its way
    if (!(await onSend({ text }))) setText((typedSince) => typedSince || text);
  };
  const typed = (event) => {
    if (event.key === "Escape" && task) cancel();
    const composing = event.isComposing || event.keyCode === 229; // Enter that chooses a pinyin candidate doesn't send
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    send();
  };
  const press = (button) => {
    if (button.request_contact) return onSend({ contact: true });
    if (button.request_location) return onSend({ location: true });
    if (button.request_chat) return onChooseGroup(button.request_chat.request_id);
    return onSend({ text: button.text });
  };
  const give = async (kind) => onSend({ [kind]: kind === "document" ? await chooseFile() : true });
  if (onStart) return html`<div class="composer"><button type="button" class="start" onClick=${onStart}>开始</button></div>`;
  return html`<div class="composer">
    ${task && html`<${Task} task=${task} onCancel=${cancel} />`}
    ${attach && html`<div class="attach" role="group" aria-label="发送别的">
      ${ATTACH.map(([kind, label]) => html`<button type="button" onClick=${() => { setAttach(false); give(kind); }}>${icon(ICONS[kind] ?? kind)}${label}</button>`)}
    </div>`}
    <form class="write" onSubmit=${(event) => { event.preventDefault(); send(); }}>
      <button type="button" class="round" aria-label="发照片、位置、名片、语音或文件" aria-expanded=${attach} onClick=${() => setAttach(!attach)}>${icon("plus")}</button>
      <textarea ref=${box} rows="1" value=${text} placeholder=${keyboard?.input_field_placeholder ?? hint} aria-label="写消息"
        onInput=${(event) => setText(event.target.value)} onKeyDown=${typed}></textarea>
      <button class="send" disabled=${!text.trim()}>${task?.kind === "edit" ? "改好" : "发送"}</button>
    </form>
    <${ReplyKeyboard} keyboard=${keyboard} onPress=${press} />
  </div>`;
}

const Task = ({ task, onCancel }) => html`<div class="task">
  ${icon(task.kind)}<span><b>${task.kind === "edit" ? "正在修改" : `回复 ${writerName(task.message)}`}</b>${inShort(task.message)}</span>
  <button type="button" class="round" aria-label="不改了" onClick=${onCancel}>${icon("close")}</button>
</div>`;

/** {name, base64} of the file that the person chooses. */
function chooseFile() {
  return new Promise((chosen) => {
    const input = document.createElement("input");
    input.type = "file";
    input.onchange = () => {
      const [file] = input.files;
      const reader = new FileReader();
      reader.onload = () => chosen({ name: file.name, base64: reader.result.split(",")[1] ?? "" });
      reader.readAsDataURL(file);
    };
    input.click();
  });
}

function grow(box) {
  if (!box) return;
  box.style.height = ""; // one row, whatever the letter size
  if (box.value) box.style.height = `${Math.min(box.scrollHeight + 2, 150)}px`;
}
