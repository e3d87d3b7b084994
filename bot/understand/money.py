"""The sums of money that a text tells, each by what it is: paid, offered, agreed in a dispute, come back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from bot.dialogue.reading import UNNAMED
from bot.dialogue.state import Sum
from bot.understand.sums import CURRENCY_OF, DOLLAR, cents_of, read_sum
from bot.understand.tokens import fold

LONGEST_MONTH = 31_00
"""A bare number up to this may be a day of the month: "paid 20"."""

MOST_BETWEEN, MOST_BEHIND = 6, 1
"""A word tells what a sum is where at most so many others stand between them."""

_PLACES = "us|au|ca|mx|cl|co|ar|r"
_WORDS = "|".join(re.escape(fold(word)) for word in sorted(CURRENCY_OF, key=len, reverse=True))
MONEY = re.compile(
    rf"(?:(?P<sign>\b(?:{_PLACES})\s?\$|\bs/\.?|[$€£₽₴₸₪₺₾¥₹]|\b(?:usd|eur|gbp|rub|mxn|clp|cop|ars|brl|inr))\s?)?"
    r"(?<![\w#№%+−–-])(?<!\d[.,/:])"
    r"(?P<number>\d{1,3}(?:[ \xa0\u202f.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![.,/:]?\d)(?!\s?%)"
    r"(?P<thousands>\s?(?:[kк]|mil|тыс\.?|тысяч[аи]?|thousand)(?!\w))?"
    rf"(?:\s?(?P<word>{_WORDS})(?!\w))?(?![−–-]?\w)"
)
"""An amount with its currency, if it has one; no order number, date, clock, range, share or "20th"."""

DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[.,](?:0?[1-9]|1[0-2])")
CUES = re.compile(
    r"\b(?:"
    r"(?P<offered>offer(?:s|ed|ing)?|propos(?:es|ed|ing)"
    r"|(?:wants?|ready|willing) to (?:give|refund|return|pay)"
    r"|will (?:give|refund|return)|gives|giving|promis(?:es|ed)"
    r"|предлага\w+|предложил\w*|(?:готов\w*|хочет|хотят|соглас\w+) (?:вернуть|отдать|возместить)|обеща\w+"
    r"|дает|дают|даст|дадут|вернет|вернут"
    r"|ofrec\w+|propon\w+|propus\w+"
    r"|quier\w+ (?:devolver|dar|reembolsar|pagar)\w*|promet\w+|me dan?|me devuelven?)"
    r"|(?P<agreed>agreed|settled|awarded|decided"
    r"|договорил\w+|сошлись|согласовал\w+|одобрил\w+|присудил\w+"
    r"|acord\w+|quedamos en|aprobaron|aprobo|concedieron|resolvieron)"
    r"|(?P<received>received|got|refunded|(?:came|come) back|has come|have come|returned"
    r"|вернул\w*|пришл[оиа]|поступил\w+|возместил\w*|зачислил\w*|получил\w*"
    r"|devolvieron|devolvio|reembolsaron|me reembolso|recibi|recibido|llegaron|llego|abonaron|ingresaron)"
    r"|(?P<paid>paid|payed|spent|costs?|(?:they |aliexpress )?charged|debited|price (?:was|is)"
    r"|(?:bought|ordered)\b[^.,!?;\n]*? for"
    r"|заплатил\w*|оплатил\w*|оплачен\w*|отдал\w*|потратил\w*|списал\w*|стоил\w*|стоит|на сумму"
    r"|(?:заказ\w*|покупк\w+) на|(?:купил|заказал)\w*\b[^.,!?;\n]*? за|обошел\w*|обошл\w*"
    r"|pague|pagamos|pagado|gaste|costo|costaba|cobraron|cobrado|(?:pedido|compra) de"
    r"|(?:compr|pedi)\w*\b[^.,!?;\n]*? por)"
    r")\b"
)
WAY = re.compile(r"\b(?:paypal|cards?|visa|mastercard|oxxo|карт\w+|сбп|tarjetas?)\b")
"""Where nothing else says what the one sum of a text is, how it was paid does."""

OF = re.compile(
    r"\s*(?:back )?(?:out of|instead of|of|from|из|от|вместо|en vez de|de|sobre)"
    r" (?:(?:the|my|los|las|mis|моих|тех) )?"
)
"""What stands between a part and the whole that was paid."""

PART = re.compile(r"\s*(?:out of|of|из|de)\b")
VOID = re.compile(
    r"\b(?:if|unless|before|want|need|asked|should|demand|если|хочу|хотел\w*|требу\w+|прошу|надо|нужно|бы|чтобы"
    r"|si|quiero|quisiera|pido|exijo|necesito)\b"
    r"|\b(?:(?:did|has|have|was|is|does|do|wo)nt|not|never|не|no)(?: (?:me|le|te|yet|even|been))? $"
)
"""What makes the words behind it tell nothing: "if he offers", "I want", "has not refunded"."""

OTHERS = re.compile(
    r"\b(?:they|he|she|seller|они|он|она|продавец|vendedor|(?<!lo )que|shipping|delivery|postage|доставка"
    r"|пересылка|envio)(?: (?:have|has|already|уже|me|мне))? $"
)
"""Who or what stands before "paid" or "cost" where it is not the buyer's payment for the goods."""

EXTRA = re.compile(
    r"\W*(?:(?:for|in|за|на|de|por|en) )?(?:(?:the|a|la|el|los) )?(?:more(?! than)|extra|additional"
    r"|еще|сверху"
    r"|mas(?! de)|adicional\w*|customs|duty|duties|tax|taxes|shipping|delivery|return|postage|пошлин\w*"
    r"|таможн\w*|налог\w*|доставк\w*|пересылк\w*|aduanas?|arancel\w*|impuestos?|envio)\b"
)
"""What follows money that is not the price of the goods."""

STOP = re.compile(r"[.!?;\n](?!\d)")
CLAUSE = re.compile(r"[.,!?;:()\n]|\b(?:and|but|y|и|а|но|pero)\b")
JOINED = re.compile(r"\b(?:and|but|y|и|а|но|pero)\b")
ENDS = re.compile(
    r"\s*(?:$|[^\w\s])|\s*(?:and|but|y|и|а|но|pero|out|of|de|из|he|she|they|он|она|el|la|the)\b"
)
BESIDE = re.compile(
    r"(?:\s*\b(?:me|us|only|just|back|about|so far|a|refund|of|мне|нам|только|всего|лишь|около|обратно"
    r"|вернуть|solo|unos|apenas|un|reembolso|de|devolver|devolverme)\b)*\s*"
)
"""All that may stand between a word and a bare number."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount in a text; `plain` if it has a currency."""

    start: int
    end: int
    sum: Sum
    plain: bool


def read_sums(text: str) -> Mapping[str, Sum]:
    """The sums of a text by name, one of them perhaps UNNAMED. What is doubtful is left out."""
    folded = fold(text)
    named = list(_named(folded, list(_mentions(folded))))
    if len(named) == 1:
        named = [*_alone(folded, *named[0])]
    names = [name for name, _ in named]
    currencies = {one.sum.currency for _, one in named if one.plain}
    common = currencies.pop() if len(currencies) == 1 else ""
    return MappingProxyType({name: _in(common, one.sum) for name, one in named if names.count(name) == 1})


def _in(common: str, told: Sum) -> Sum:
    """A sum in its own currency, else in the only one that the text names."""
    return Sum(told.cents, told.currency or common)


def _alone(text: str, name: str, one: Mention) -> Iterator[tuple[str, Mention]]:
    """The one sum of a text; a bare number only where the text says nothing else."""
    if name == UNNAMED and WAY.search(text):
        yield "paid", one
    elif one.plain or (one.sum.cents > LONGEST_MONTH and read_sum(text)):
        yield name, one


def _mentions(text: str) -> Iterator[Mention]:
    whole_begins = 0
    for found in MONEY.finditer(text):
        sign, word = (CURRENCY_OF.get("".join((found[key] or "").split()), "") for key in ("sign", "word"))
        cents = cents_of(found["number"], thousands=bool(found["thousands"]))
        if cents is None or (sign and word and DOLLAR not in (sign, word)):
            continue
        plain = bool(sign or word)
        of_money = whole_begins and OF.fullmatch(text[whole_begins : found.start()])
        if plain or of_money or (not DATE.fullmatch(found["number"]) and _ends(text[found.end() :])):
            currency = word if sign in ("", DOLLAR) and word else sign
            whole_begins = found.end() if plain else 0
            yield Mention(found.start(), found.end(), Sum(cents, currency), plain)


def _ends(behind: str) -> bool:
    """Whether a bare number may be money by what follows: it counts nothing."""
    return bool(ENDS.match(behind) or CUES.match(behind.lstrip()))


def _named(text: str, mentions: list[Mention]) -> Iterator[tuple[str, Mention]]:
    """Each mention that is money of the order, with its name."""
    begins = 0
    for one, following in zip_longest(mentions, mentions[1:]):
        ends = following.start if following else len(text)
        between, begins = text[begins : one.start], one.end
        if EXTRA.match(text, one.end) or _is_of_things(text, one, following):
            continue
        if OF.fullmatch(between):
            yield "paid", one
            continue
        name = _before(between, one)
        if name is None and (cue := _behind(text[one.end : ends], one)):
            name, begins = str(cue.lastgroup), one.end + cue.end()
        if name is None and one.plain and not VOID.search(CLAUSE.split(between)[-1]):
            name = UNNAMED
        if name is not None and name != "void":
            yield name, one


def _is_of_things(text: str, one: Mention, following: Mention | None) -> bool:
    """Whether a bare number counts things: "2 of 5 boxes"."""
    if one.plain or not PART.match(text, one.end):
        return False
    return not (following and OF.fullmatch(text[one.end : following.start]))


def _before(text: str, one: Mention) -> str | None:
    """What the last word before a sum says that it is; "void" if it says that it is none."""
    cues = list(CUES.finditer(STOP.split(text)[-1]))
    if not cues:
        return None
    said, cue = STOP.split(text)[-1], cues[-1]
    between, led = said[cue.end() :], CLAUSE.split(said[: cue.start()])[-1]
    if VOID.search(led) or (cue.lastgroup == "paid" and OTHERS.search(led)):
        return "void"
    near = one.plain and cue.lastgroup != "received" and len(between.split()) <= MOST_BETWEEN
    near = near and not JOINED.search(between)
    return cue.lastgroup if near or BESIDE.fullmatch(between) else None


def _behind(text: str, one: Mention) -> re.Match[str] | None:
    """The word right behind a sum that says what it is: "30 dollars paid"."""
    cue = CUES.search(CLAUSE.split(text)[0])
    near = cue and one.plain and len(text[: cue.start()].split()) <= MOST_BEHIND
    return cue if near else None
