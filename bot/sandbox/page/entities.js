// Formatted text: entities become nested elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { h, pressable } from "./dom.js";
import { copyText } from "./notices.js";
import { formatMoment, inFull } from "./times.js";
import { name, word } from "./words.js";

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** The nodes of a text with its entities. `send` sends a command that was tapped. */
export function formatted(text, entities, send) {
  const sorted = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return nested(text, sorted, 0, text.length, send);
}

function nested(text, entities, start, end, send) {
  const nodes = [];
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, at);
    const until = Math.min(entity.offset + entity.length, end);
    if (until <= from) continue;
    if (from > at) nodes.push(plain(text, at, from, nodes));
    const inner = entities.filter((one) => one.offset < until);
    entities.splice(0, inner.length);
    nodes.push(dressed(entity, text.slice(from, until), nested(text, inner, from, until, send), send));
    at = until;
  }
  if (at < end) nodes.push(plain(text, at, end, nodes));
  return nodes;
}

/** A block stands on its own lines already: the line break next to it would show twice. */
function plain(text, from, until, before) {
  const piece = text.slice(from, until);
  return before.at(-1)?.dataset?.block === "" ? piece.replace(/^\n/, "") : piece;
}

function dressed(entity, text, inside, send) {
  const { type } = entity;
  if (SIMPLE[type]) return h(SIMPLE[type], { "data-block": BLOCKS.has(type) }, ...inside);
  if (type === "expandable_blockquote") return folded(inside);
  if (type === "pre") return codeBlock(entity, text);
  if (type === "code") return inlineCode(text);
  if (type === "spoiler") return spoiler(inside);
  if (type === "date_time") return moment(entity, text);
  if (type === "bot_command") return pressable(h("span", { className: "link", "data-role": "command" }, text), () => send(text));
  return link(type, entity, text, inside);
}

function link(type, entity, text, inside) {
  const href = { text_link: entity.url, url: text, email: `mailto:${text}` }[type];
  if (!href || !/^(https?:|mailto:|tg:|ton:)/i.test(href)) return h("span", {}, ...inside);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

function folded(inside) {
  const button = h("button", { type: "button", className: "fold", "data-role": "fold", "aria-expanded": "false" }, word("more"));
  const quote = h("blockquote", { className: "folded", "data-role": "quote", "data-block": true },
    h("div", { className: "quoted" }, ...inside), button);
  const toggle = () => {
    const open = quote.classList.toggle("folded") === false;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = word(open ? "less" : "more");
  };
  quote.addEventListener("click", (event) => {
    if (!event.target.closest("a, [role=button]") && !String(getSelection())) toggle();
  });
  return quote;
}

/** A quotation that is short enough needs no button to unfold it. */
export function settleFolds(element) {
  for (const quote of element.querySelectorAll("blockquote.folded")) {
    const inside = quote.querySelector(".quoted");
    quote.querySelector(".fold").hidden = inside.scrollHeight <= inside.clientHeight + 2;
  }
}

function codeBlock(entity, text) {
  const copy = h("button", { type: "button", className: "copy", "data-role": "copy", onclick: () => copyText(text) }, word("copy"));
  const head = h("div", { className: "code-head" }, h("span", {}, entity.language ?? ""), copy);
  const code = h("pre", { tabIndex: 0, onclick: () => String(getSelection()) || copyText(text) }, text);
  return h("div", { className: "code-block", "data-block": true }, head, code);
}

function inlineCode(text) {
  const code = pressable(h("code", { "data-role": "code" }, text), () => copyText(text));
  code.title = word("copy");
  return code;
}

function spoiler(inside) {
  const cover = h("span", { className: "spoiler", "data-role": "spoiler" }, h("span", {}, ...inside));
  cover.firstChild.ariaHidden = "true";
  name(cover, word("spoiler"));
  return pressable(cover, () => {
    cover.classList.add("shown");
    cover.firstChild.removeAttribute("aria-hidden");
    for (const attribute of ["role", "tabindex", "aria-label", "title"]) cover.removeAttribute(attribute);
  });
}

function moment(entity, text) {
  const { unix_time: unix, date_time_format: format = "" } = entity;
  return h("time", {
    dateTime: new Date(unix * 1000).toISOString(), title: `${text} (${inFull(unix)})`,
    "data-role": "moment", "data-unix": unix, "data-format": format,
  }, formatMoment(unix, format, text));
}
