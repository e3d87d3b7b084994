// The chat of one person: which messages there are, and keeping the log in step with them.

import { h, role } from "./dom.js";
import { settleFolds } from "./entities.js";
import { focusedPlace, focusPlace } from "./keyboard.js";
import { bubble, summary } from "./messages.js";
import { dayName } from "./times.js";
import { word } from "./words.js";

const NEAR_END_PX = 120;
const log = role("log");
const rows = new Map();
let pinned = [];
let atEnd = true;

log.addEventListener("scroll", () => {
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
});
new ResizeObserver(() => atEnd && toEnd()).observe(log);

/** Who reads at the end stays there, whatever comes or changes its height. */
function toEnd() {
  log.scrollTop = log.scrollHeight;
  atEnd = true;
}

export function isEmpty() {
  return rows.size === 0;
}

/** Show a whole chat anew, for instance after a reconnect or for another person. */
export function fill(messages, pins, bot, act) {
  rows.clear();
  log.setAttribute("aria-busy", "true");
  log.replaceChildren();
  for (const row of messages) rows.set(row.message.message_id, row);
  for (const row of rows.values()) log.append(bubble(row, act));
  settleFolds(log);
  arrange(bot);
  setPinned(pins);
  log.removeAttribute("aria-busy");
  toEnd();
}

/** Show the same messages in another language. */
export function redraw(bot, act) {
  fill([...rows.values()], pinned, bot, act);
}

/** A message is new or has changed: put it at the end or in the place it had. */
export function put(row, bot, act) {
  const id = row.message.message_id;
  const old = find(id);
  const follow = !row.message.from.is_bot || atEnd;
  rows.set(id, row);
  const element = bubble(row, act);
  if (old) replace(old, element);
  else log.append(element);
  settleFolds(element);
  arrange(bot);
  setPinned(pinned);
  if (follow) toEnd();
}

function replace(old, element) {
  const place = focusedPlace(old);
  old.replaceWith(element);
  if (place) focusPlace(element, place);
}

export function remove(id, bot) {
  const element = find(id);
  if (element?.contains(document.activeElement)) log.focus();
  element?.remove();
  rows.delete(id);
  arrange(bot);
}

/** The newest pinned message stands over the chat; a tap goes to it. */
export function setPinned(pins) {
  pinned = pins;
  const row = rows.get(pins.at(-1));
  role("pinned").hidden = !row;
  if (row) role("pinned-text").textContent = summary(row.message);
}

export function showPinned() {
  const element = find(pinned.at(-1));
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}

function find(id) {
  return log.querySelector(`[data-message-id="${id}"]`);
}

/** Separators between days, and what an empty chat shows: the bot's description. */
export function arrange(bot) {
  for (const extra of log.querySelectorAll(".day, .welcome")) extra.remove();
  if (rows.size === 0) {
    log.append(h("div", { className: "welcome", "data-role": "welcome" },
      h("h2", {}, bot.name), h("p", { "data-role": "description" }, bot.description || word("about"))));
  }
  let day = "";
  for (const element of log.querySelectorAll("[data-message-id]")) {
    const date = Number(element.dataset.date);
    const own = new Date(date * 1000).toDateString();
    if (own !== day) element.before(h("p", { className: "day", "data-role": "day" }, dayName(date)));
    day = own;
  }
}
