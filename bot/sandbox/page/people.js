// The people who can talk to the bot here: switching, adding, their languages.

import { h, role } from "./dom.js";
import { post } from "./wire.js";
import { name, word } from "./words.js";

const NAMES = ["Anna", "Boris", "Carmen", "Dieter", "Elena", "Felipe", "Grace", "Hana"];
const LANGUAGES = [["ru", "Русский"], ["en", "English"], ["es", "Español"], ["de", "Deutsch"], ["", null]];
const panel = role("people");
const toggle = role("people-toggle");
const form = role("person-form");
const narrow = matchMedia("(max-width: 859px)");

export function nameFor(number) {
  return NAMES[(number - 1) % NAMES.length];
}

/** Join the panel with whoever switches people. */
export function setUpPeople(switchTo, current) {
  toggle.addEventListener("click", () => {
    show(panel.dataset.open === undefined);
    role("people-close").focus();
  });
  role("people-close").addEventListener("click", back);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && narrow.matches) back();
  });
  role("add-person").addEventListener("click", () => add(switchTo));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => save(current(), event.target.name === "blocked"));
  narrow.addEventListener("change", () => show(false));
  role("people-list").addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-user-id]");
    if (!chosen) return;
    if (narrow.matches) back();
    switchTo(Number(chosen.dataset.userId));
  });
  show(false);
}

/** On a narrow screen the panel lies over the chat, which must not be reached meanwhile. */
function show(open) {
  if (open) panel.dataset.open = "";
  else delete panel.dataset.open;
  toggle.setAttribute("aria-expanded", String(open));
  document.getElementById("chat").inert = open && narrow.matches;
}

function back() {
  show(false);
  toggle.focus();
}

async function add(switchTo) {
  const taken = role("people-list").children.length;
  const language = document.documentElement.lang;
  const user = await post("people", { first_name: nameFor(taken + 1), language_code: language });
  if (user) switchTo(user.id);
}

function save(user, blocking) {
  if (blocking) return post(`${user.id}/block`, { blocked: form.elements.blocked.checked });
  const { first_name: first, language_code: language } = form.elements;
  return post("people", { id: user.id, first_name: first.value.trim() || user.first_name, language_code: language.value });
}

/** Show who there is and who one is oneself. */
export function showPeople(people, current) {
  const focused = document.activeElement?.dataset?.userId;
  role("people-list").replaceChildren(...people.map((user) => entry(user, user.id === current.id)));
  if (focused) panel.querySelector(`[data-user-id="${focused}"]`)?.focus();
  role("person-name").textContent = current.first_name;
  role("person-avatar").textContent = initial(current);
  name(toggle, `${word("switch")}: ${current.first_name}`);
  panel.setAttribute("aria-label", word("people"));
  fillForm(current);
}

function entry(user, isCurrent) {
  const button = h("button", {
    type: "button", "data-role": "person", "data-user-id": user.id, "aria-current": isCurrent ? "true" : null,
  }, h("span", { className: "avatar small", "aria-hidden": "true" }, initial(user)),
  h("span", { className: "label" }, user.first_name), h("span", { className: "tag" }, user.language_code ?? "–"));
  return h("li", {}, button);
}

function fillForm(user) {
  const own = user.language_code ?? "";
  const known = LANGUAGES.some(([code]) => code === own);
  const listed = known ? LANGUAGES : [[own, own], ...LANGUAGES];
  form.elements.language_code.replaceChildren(...listed.map(([code, title]) => (
    h("option", { value: code }, title ?? word("none")))));
  form.elements.language_code.value = own;
  if (document.activeElement !== form.elements.first_name) form.elements.first_name.value = user.first_name;
  form.elements.blocked.checked = user.blocked;
}

export function initial(user) {
  return [...user.first_name][0]?.toUpperCase() ?? "?";
}
