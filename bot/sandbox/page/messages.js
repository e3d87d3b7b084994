// One message as a bubble.

import { h } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { clock, inFull } from "./times.js";
import { name, word } from "./words.js";

const SIGNS = { voice: "▶", location: "📍", contact: "👤" };
const PHOTO_PX = 340;

/** The element of a message; `act` knows how to press and send for this person. */
export function bubble(row, act) {
  const { message, reactions = [] } = row;
  const own = message.from.id === act.userId();
  const body = h("div", { className: "bubble" },
    via(message), forwarded(message), replied(message), ...attachment(message), text(message, act), meta(message));
  const element = h("article", {
    className: own ? "message own" : "message other", tabIndex: -1,
    "data-message-id": message.message_id, "data-from": message.from.is_bot ? "bot" : "person",
    "data-date": message.date,
  }, body, reactionPills(reactions));
  element.setAttribute("aria-label", own ? word("you") : message.from.first_name);
  if (message.reply_markup) {
    element.append(inlineKeyboard(message.reply_markup, {
      press: (data, button) => act.press(row, data, button),
      share: (how) => act.share(row, how),
    }));
  }
  return element;
}

function text(message, act) {
  const shown = message.text ?? message.caption;
  if (!shown) return null;
  const nodes = formatted(shown, message.entities ?? message.caption_entities ?? [], act.send);
  return h("div", { className: "text", "data-role": "message-text" }, ...nodes);
}

function meta(message) {
  const edited = message.edit_date ? h("span", { "data-role": "edited" }, `${word("edited")} `) : null;
  const when = h("time", { dateTime: new Date(message.date * 1000).toISOString(), title: inFull(message.date) }, clock(message.date));
  return h("span", { className: "meta" }, edited, when);
}

function via(message) {
  const bot = message.via_bot;
  return bot ? h("p", { className: "via", "data-role": "via" }, `${word("via")} @${bot.username}`) : null;
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const whom = origin.sender_user_name ?? origin.sender_user?.first_name ?? origin.chat?.title ?? "";
  return h("p", { className: "forwarded" }, `${word("forwarded")} ${whom}`);
}

function replied(message) {
  const other = message.reply_to_message;
  return other ? h("p", { className: "replied" }, summary(other)) : null;
}

/** One line that says what a message is. */
export function summary(message) {
  if (message.text) return message.text.split("\n")[0];
  const kind = ["photo", "document", "video", "voice", "sticker", "location", "contact"].find((one) => one in message);
  const label = kind === "document" ? message.document.file_name : word(kind ?? "message");
  return message.caption ? `${label}: ${message.caption.split("\n")[0]}` : label;
}

function attachment(message) {
  if (message.photo) return [photo(message)];
  if (message.document) return [file(message.document, message.document.file_name)];
  if (message.video) return [file(message.video, word("video"))];
  if (message.sticker) return [h("p", { className: "sticker", "data-role": "sticker" }, message.sticker.emoji)];
  const kind = ["voice", "location", "contact"].find((one) => one in message);
  if (!kind) return [];
  return [h("p", { className: "item", "data-role": kind }, h("span", { "aria-hidden": "true" }, `${SIGNS[kind]} `), word(kind))];
}

function photo(message) {
  const size = message.photo.at(-1);
  const href = `/page/file/${encodeURIComponent(size.file_id)}`;
  const alt = message.caption ? `${word("photo")}: ${message.caption}` : word("photo");
  const shrink = Math.min(1, PHOTO_PX / Math.max(size.width, size.height));
  const [width, height] = [size.width * shrink, size.height * shrink].map((side) => Math.max(24, Math.round(side)));
  const picture = h("img", { src: href, alt, width, height, "data-role": "photo" });
  return h("a", { href, target: "_blank", rel: "noopener", className: "photo" }, picture);
}

function file(about, title) {
  const href = `/page/file/${encodeURIComponent(about.file_id)}`;
  const size = `${Math.max(1, Math.round(about.file_size / 1024)).toLocaleString()} KB`;
  const link = h("a", { href, download: title, className: "file", "data-role": "document" },
    h("span", { className: "file-icon", "aria-hidden": "true" }, "↓"),
    h("span", {}, h("span", { className: "file-name" }, title), h("span", { className: "file-size" }, size)));
  name(link, `${word("download")}: ${title}, ${size}`);
  return link;
}

function reactionPills(reactions) {
  if (!reactions.length) return null;
  const pills = reactions.map((emoji) => h("span", { "data-role": "reaction", role: "img", "aria-label": `${word("reaction")}: ${emoji}` }, emoji));
  return h("div", { className: "reactions" }, ...pills);
}
