// Links to this bot stay on the page: they start it, as they do in Telegram.

/** Hand every link to the bot that is followed anywhere on the page to `follow`. */
export function setUpLinks(username, follow) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !leadsToBot(link.href, username())) return;
    event.preventDefault();
    follow(link.href);
  });
}

/** The address of a link that starts the bot with a payload. */
export function startLink(username, payload) {
  return `https://t.me/${username}?start=${payload}`;
}

function leadsToBot(href, username) {
  if (!URL.canParse(href)) return false;
  const { protocol, host, pathname, searchParams } = new URL(href);
  const inApp = protocol === "tg:" && searchParams.get("domain");
  const onSite = ["t.me", "telegram.me"].includes(host) && pathname.slice(1);
  return (inApp || onSite || "").toLowerCase() === username.toLowerCase();
}
