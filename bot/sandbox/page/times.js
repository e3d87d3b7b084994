// Dates as the reader writes them, in the reader's own zone.

import { readerLocale, word } from "./words.js";

const PARTS = {
  w: { weekday: "long" },
  d: { day: "2-digit", month: "2-digit", year: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "numeric", minute: "2-digit" },
  T: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
const STEPS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A date_time entity: the moment in its format, or the bot's own words where it has no format. */
export function formatMoment(unix, format, fallback) {
  if (!format) return fallback;
  if (format === "r") return relative(unix);
  const options = Object.assign({}, ...[...format].map((letter) => PARTS[letter]));
  return new Intl.DateTimeFormat(readerLocale(), options).format(unix * 1000);
}

function relative(unix) {
  const seconds = Math.round(unix - Date.now() / 1000);
  const [unit, size] = STEPS.find(([, one]) => Math.abs(seconds) >= one * 0.95) ?? STEPS.at(-1);
  return new Intl.RelativeTimeFormat(readerLocale(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export function clock(unix) {
  return new Intl.DateTimeFormat(readerLocale(), PARTS.t).format(unix * 1000);
}

/** The whole moment with its zone, for those who want to be sure. */
export function inFull(unix) {
  return new Intl.DateTimeFormat(readerLocale(), { dateStyle: "full", timeStyle: "long" }).format(unix * 1000);
}

/** What stands between the messages of two days. */
export function dayName(unix) {
  const day = new Date(unix * 1000).toDateString();
  const now = new Date();
  if (day === now.toDateString()) return word("today");
  now.setDate(now.getDate() - 1);
  if (day === now.toDateString()) return word("yesterday");
  return new Intl.DateTimeFormat(readerLocale(), PARTS.D).format(unix * 1000);
}

/** Keep relative times true while the page stays open. */
export function keepFresh() {
  setInterval(() => {
    for (const element of document.querySelectorAll('time[data-format="r"]')) {
      element.textContent = relative(Number(element.dataset.unix));
    }
  }, 20000);
}
