// Menus over the composer: opened by a button, walked with the arrow keys, closed with Escape.

import { h } from "./dom.js";

const open = new Set();

/** Fill a menu and open it. Entries are {label, hint, role, pick}. */
export function openMenu(menu, opener, entries, { focus = true } = {}) {
  closeMenus(menu);
  menu.replaceChildren(...entries.map((entry) => item(menu, opener, entry)));
  menu.hidden = entries.length === 0;
  opener.setAttribute("aria-expanded", String(!menu.hidden));
  if (menu.hidden) return;
  open.add({ menu, opener });
  if (focus) menu.firstChild.focus();
}

function item(menu, opener, entry) {
  return h("button", {
    type: "button", role: "menuitem", tabIndex: -1, "data-role": entry.role, "data-value": entry.label,
    onclick: () => {
      closeMenus();
      opener.focus();
      entry.pick();
    },
    onkeydown: (event) => walk(event, menu, opener),
  }, h("span", { className: "label" }, entry.label), entry.hint ? h("span", { className: "hint" }, entry.hint) : null);
}

function walk(event, menu, opener) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const target = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowUp: items[(at - 1 + items.length) % items.length],
    Home: items[0],
    End: items.at(-1),
  }[event.key];
  if (target) {
    event.preventDefault();
    target.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    closeMenus();
    opener.focus();
  }
}

/** Close every open menu but this one. */
export function closeMenus(except = null) {
  for (const one of open) {
    if (one.menu !== except) one.menu.hidden = true;
    one.opener.setAttribute("aria-expanded", "false");
    open.delete(one);
  }
}

document.addEventListener("pointerdown", (event) => {
  const inside = [...open].some(({ menu, opener }) => menu.contains(event.target) || opener.contains(event.target));
  if (!inside) closeMenus();
});
