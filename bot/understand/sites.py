"""Web addresses and contacts in a text: whose they are, by the shop's own domains."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from bot.dialogue.reading import Site, Verdict

URL = re.compile(
    r"https?://[^\s<>\"'«»]+|(?<![\w@.-])(?:[\w-]+\.)+[a-zа-я]{2,}(?:/[^\s<>\"'«»]*)?", re.IGNORECASE
)
HANDLE = re.compile(r"(?<![\w./])@(\w{4,32})\b")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
LONGEST_HOST = 40
MOST_SITES = 3
NEAR = 2
"""So few letters away from the shop's name is meant to be mistaken for it."""

ENDINGS = frozenset(
    """
    com ru us net org info biz top xyz shop store online site club vip live cc io
    me ly gl to co cn pw app link click support help center pro tk ml ga cf
    gq su ua by kz es mx cl pe br ar fr de it pl pt uk eu in рф
    """.split()  # noqa: SIM905 a row of words reads better
)
"""What a bare word with a dot must end with to be taken for an address: not every full stop is one."""

SEEN_AS = str.maketrans("аеіорсхуѕԁһӏ01", "aeiopcxysdhlol")

WORDS_TOO = frozenset(["it", "in", "me", "to", "es", "de", "co", "so", "is", "us", "by", "no"])


def foreign_sites(text: str, shop: tuple[str, ...]) -> tuple[Site, ...]:
    """The addresses and contacts in a text that are not the shop's, at most three."""
    found = dict.fromkeys((*_hosts(text), *(f"@{name}" for name in HANDLE.findall(text))))
    sites = (Site(host, verdict(host, shop)) for host in found)
    return tuple(site for site in sites if site.verdict != "shop")[:MOST_SITES]


def verdict(host: str, shop: tuple[str, ...]) -> Verdict:
    """Whether a host is the shop's own, made to look like it, or neither."""
    if any(host == domain or host.endswith(f".{domain}") for domain in shop):
        return "shop"
    brands = {domain.split(".")[0] for domain in shop}
    parts = re.split(r"[.\-_@]", _as_seen(host))
    if any(_resembles(part, brand) for part in parts for brand in brands):
        return "lookalike"
    return "other"


def _as_seen(host: str) -> str:
    """A host as it looks at a glance: letters of other alphabets as the Latin ones they look like."""
    try:
        shown = host.encode("ascii").decode("idna")
    except UnicodeError:
        shown = host
    return shown.casefold().translate(SEEN_AS)


def _resembles(part: str, brand: str) -> bool:
    return brand in part or (len(part) > NEAR * 2 and OSA.distance(part, brand, score_cutoff=NEAR) <= NEAR)


def _hosts(text: str) -> Iterator[str]:
    for match in URL.finditer(text):
        address = match[0].rstrip(".,;:!?)")
        host = _host(address if "://" in address else f"//{address}")
        if host and HOST.fullmatch(host) and ("://" in address or _is_meant(address, host)):
            yield host[:LONGEST_HOST]


def _is_meant(address: str, host: str) -> bool:
    """Whether words with a dot between are an address: "shop.it" may be two sentences, "shop.it/x" is not."""
    ending = host.rsplit(".", 1)[-1]
    if ending not in ENDINGS or address.split("/", maxsplit=1)[0].rsplit(".", 1)[-1] != ending:
        return False
    return ending not in WORDS_TOO or "/" in address or address.startswith("www.") or host.count(".") > 1


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
        return host.encode("idna").decode("ascii") if not host.isascii() else host.removeprefix("www.")
    except (ValueError, UnicodeError):
        return ""
