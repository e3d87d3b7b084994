// Writing: the text field, the command menu, attachments.

import { role } from "./dom.js";
import { closeMenus, openMenu } from "./menus.js";
import { post } from "./wire.js";
import { name, word } from "./words.js";

const ITEMS = ["voice", "sticker", "location", "contact"];
const BORDERS_PX = 2;
const TALLEST_PX = 140;
const field = role("text");
const commandMenu = role("command-menu");
const attachMenu = role("attach-menu");
const form = role("composer");
let commands = [];
let actor = null;

/** Join the composer with whoever sends for the current person. */
export function setUpComposer(act) {
  actor = act;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("keydown", typed);
  field.addEventListener("input", changed);
  role("menu").addEventListener("click", () => toggle(commandMenu, role("menu"), commandEntries("")));
  role("attach").addEventListener("click", () => toggle(attachMenu, role("attach"), attachEntries()));
  for (const kind of ["photo", "file"]) {
    role(`${kind}-input`).addEventListener("change", (event) => {
      for (const chosen of event.target.files) upload(chosen, kind);
      event.target.value = "";
    });
  }
  field.addEventListener("paste", (event) => {
    for (const pasted of event.clipboardData.files) upload(pasted, "photo");
  });
  setUpDrop(role("drop"), document.getElementById("chat"));
}

/** Show the commands the bot has registered for this person. */
export function setCommands(list) {
  commands = list;
  role("menu").hidden = list.length === 0;
  field.placeholder = word("message");
  name(field, word("message"));
  name(role("menu"), word("menu"));
  commandMenu.setAttribute("aria-label", word("commands"));
  attachMenu.setAttribute("aria-label", word("attach"));
}

async function submit() {
  const text = field.value;
  if (!text.trim()) return;
  field.value = "";
  changed();
  if (!(await actor.send(text))) field.value ||= text;
}

function typed(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") {
    closeMenus();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !commandMenu.hidden) {
    event.preventDefault();
    (event.key === "ArrowDown" ? commandMenu.firstChild : commandMenu.lastChild).focus();
  }
}

function changed() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + BORDERS_PX, TALLEST_PX)}px`;
  const begun = /^\/(\w*)$/.exec(field.value);
  if (begun) openMenu(commandMenu, field, commandEntries(begun[1]), { focus: false });
  else closeMenus();
}

function toggle(menu, opener, entries) {
  if (menu.hidden) openMenu(menu, opener, entries);
  else closeMenus();
}

function commandEntries(begun) {
  return commands.filter(({ command }) => command.startsWith(begun)).map(({ command, description }) => ({
    label: `/${command}`, hint: description, role: "command-item",
    pick: () => {
      field.value = "";
      field.focus();
      changed();
      actor.send(`/${command}`);
    },
  }));
}

function attachEntries() {
  const files = ["photo", "file"].map((kind) => ({
    label: word(kind), role: `attach-${kind}`, pick: () => role(`${kind}-input`).click(),
  }));
  const items = ITEMS.map((kind) => ({
    label: word(kind), hint: word("example"), role: `attach-${kind}`, pick: () => actor.item(kind),
  }));
  return [...files, ...items];
}

function upload(chosen, kind) {
  const body = new FormData();
  body.append("file", chosen, chosen.name || "file");
  body.append("as", kind);
  return post(`${actor.userId()}/upload`, body);
}

function setUpDrop(sign, area) {
  const hold = (event) => {
    event.preventDefault();
    sign.hidden = false;
  };
  area.addEventListener("dragover", hold);
  sign.addEventListener("dragleave", () => { sign.hidden = true; });
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    sign.hidden = true;
    for (const dropped of event.dataTransfer.files) upload(dropped, dropped.type.startsWith("image/") ? "photo" : "file");
  });
}
