// Choosing the chat to which a button switches inline mode.

import { h, role } from "./dom.js";
import { initial, nameFor } from "./people.js";
import { openSheet, setUpSheet } from "./sheets.js";
import { post } from "./wire.js";
import { word } from "./words.js";

const sheet = role("chooser");
let waiting = null;

export function setUpChooser() {
  setUpSheet(sheet, () => { waiting = null; });
  role("chooser-new").addEventListener("click", add);
}

/** Ask with whom to share; `chosen` is told the person. Groups and channels there are none. */
export function choosePerson(people, allowed, chosen) {
  waiting = chosen;
  role("chooser-list").replaceChildren(...(allowed ? people : []).map(entry));
  role("chooser-note").hidden = allowed;
  role("chooser-new").hidden = !allowed;
  role("chooser-new").dataset.number = people.length + 2;
  openSheet(sheet);
}

function entry(user) {
  const button = h("button", {
    type: "button", "data-role": "chosen", "data-user-id": user.id, onclick: () => settle(user),
  }, h("span", { className: "avatar small", "aria-hidden": "true" }, initial(user)), h("span", { className: "label" }, user.first_name));
  return h("li", {}, button);
}

async function add({ currentTarget: button }) {
  const first_name = nameFor(Number(button.dataset.number));
  const user = await post("people", { first_name, language_code: document.documentElement.lang });
  if (user) settle(user);
}

function settle(user) {
  const chosen = waiting;
  sheet.close();
  chosen?.(user);
}

/** What stands here when a button asks for groups only. */
export function nameChooser() {
  role("chooser-note").textContent = word("nobody");
}
