// Inline keyboards under a message.

import { h } from "./dom.js";
import { copyText } from "./notices.js";

/** The rows of buttons of a message; `press` is told the data of a pressed one, `share` how one switches. */
export function inlineKeyboard(markup, acts) {
  const rows = markup.inline_keyboard.map((row, y) => (
    h("div", { className: "row" }, ...row.map((button, x) => inlineButton(button, y, x, acts)))
  ));
  return h("div", { className: "keyboard", "data-role": "keyboard" }, ...rows);
}

function inlineButton(button, row, column, { press, share }) {
  const shared = {
    className: "inline", "data-role": "button", "data-row": row, "data-column": column,
    "data-style": button.style ?? null,
  };
  const label = h("span", { className: "label" }, button.text);
  if (button.url) return urlButton(button.url, shared, label);
  const copied = button.copy_text?.text;
  const switched = switching(button);
  const element = h("button", {
    ...shared, type: "button", "data-action": copied ? "copy" : switched ? "switch" : "callback", disabled: "disabled" in button,
  }, label);
  if (copied) element.addEventListener("click", () => copyText(copied));
  else if (switched) element.addEventListener("click", () => share(switched));
  else if ("callback_data" in button) element.addEventListener("click", () => press(button.callback_data, element));
  return element;
}

/** How a button switches to inline mode: with which query, and whether to a chat still to be chosen. */
function switching(button) {
  const chosen = button.switch_inline_query_chosen_chat;
  if (chosen) return { query: chosen.query, choose: true, people: chosen.allow_user_chats };
  if ("switch_inline_query" in button) return { query: button.switch_inline_query, choose: true, people: true };
  const query = button.switch_inline_query_current_chat;
  return query === undefined ? null : { query, choose: false };
}

function urlButton(url, shared, label) {
  const href = /^(https?|tg|ton):/i.test(url) ? url : null;
  return h("a", { ...shared, href, target: "_blank", rel: "noopener noreferrer", "data-action": "url" }, label);
}

/** Where the focus is in a keyboard, so that it can stay there when the keyboard is replaced. */
export function focusedPlace(element) {
  const focused = document.activeElement;
  if (!focused || !element.contains(focused) || focused.dataset.role !== "button") return null;
  return { row: Number(focused.dataset.row), column: Number(focused.dataset.column) };
}

export function focusPlace(element, place) {
  const find = (row, column) => element.querySelector(`[data-role="button"][data-row="${row}"][data-column="${column}"]`);
  const target = find(place.row, place.column) ?? find(place.row, 0) ?? element.querySelector('[data-role="button"]');
  (target ?? element).focus({ preventScroll: true });
}
