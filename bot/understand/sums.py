"""A sum of money in a text that says little else."""

from price_parser import Price

from bot.dialogue.state import Sum

LARGEST_CENTS = 10**10
LONGEST_TEXT = 60
CURRENCIES = {
    "€": ("€", "eur", "евро"),
    "₽": ("₽", "rub", "руб"),
    "$": ("us$", "usd", "доллар", "бакс", "dollar", "dólar", "dolar"),
    "£": ("£", "gbp", "pound"),
}
"""Currencies by their signs, and how people write them, whatever the ending."""

SIGNS = ("MX$", "R$", "$", "₴", "₸", "zł", "₪", "MXN", "CLP", "COP", "PEN", "BRL", "ARS", "UAH", "KZT", "BYN")


def read_sum(text: str) -> Sum | None:
    """The one sum of a short text, with its currency as it was written; None where there is none."""
    if len(text) > LONGEST_TEXT:
        return None
    price = Price.fromstring(text)
    if price.amount is None:
        return None
    cents = int((price.amount * 100).to_integral_value())
    if not 0 <= cents <= LARGEST_CENTS:
        return None
    return Sum(cents, _currency(text.casefold()))


def _currency(text: str) -> str:
    """The sign of the currency that a text names; empty where it names none that is known."""
    named = (sign for sign, words in CURRENCIES.items() if any(word in text for word in words))
    return next(named, "") or next((sign for sign in SIGNS if sign.casefold() in text), "")
