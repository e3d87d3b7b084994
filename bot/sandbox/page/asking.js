// Asking the bot in inline mode: the query, a short pause, the results, picking one.

import { h, role } from "./dom.js";
import { startLink } from "./links.js";
import { post } from "./wire.js";
import { word } from "./words.js";

const PAUSE_MS = 300;
const field = role("query");
const list = role("offers");
let actor = null;
let done = () => {};
let to = null;
let timer = null;
let running = null;

/** Join the query with whoever asks for the current person; `picked` hears of a message sent. */
export function setUpAsking(act, picked) {
  actor = act;
  done = picked;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", walk);
  list.addEventListener("keydown", walk);
  role("query-form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

/** Begin in the chat with a person, or with the bot itself; a query that is given is asked at once. */
export function beginAsking(partnerId, username, query = null) {
  stopAsking();
  to = partnerId;
  role("query-bot").textContent = `@${username}`;
  field.value = query ?? "";
  field.setAttribute("aria-label", `@${username}: ${word("query")}`);
  field.placeholder = word("query");
  list.setAttribute("aria-label", word("results"));
  if (query === null) return;
  field.focus();
  ask();
}

export function stopAsking() {
  clearTimeout(timer);
  running?.abort();
  running = null;
  list.replaceChildren();
  say("");
}

async function ask(offset = "") {
  clearTimeout(timer);
  running?.abort();
  const mine = new AbortController();
  running = mine;
  say(word("asking"));
  const answer = await post(`${actor.userId()}/ask`, { query: field.value, to, offset: String(offset) }, mine.signal);
  if (running !== mine) return;
  running = null;
  if (!offset) list.replaceChildren();
  if (answer) show(answer);
  else say("");
}

function show({ query_id: queryId, results, button, next_offset: next }) {
  if (!results) {
    say(word("silent"));
    return;
  }
  const before = list.querySelectorAll('[data-role="offer"]').length;
  if (button && !before) list.append(item("offers-button", starter(button)));
  list.append(...results.map((one) => item("offer", offer(queryId, one))));
  if (next) list.append(item("offers-more", more(next)));
  if (before) list.querySelectorAll('[data-role="offer"]')[before]?.focus();
  const count = before + results.length;
  say(count ? `${word("results")}: ${count}` : word("nothing"));
}

function item(name, button) {
  button.dataset.role = name;
  return h("li", {}, button);
}

function starter({ text, start_parameter: payload }) {
  return h("a", { href: startLink(actor.bot().username, payload) }, text);
}

function offer(queryId, { id, title, description }) {
  const inside = [h("span", { className: "title" }, title), description ? h("span", { className: "hint" }, description) : null];
  return h("button", { type: "button", "data-result-id": id, onclick: () => pick(queryId, id) },
    h("span", { className: "avatar", "aria-hidden": "true" }, [...title][0]), h("span", { className: "about-offer" }, ...inside));
}

function more(next) {
  const button = h("button", { type: "button" }, word("more"));
  button.addEventListener("click", () => {
    button.parentElement.remove();
    ask(next);
  });
  return button;
}

async function pick(queryId, resultId) {
  const sent = await post(`${actor.userId()}/pick`, { query_id: queryId, result_id: resultId });
  if (!sent) return;
  stopAsking();
  field.value = "";
  done();
}

/** The arrow keys go from the query to the results, and through them. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const places = [...list.querySelectorAll("button, a"), field];
  if (!step || places.length === 1) return;
  event.preventDefault();
  const at = places.indexOf(document.activeElement);
  places[(at + step + places.length) % places.length].focus();
}

function say(text) {
  role("offers-status").textContent = text;
}
