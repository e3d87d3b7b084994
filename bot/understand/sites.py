"""Web addresses and contacts in a text: whose they are, by the shop's own domains."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from bot.dialogue.reading import Site, Verdict

URL = re.compile(
    r"https?:[/\\]{2}[^\s<>\"'«»]+|(?<![\w@.-])(?:[\w-]+\.)+[a-zа-я]{2,}(?:/[^\s<>\"'«»]*)?", re.IGNORECASE
)
HANDLE = re.compile(r"(?<![\w./@])@([A-Za-z0-9_]{4,32})(?![\w@.])")
TELEGRAM = ("t.me", "telegram.me", "telegram.dog")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
LONGEST_SHOWN = 40
MOST_SITES = 3
NEAR = 2
"""So few letters away from the shop's name is meant to be mistaken for it."""

ENDINGS = frozenset(
    """
    com ru us net org info biz top xyz shop store online site club vip live cc io me
    ly gl to co cn pw app link click support help center pro tk ml ga cf gq su ua by
    kz es mx cl pe br ar fr de it pl pt uk eu in рф icu xin bond
    """.split()  # noqa: SIM905 a row of words reads better
)
"""What a bare word with a dot must end with to be taken for an address: not every full stop is one."""

SEEN_AS = str.maketrans("аеіорсхуѕԁһӏαειορυχ01", "aeiopcxysdhlaeiopyxol")
"""Letters of other alphabets, and figures, as the Latin letters they look like."""

WORDS_TOO = frozenset("it in me to es de co so is us by no".split())  # noqa: SIM905


def foreign_sites(text: str, shop: tuple[str, ...]) -> tuple[Site, ...]:
    """The addresses and contacts in a text that are not the shop's, at most three, the deceitful first."""
    found = dict.fromkeys((*_hosts(text, shop), *(f"@{name}" for name in HANDLE.findall(text))))
    foreign = [(host, verdict(host, shop)) for host in found]
    judged = sorted((pair for pair in foreign if pair[1] != "shop"), key=lambda pair: pair[1] != "lookalike")
    return tuple(Site(_shown(host), whose) for host, whose in judged[:MOST_SITES])


def verdict(host: str, shop: tuple[str, ...]) -> Verdict:
    """Whether a host is the shop's own, made to look like it, or neither."""
    if any(host == domain or host.endswith(f".{domain}") for domain in shop):
        return "shop"
    return "lookalike" if _deceives(host, shop) else "other"


def _deceives(host: str, shop: tuple[str, ...]) -> bool:
    brands = {domain.split(".")[0] for domain in shop}
    seen = _as_seen(host)
    parts = {*re.split(r"[./\-_@]", seen), *re.split(r"[./@]", re.sub(r"[-_]", "", seen))}
    return any(_resembles(part, brand) for part in parts for brand in brands)


def _as_seen(host: str) -> str:
    """A host as it looks at a glance."""
    try:
        shown = host.encode("ascii").decode("idna")
    except UnicodeError:
        shown = host
    return shown.casefold().translate(SEEN_AS)


def _resembles(part: str, brand: str) -> bool:
    return brand in part or (len(part) > NEAR * 2 and OSA.distance(part, brand, score_cutoff=NEAR) <= NEAR)


def _shown(host: str) -> str:
    """A host as it is shown: of a long one the end, which says whose it is."""
    return host if len(host) <= LONGEST_SHOWN else f"...{host[3 - LONGEST_SHOWN :]}"


def _hosts(text: str, shop: tuple[str, ...]) -> Iterator[str]:
    for match in URL.finditer(text):
        address = match[0].rstrip(".,;:!?)").replace("\\", "/")
        linked = "://" in address
        host = _host(address if linked else f"//{address}")
        if not linked and not _is_meant(address, host) and not _deceives(host, shop):
            continue
        if host in TELEGRAM:
            yield f"{host}/{address.split(host, 1)[-1].strip('/').split('/')[0]}".rstrip("/")
        elif HOST.fullmatch(host):
            yield host
        elif linked:
            yield address.split("://", 1)[-1].encode("ascii", "replace").decode()


def _is_meant(address: str, host: str) -> bool:
    """Whether words with a dot between are an address: "shop.it" may be two sentences, "shop.it/x" is not."""
    ending = host.rsplit(".", 1)[-1]
    written = address.split("/", maxsplit=1)[0].rsplit(".", 1)[-1]
    if ending not in ENDINGS or written not in (ending, ending.upper()):
        return False
    return ending not in WORDS_TOO or "/" in address or address.startswith("www.") or host.count(".") > 1


def _host(address: str) -> str:
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
        return host.encode("idna").decode("ascii") if not host.isascii() else host.removeprefix("www.")
    except (ValueError, UnicodeError):
        return ""
