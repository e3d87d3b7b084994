// Small signs over the chat: toasts, alerts, copied.

import { h, role } from "./dom.js";
import { word } from "./words.js";

const TOAST_MS = 4000;

export function toast(text) {
  const note = h("p", { className: "toast", "data-role": "toast" }, text);
  settleToasts();
  role("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

/** Toasts stand over whatever is on top: a modal dialog hides what lies under it. */
export function settleToasts() {
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.getElementById("chat");
  const toasts = role("toasts");
  if (toasts.parentElement !== top) top.append(toasts);
}

/** A modal dialog; closing it gives the focus back to where it was. */
export function alertDialog(text) {
  const dialog = role("alert");
  role("alert-text").textContent = text;
  if (!dialog.open) dialog.showModal();
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  toast(word("copied"));
}

/** Browsers that refuse the clipboard to a page still copy what is selected. */
function copyBySelection(text) {
  const field = h("textarea", { value: text, className: "offscreen" });
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  focused?.focus();
}
