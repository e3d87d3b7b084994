// The page: one person's chat at a time, joined with the server.

import * as chat from "./chat.js";
import { setCommands, setUpComposer } from "./composer.js";
import { choosePerson, nameChooser, setUpChooser } from "./chooser.js";
import { role } from "./dom.js";
import { setUpLinks } from "./links.js";
import { alertDialog, toast } from "./notices.js";
import { nameFor, setUpPeople, showPeople } from "./people.js";
import { closeSheets } from "./sheets.js";
import { fillTalks, openTalk, partnerOf, putShared, setUpTalks, showTalks } from "./talks.js";
import { keepFresh } from "./times.js";
import { follow, listPeople, post } from "./wire.js";
import { setLanguage, word } from "./words.js";

const ACTION_MS = 5000;
const asked = new URLSearchParams(location.search);
const waiting = new Map();
let user = { id: Number(asked.get("user")) || 1 };
let around = null;
let stop = () => {};
let actionTimer = null;

const act = {
  userId: () => user.id,
  send: (text) => post(`${user.id}/send`, { text }),
  item: (kind) => post(`${user.id}/item`, { kind }),
  bot: () => around.bot,
  people: () => around.people,
  share: (row, { query, choose, people }) => {
    const others = around.people.filter(({ id }) => id !== user.id);
    if (choose) choosePerson(others, people, (person) => openTalk(person, query));
    else openTalk(partnerOf(row), query);
  },
  press: async ({ message, inline_message_id: shared }, data, button) => {
    button.setAttribute("aria-busy", "true");
    const pressed = shared
      ? await post(`${user.id}/shared/press`, { inline_message_id: shared, data })
      : await post(`${user.id}/press`, { message_id: message.message_id, data });
    if (pressed && !settled(pressed.query_id)) waiting.set(pressed.query_id, button);
    else button.removeAttribute("aria-busy");
  },
};

const early = new Set();

/** An answer may come before the press itself is confirmed. */
function settled(queryId) {
  return early.delete(queryId);
}

const hearing = {
  snapshot(event) {
    waiting.clear();
    early.clear();
    setAround(event);
    chat.fill(event.messages, event.pinned, around.bot, act);
    fillTalks(event.talks);
    role("reconnecting").hidden = true;
    document.body.dataset.ready = String(user.id);
    settle();
  },
  around(event) {
    const before = user.language_code;
    setAround(event);
    if (user.language_code === before) chat.arrange(around.bot);
    else chat.redraw(around.bot, act);
    showTalks();
    settle();
  },
  message(event) {
    chat.put(event, around.bot, act);
    if (event.message.from.is_bot) setAction(null);
    settle();
  },
  deleted(event) {
    chat.remove(event.message_id, around.bot);
    settle();
  },
  shared: putShared,
  pinned: (event) => chat.setPinned(event.pinned),
  action: (event) => setAction(event.action),
  answer(event) {
    const button = waiting.get(event.query_id);
    if (button) button.removeAttribute("aria-busy");
    else early.add(event.query_id);
    waiting.delete(event.query_id);
    if (event.text) (event.show_alert ? alertDialog : toast)(event.text);
  },
};

function setAround(event) {
  around = event;
  user = event.people.find((one) => one.id === user.id) ?? user;
  setLanguage(user.language_code);
  showPeople(event.people, user);
  nameChooser();
  setCommands(event.bot.commands);
  role("bot-name").textContent = event.bot.name;
  role("bot-avatar").textContent = [...event.bot.name][0] ?? "?";
  role("log").setAttribute("aria-label", word("log"));
  document.title = `${event.bot.name}: ${user.first_name}`;
  setAction(null);
}

/** What stands at the bottom: Start in an empty chat, Unblock for a blocked bot, else the composer. */
function settle() {
  const blocked = Boolean(user.blocked);
  const empty = chat.isEmpty() && !blocked;
  const focused = document.activeElement;
  const hadFocus = role("start").contains(focused) || role("unblock").contains(focused);
  role("unblock").hidden = !blocked;
  role("start").hidden = !empty;
  role("composer").hidden = blocked || empty;
  if (hadFocus && focused.hidden) role("text").focus();
}

function setAction(action) {
  clearTimeout(actionTimer);
  const status = role("status");
  status.textContent = action ? word("typing") : word("bot");
  status.dataset.action = action ?? "";
  if (action) actionTimer = setTimeout(() => setAction(null), ACTION_MS);
}

/** Make sure the person is there, also on a server that has forgotten everybody. */
async function ready() {
  const people = await listPeople();
  if (people.some((one) => one.id === user.id)) return;
  const first_name = user.first_name ?? nameFor(user.id);
  const language_code = user.language_code ?? navigator.language.slice(0, 2);
  await post("people", { id: user.id, first_name, language_code });
}

function reload() {
  stop();
  stop = follow(user.id, {
    ready,
    hear: (event) => hearing[event.type]?.(event),
    lost: () => { role("reconnecting").hidden = false; },
  });
}

/** A link to the bot brings its chat back to the front and sends what the link starts the bot with. */
async function followLink(url) {
  closeSheets();
  await post(`${user.id}/follow`, { url });
  role("text").focus();
}

function switchTo(id) {
  closeSheets();
  user = { id };
  delete document.body.dataset.ready;
  history.replaceState(null, "", `?user=${id}`);
  reload();
}

const payload = asked.get("start");
role("start").addEventListener("click", () => act.send(payload ? `/start ${payload}` : "/start"));
role("unblock").addEventListener("click", () => post(`${user.id}/block`, { blocked: false }));
role("pinned").addEventListener("click", chat.showPinned);
setUpComposer(act);
setUpTalks(act);
setUpChooser();
setUpLinks(() => around.bot.username, followLink);
setUpPeople(switchTo, () => user);
setLanguage(navigator.language);
keepFresh();
reload();
