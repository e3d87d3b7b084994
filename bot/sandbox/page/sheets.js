// Sheets over the chat: modal dialogs with a button that closes them.

import { settleToasts } from "./notices.js";
import { role } from "./dom.js";

/** Make a dialog close by its button and by a tap beside it; Escape closes it anyway. */
export function setUpSheet(dialog, closed = () => {}) {
  role("close", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    settleToasts();
    closed();
  });
}

export function openSheet(dialog) {
  if (!dialog.open) dialog.showModal();
  settleToasts();
}

export function closeSheets() {
  for (const dialog of document.querySelectorAll("dialog.sheet[open]")) dialog.close();
}
