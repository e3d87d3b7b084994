// Chats of this person with other people of the page. The bot is in none of them.

import { beginAsking, setUpAsking, stopAsking } from "./asking.js";
import { h, role } from "./dom.js";
import { focusedPlace, focusPlace } from "./keyboard.js";
import { bubble, summary } from "./messages.js";
import { initial } from "./people.js";
import { openSheet, setUpSheet } from "./sheets.js";
import { word } from "./words.js";

const sheet = role("talk");
const log = role("talk-log");
const rows = new Map();
let actor = null;
let partner = null;

export function setUpTalks(act) {
  actor = act;
  setUpSheet(sheet, () => {
    stopAsking();
    log.replaceChildren();
    partner = null;
  });
  setUpAsking(act, () => (partner ? log.focus() : sheet.close()));
}

/** All there is, for instance after a reconnect or for another person. */
export function fillTalks(shared) {
  rows.clear();
  for (const row of shared) rows.set(row.inline_message_id, row);
  showTalks();
}

/** A message between two people is new or has changed. */
export function putShared(row) {
  rows.set(row.inline_message_id, row);
  showStrips();
  if (partner && partnerId(row) === partner.id) showRow(row);
}

/** Show everything anew, for instance in another language. */
export function showTalks() {
  showStrips();
  if (partner) showLog();
}

/** Open the chat with a person, or null for the bot's own; a query that is given is asked there at once. */
export function openTalk(person, query = null) {
  const bot = actor.bot();
  partner = person;
  role("talk-name").textContent = person?.first_name ?? bot.name;
  role("talk-note").hidden = !person;
  log.hidden = !person;
  log.setAttribute("aria-label", word("log"));
  openSheet(sheet);
  if (person) showLog();
  beginAsking(person?.id ?? null, bot.username, query);
  if (person && query === null) log.focus();
}

/** The person at the other end of a message; null for a message of the bot's own chat. */
export function partnerOf(row) {
  return row.people ? actor.people().find(({ id }) => id === partnerId(row)) : null;
}

function partnerId(row) {
  return row.people.find((id) => id !== actor.userId());
}

/** Over the bot's chat, one strip for each person with whom there is something. */
function showStrips() {
  const last = new Map();
  for (const row of rows.values()) last.set(partnerId(row), row);
  const focused = document.activeElement?.closest('[data-role="talk-with"]')?.dataset.userId;
  const strips = role("talks");
  strips.hidden = last.size === 0;
  strips.setAttribute("aria-label", word("talks"));
  strips.replaceChildren(...[...last.values()].map(strip));
  if (focused) strips.querySelector(`[data-user-id="${focused}"]`)?.focus();
}

function strip(row) {
  const person = partnerOf(row);
  const about = h("span", { className: "about-talk" },
    h("span", { className: "pinned-title" }, `${word("talk")}: ${person.first_name}`),
    h("span", { className: "hint" }, summary(row.message)));
  return h("li", {}, h("button", {
    type: "button", "data-role": "talk-with", "data-user-id": person.id, "aria-haspopup": "dialog", onclick: () => openTalk(person),
  }, h("span", { className: "avatar small", "aria-hidden": "true" }, initial(person)), about));
}

function showLog() {
  log.replaceChildren();
  for (const row of rows.values()) if (partnerId(row) === partner.id) showRow(row);
}

function showRow(row) {
  const element = bubble(row, actor);
  const old = log.querySelector(`[data-message-id="${row.message.message_id}"]`);
  if (old) {
    const place = focusedPlace(old);
    old.replaceWith(element);
    if (place) focusPlace(element, place);
  } else {
    log.append(element);
    log.scrollTop = log.scrollHeight;
  }
}
