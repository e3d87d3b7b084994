"""E-mail addresses and phone numbers in a text."""

import re

from bot.understand.marks import AMOUNT, JOIN, marked, without

LOCAL = r"(?<![\w/.+-])[\w.+-]{1,64}"
DOMAIN = r"[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"
SPELT = r"[\w-]{1,63}(?:\s?[(\[]?\b(?:dot|точка|punto)\b[)\]]?\s?[\w-]{2,20}){1,3}"
HOUSES = (
    r"(?:gmail|hotmail|outlook|yahoo|icloud|proton(?:mail)?|mail|yandex|ya|bk|inbox|rambler|live)\b"
    r"(?:\s?[.,]\s?(?:com|ru|es|net|mx|kz|by|ua|me)\b)?"
)
EMAIL = re.compile(
    rf"(?P<link>(?<!\w)\w{{1,12}}://[^\s/@]{{0,200}}@)"
    rf"|{LOCAL}(?:\s?[@＠]\s?(?:{DOMAIN}|{SPELT})|[@＠]{HOUSES}"
    rf"|\s?(?:[(\[{{]\s?(?:at|собака|arroba|@)\s?[)\]}}]|\b(?:собака|собачка|arroba)\b)\s?(?:{DOMAIN}|{SPELT}|{HOUSES})"
    rf"|\sat\s{SPELT})",
    re.IGNORECASE,
)
"""What stands before the @ of a web address is no e-mail, but a way to hide the address."""

AT = re.compile(r"[@＠]|соба[кч]|arroba|[(\[{\s]at[)\]}\s]", re.IGNORECASE)
"""No address is without one of these."""

GAP = r"[ \u00a0\u2009().‑–—-]{0,3}"
PHONE = re.compile(
    rf"(?<![\w.+])(?:\+ ?(?:[17]{GAP}(?:\d{GAP}){{9}}|34{GAP}(?:\d{GAP}){{8}})\d(?!\d)"
    rf"|\+\d{{1,3}}{GAP}(?:\d{GAP}){{7,12}}\d(?![ -]?\d)"
    rf"|(?<!\d[ \u00a0-])(?:00[ -]?[1-9]\d{{0,2}}[ (-]{GAP}(?:\d{GAP}){{7,12}}\d"
    r"|[87][ (-]{0,2}9\d{2}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}"
    r"|(?:8[ -]?)?\(\d{3,5}\)[ -]?\d{1,3}[ -]?\d{2}[ -]?\d{2}|\(\d{2}\)[ -]?\d{4}-\d{4})(?![ -]?\d))"
)
"""Those that begin with the sign of a country, those of Russia, and those with their area in brackets."""


CUES = (
    r"(?:(?:tele|cell)?phone|tel|telef|mobile|mob|cell|whats?(?:.?app?)?|viber|signal|telegram|imo|wechat"
    r"|wsp|wpp|(?:call|ring|text|contact\w{0,6}|reach|message)(?: me| us)?|тел|телефон\w{0,3}"
    r"|моб(?:ил\w{1,6})?|сот(?:ов\w{2,3})?|(?:в[ао]т[сц]?|вац)ап\w{0,2}|вайбер\w{0,2}|телеграм\w{0,2}"
    r"|(?:по)?звон\w{1,4}|набер\w{1,4}|контакт\w{0,2}|номер для связи|tel[eé]f(?:ono)?|t(?:e?lf|fn)[on]?"
    r"|m[oó]vil|celular|cel|[wg]h?[au]s{1,2}ap|ll[aá]m[ae]\w{0,5}|contáct\w{1,4}"
    r"|comun[ií]\w{2,6}|fijo|escr[ií]b\w{1,5})"
)
FILLING = (
    r"(?:at|on|of|is|number|no|num|nr|to|me|my|under|via|by|this|это|номер\w{0,2}|по|на|мне|мой|его|такой|вот|для|связи"
    r"|al|el|es|n[uú]mero|nº|de|del|mi|por|a|en|contacto|home|work)"
)
NO_DATE = (
    r"(?!(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-]\d|\d{1,2} \d{1,2} 20\d\d\b"
    r"|\d{4}[-./]\d{1,2}[-./])"
)
NAMED_PHONE = re.compile(
    rf"\b(?:wa\.me/|{CUES}\b(?:{JOIN}{{1,3}}{FILLING}\b){{0,4}}{JOIN}{{0,4}})"
    rf"{NO_DATE}(?P<hidden>(?:\d{GAP}){{6,13}}\d)(?![ -]?\d|[.,]\d)(?!{AMOUNT})"
)
MY_NUMBER = re.compile(
    r"\b(?:my|our|contact|мой|наш|на|по|контактн\w{2}|mi|nuestro) (?:number|no|num|номер|n[uú]mero)"
    rf"(?:\s(?:is|это|es))?{JOIN}{{1,4}}{NO_DATE}(?P<hidden>(?:\d{GAP}){{8,10}}\d)"
    rf"(?![ -]?\d|[.,]\d)(?!{AMOUNT})"
)
"""A number of somebody's that is as long as phone numbers are; the shop's are longer."""


def without_emails(text: str) -> str:
    """The text with a mark for each e-mail address."""
    if not AT.search(text):
        return text
    return EMAIL.sub(lambda found: found["link"] or marked("email"), text)


def without_phones(text: str) -> str:
    """The text with a mark for each phone number: international ones, and those that words name."""
    text = PHONE.sub(marked("phone"), text)
    for numbers in (NAMED_PHONE, MY_NUMBER):
        text = without(text, numbers, "phone")
    return text
