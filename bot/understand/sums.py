"""A sum of money in a text that says nothing else."""

import re
from collections.abc import Iterator

from price_parser import Price

from bot.dialogue.state import Sum

LARGEST_CENTS = 10**10
LONGEST_TEXT = 60
WHOLE, THOUSAND = 100, 1000
NUMBER = re.compile(r"\d+(?:[\s.,'’]\d+)*")
NO_SUM = re.compile(r"[%+]|\d\s*/|(?:^|\s)[-−–]\s*\d")
FINER_THAN_CENTS = re.compile(r"0[.,]\d{3,}")
THOUSANDS = re.compile(r"(?<=\d)\s?(?:[kк]|mil|тыс\.?|тысяч[аи]?|thousand)(?!\w)")
"""People write 50 mil, 5 тыс., 15k."""

WORD = re.compile(r"\b(?:us|au|ca|mx|cl|co|ar|r)\s?\$|[^\W\d_]*\$|s/\.?|[€₽£₴₸₪₺₾¥₹]|[^\W\d_]+")
"""The shop writes "US $12.99", with a blank before the sign."""

CODE = re.compile(r"\b[A-Z]{3}\b")
DOLLAR, FOREIGN = "$", "?"

CURRENCIES = {
    "€": "€ eur euro euros евро",
    "$": "$ us$ usd dollar dollars buck bucks dólar dólares dolar dolares доллар доллара долларов долл бакс "
    "бакса баксов",
    "₽": "₽ rub rur р руб рубль рубля рублей rublo rublos ruble rubles",
    "£": "£ gbp pound pounds libra libras фунт фунта фунтов",
    "MXN": "mxn mx$", "CLP": "clp cl$", "COP": "cop co$", "ARS": "ars ar$", "PEN": "pen s/ s/. sol soles",
    "BRL": "brl r$ real reais", "UAH": "uah ₴ грн гривна гривны гривен", "KZT": "kzt ₸ тенге тг",
    "BYN": "byn", "PLN": "pln zł zl злотых злотый", "TRY": "try ₺ tl лир", "ILS": "ils ₪ шекелей шекель",
    "GEL": "gel ₾ лари", "CAD": "cad c$ ca$", "AUD": "aud a$ au$", "CNY": "cny yuan юаней юань юаня",
    "INR": "inr ₹ rupee rupees rupia rupias рупий рупии рупия",
    "pesos": "peso pesos песо",
}  # fmt: skip
"""Currencies as they are kept, with the ways people write each."""

CURRENCY_OF = {word: currency for currency, words in CURRENCIES.items() for word in words.split()}
_FILLING = """
    a about around back cost costs for got he i in is it it's its just me offer offers only paid received
    seller she sum that the they they're total was were
    в вернули всего где-то за заплатил заплатила и мне мы на около он она они оплатил оплатила отдал отдала
    получил получила предлагает предлагают примерно пришло продавец сумма только целых это я
    al apenas costó costo de devolvieron el en fue fueron la llegaron llegó me nos ofrece ofrecen pagado pague
    pagué por recibí son solo sólo son total un unos vendedor
"""
FILLING = frozenset(_FILLING.split())
_NOTHING = "nothing none zero ничего нисколько ноль нет nada cero ninguno"
NOTHING = frozenset(_NOTHING.split())


def read_sum(text: str) -> Sum | None:
    """The one sum of a short text, its currency always written alike; None where there is none for sure.

    More than one number or currency, a sign, a share, or words of something else make it none.
    """
    bare, times = THOUSANDS.subn(" ", text.strip().casefold())
    if bare.strip(".! ") in NOTHING:
        return Sum(0)
    numbers = NUMBER.findall(bare)
    if len(text) > LONGEST_TEXT or len(numbers) != 1 or NO_SUM.search(bare):
        return None
    cents = cents_of(numbers[0], thousands=bool(times))
    currency = _currency(THOUSANDS.sub(" ", text))
    return None if cents is None or currency is None else Sum(cents, currency)


def cents_of(number: str, *, thousands: bool) -> int | None:
    """A number as people write it, in hundredths; None where it is finer, or larger than any price."""
    amount = Price.fromstring(number).amount
    if amount is None or FINER_THAN_CENTS.fullmatch(number):
        return None
    cents = int((amount * (WHOLE * THOUSAND if thousands else WHOLE)).to_integral_value())
    return cents if cents <= LARGEST_CENTS else None


def _currency(text: str) -> str | None:
    """The one currency that a text names, empty for none; None for two, or where it speaks of something else.

    The sign of the dollar beside another currency only says that it is money.
    """
    named = set(_named(text))
    if len(named) > 1:
        named.discard(DOLLAR)
    if FOREIGN in named or len(named) > 1:
        return None
    return next(iter(named), "")


def _named(text: str) -> Iterator[str]:
    """Each currency of a text, and FOREIGN for a word that belongs to no sum."""
    codes = {code.casefold(): code for code in CODE.findall(text)}
    for word in WORD.findall(NUMBER.sub(" ", text.casefold())):
        if currency := CURRENCY_OF.get("".join(word.split())) or codes.get(word):
            yield currency
        elif word not in FILLING:
            yield FOREIGN
