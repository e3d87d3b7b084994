"""Payment cards and bank accounts in a text, told by their check digits from the shop's numbers."""

import re

from stdnum import iban, luhn

from bot.understand.marks import AMOUNT, OPEN, marked

GAP = r"[ \t\n\u00a0\u2009\u202f./_–—‑-]"
LONGER = re.compile(rf"(?<!\d)(?<!\d[.,])(?:\d{{4}}{GAP}{{1,2}}){{4}}\d{{3}}(?!\d)")
CARD = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:(?:\d{{4}}{GAP}{{0,2}}){{3}}\d{{4}}|\d{{2}}(?:{GAP}\d{{2}}){{7}}"
    rf"|\d(?:{GAP}\d){{15}}|\d{{4}}{GAP}{{1,2}}\d{{6}}{GAP}{{1,2}}\d{{5}}|\d{{6}}{GAP}\d{{10}}|\d{{13,19}})(?!\d)"
)
ISSUED = re.compile(
    r"4\d{15}(?:\d{3})?|5[0-8]\d{14}|6\d{15,18}|3[47]\d{13}|35\d{14}|220[0-4]\d{12,15}"
    r"|2(?:2(?:2[1-9]|[3-9]\d)|[3-6]\d\d|7(?:[01]\d|20))\d{12}|9(?:112|792|860)\d{12}"
)
"""How the numbers of payment cards begin, and how long they are."""

SHOPS = re.compile(r"30\d{14}|8(?!600)\d{15}|1\d{15}|225(?:179|18\d|579|580)\d{10}")
"""Order numbers and product ids of the shop that no card begins like. Others of its orders begin with 55."""

NUMBER = r"(?:no|nr|n|nº|№|id|номер\w{0,3}|number|n[uú]mero|num|ном)"
ORDERED = re.compile(
    r"(?:\b(?:ord|order\w*|заказ\w*|pedido\w*|orden\w*|id|item|product\w*|товар\w*|артикул\w*|art[ií]culo\w*|sku"
    r"|track\w*|трек\w*|seguimiento|rastreo|gu[ií]a|посылк\w*|отправлени\w*|parcel|package|paquete|disput\w*"
    rf"|спор\w*)|orderId=|order-list/|item/)(?:\W{{0,3}}\b(?:{NUMBER}|is|es|это)(?!\w)){{0,2}}\W{{0,3}}$",
    re.IGNORECASE,
)
LINKED = re.compile(r"://\S{0,300}$")
NUMBERED = re.compile(rf"(?<!\w){NUMBER}\W{{0,3}}$", re.IGNORECASE)

BY_CARD = (
    r"(?:\b(?:cc|pan|мир|mir|виза|visa|amex|maestro|unionpay|revolut|сбер\w*|тиньк\w*|sber\w*|tinkoff)\b"
    r"|\w{0,8}(?:card|кард|карт)\w{0,4}|\btarjeta\w{0,2})"
)
PAID_BY = re.compile(
    rf"{BY_CARD}(?:\W{{0,3}}|[^\w\n,;.]{{1,3}}(?:\w{{1,12}}[^\w\n,;.]{{1,3}}){{1,3}})$", re.IGNORECASE
)
SAME = r"[^\w\n.,;]{1,2}"
CARD_NUMBER = re.compile(
    rf"(?:{BY_CARD}{SAME}(?:{NUMBER}(?!{SAME}(?:заказ|order|pedido|orden|del? ped))|for|для|para)\b"
    rf"|\b{NUMBER}{SAME}(?:of |de )?(?:the |my |la |mi |моей )?{BY_CARD})"
    rf"(?:[^\w\n,;]{{0,3}}\w{{1,12}}){{0,3}}\W{{0,3}}$",
    re.IGNORECASE,
)
"""The words before a number say what it is, the nearest first; "the card for my order" is a card."""

WINDOW = 60

MONTH, YEAR = r"(?:0?[1-9]|1[0-2])", r"(?:20)?(?:2[4-9]|[34]\d)"
EXPIRY = rf"(?:{MONTH}\s?[/\\.|-]\s?{YEAR}|(?:0[1-9]|1[0-2])\s?{YEAR})(?!\d|[./-]\d{{4}}\b)(?!(?i:{AMOUNT}))"
SIGNS = rf"[^\w{OPEN}]"
UNTIL = (
    r"(?:exp\w*|ends?|valid\w*|v[aá]lid\w*|thru|good|until|till|date|срок\w*|действ\w*|до|год[а-я]{1,2}|ven[cz]\w*"
    r"|cadu\w*|hasta|fecha|de|and|и|y|is|es|это|the|на|имя|name|nombre)"
)
HOLDER = r"[A-ZА-ЯЁ]\w{1,20}"
NAMING = rf"(?:(?i:cvv2?|cvc2?|cvv2?/cvc2?|code|код|c[oó]digo|цвв|свв|is|это|es|и|and|y){SIGNS}{{1,3}})"
SECURITY = rf"\d{{3,4}}(?!\d|[.,]\d)(?!(?i:{AMOUNT}))"
MARKED = re.escape(marked("card"))
BEHIND = re.compile(
    rf"(?P<card>{MARKED})(?:"
    rf"(?:{SIGNS}{{1,4}}{NAMING}{{1,3}}{SECURITY})?"
    rf"(?:{SIGNS}{{1,4}}(?:(?i:{UNTIL})|{HOLDER})){{0,6}}{SIGNS}{{1,4}}{EXPIRY}"
    rf"(?:{SIGNS}{{1,4}}{NAMING}{{0,3}}{SECURITY})?"
    rf"|{SIGNS}{{1,4}}\d{{3}}(?=\s*(?:$|[\n,;!]|\.(?!\d))))+"
)
AHEAD = re.compile(
    rf"\b(?:{UNTIL}{SIGNS}{{1,3}}){{1,3}}{EXPIRY}{SIGNS}{{1,4}}"
    rf"(?=(?:(?:{BY_CARD}|{NUMBER}|{UNTIL}){SIGNS}{{1,3}}){{0,4}}{MARKED})",
    re.IGNORECASE,
)
"""The expiry date beside a card, with the name and the security code that people copy with it."""

IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,40}", re.IGNORECASE)


def without_cards(text: str) -> str:
    """The text with a mark for each card: its number, expiry and security code."""
    for numbers in (LONGER, CARD):
        text = numbers.sub(lambda found: marked("card") if _is_card(found) else found[0], text)
    if marked("card") not in text:
        return text
    return AHEAD.sub(f"{marked('card')} ", BEHIND.sub(lambda found: found["card"], text))


def without_accounts(text: str) -> str:
    """The text with a mark for each international account number."""
    while (less := IBAN.sub(_account, text)) != text:
        text = less
    return text


def _is_card(found: re.Match[str]) -> bool:
    digits = "".join(str(int(one)) for one in found[0] if one.isdecimal())
    if not luhn.is_valid(digits) or SHOPS.fullmatch(digits):
        return False
    before = found.string[max(found.start() - WINDOW, 0) : found.start()]
    if CARD_NUMBER.search(before):
        return True
    if ORDERED.search(before):
        return False
    if PAID_BY.search(before):
        return True
    linked = LINKED.search(found.string, 0, found.start())
    lettered = before[-2:].isalpha()
    return bool(ISSUED.fullmatch(digits)) and not (linked or lettered or NUMBERED.search(before))


def _account(found: re.Match[str]) -> str:
    """The longest beginning that is a valid number: words may stand behind it."""
    ends = [match.start() for match in re.finditer(r"(?= )|$", found[0])]
    end = next((end for end in reversed(ends) if iban.is_valid(found[0][:end])), 0)
    return f"{marked('account')}{found[0][end:]}" if end else found[0]
