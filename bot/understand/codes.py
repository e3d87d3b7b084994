"""Codes and passwords in a text: known by the words beside them."""

import re

from bot.understand.marks import AMOUNT, CLOSE, JOIN, OPEN, without

CVV = (
    r"(?:(?:cvv2?|cvc2?|цвв|свв|цвц)(?:\s?[/|,]\s?(?:cvv2?|cvc2?))?(?:.?код)?|(?:security|card|secret) code"
    r"|код (?:безопасности|карты|на обороте|с обратной стороны)|(?:секретн|тр[её]хзначн)\w{2,3} код"
    r"|c[oó]digo (?:de seguridad|de la tarjeta|secreto)"
    r"|(?:3|three|три|tres) (?:last |последн\w{2} )?(?:digits|numbers|цифры|d[ií]gitos|n[uú]meros)"
    r" (?:on the back|at the back|на обороте|сзади|de atr[aá]s|del reverso))"
)
ONE_TIME = (
    r"(?:otp|2fa|passcode|one.?time (?:code|password|pin)"
    r"|(?:sms|text|verification|confirmation|auth\w{0,15}|access|activation|log.?in|2fa|bank) code"
    r"|(?:проверочн|одноразов|разов|смс|sms)\w{0,3}.?(?:код|парол)\w{0,2}"
    r"|код(?:ом|а)? (?:подтверждения|проверки|доступа|авторизации|активации|входа|для входа)"
    r"|c[oó]digo (?:sms|de (?:\w{3,7}aci[oó]n|acceso|un solo uso|inicio de sesi[oó]n))"
    r"|clave (?:din[aá]mica|sms|temporal|de (?:un solo uso|acceso|la tarjeta|la cuenta|internet)"
    r"|del (?:banco|cajero)))"
)
PIN = r"(?:pin(?:.?(?:code|код|number))?|пин(?:.?код)?|nip)"
PLAIN = r"(?:code|код(?:ом|а)?|c[oó]digo|clave|token)"
SMS = r"(?:sms|смс)"

LINKING = (
    r"(?:is|are|it|its|it's|this|that|here|was|no|number|the|my|your|from|for|of|by|to|on|back|behind|i|got|which"
    r"|they|he|she|sent|came|asked|received|card|sms|text|message|phone|bank|app|aliexpress|log.?in|access"
    r"|verification|confirmation|это|вот|такой|номер|мой|мне|мо[её]й|ваш|его|он|из|от|с|на|по|для|был|будет|который"
    r"|обороте|обратной|стороне|смс|сообщения|банка|карты|карте|входа|подтверждения|приш[её]л|прислал[аи]?"
    r"|es|son|era|el|la|mi|su|tu|de|del|que|me|por|lleg[oó]|recib[ií]|envi[oó]|enviaron|mand[oó]|mandaron|acceso"
    r"|tarjeta|mensaje|banco|n[uú]mero|aqu[ií]|est[aá]|atr[aá]s)"
)
NO_DATE = r"(?!\d{4}-\d\d|\d{1,2}-\d{1,2}-\d|\d{1,2}[ ]\d{1,2}[ ]20\d\d\b)"
END = rf"(?!\d|[./,:]\d)(?!{AMOUNT})"
THREE = rf"(?:\d(?:[ -]?\d){{2,3}}(?![ -]?\d)|\d{{3,4}}(?![ -]\d{{4}}\b)){END}"
MORE = (
    rf"{NO_DATE}(?:[a-z]-)?(?:\d{{4,8}}(?![ -]?\d{{2}})|\d(?:[ \u00a0-]?\d){{3,7}}(?![ -]?\d)"
    rf"|\d{{4,8}}(?![ -]\d{{4}}\b)){END}"
)
LINKS = rf"(?:{JOIN}{{1,3}}{LINKING}\b){{0,4}}{JOIN}{{0,4}}"

NAMED = re.compile(
    rf"(?:\b{CVV}\b{LINKS}(?={THREE}|{MORE})|\b(?:{ONE_TIME}|{PIN})\b{LINKS}(?={MORE}))"
    rf"(?P<hidden>{MORE}|{THREE})"
)
OTHER_CODES = (
    r"(?:zip|post\w{0,3}|area|country|promo\w{0,5}|discount|coupon|error|track\w{0,3}|order|item|product|hs|qr"
    r"|bar|colou?r|store|reference|ref|return|pick.?up|parcel|locker|size|model|vendor|почтов\w{2,3}|промо|штрих"
    r"|купон\w{0,3}|трек\w{0,3}|тов\w{0,6}|\d+)"
)
CALLED = re.compile(
    rf"(?P<other>\b{OTHER_CODES}[ -]{{1,2}})?"
    rf"\b(?:{PLAIN}\b{LINKS}|{SMS}\b\s?(?:is|это|es)?{JOIN}{{0,3}})(?P<hidden>{MORE})"
)
OWN = r"(?:my|your|мой|ваш|твой|mi|tu|su)\s"
IS = rf"(?:\s?[-–—:]\s?|\s(?:is|это|es|was|as|и есть)\s)(?:{OWN}|(?:the|a|el|un|la)\s)?"
OF_WHAT = (
    r"(?!\W{1,2}(?:of|for|to|де|de|del|para|для|на)?\W?(?:the |el |la |my |mi )?"
    r"(?:order|item|product|parcel|заказ|товар|посылк|отправл|отслеж|ошиб|скид|получ|pedido|producto|paquete|segui"
    r"|rastre|error|descuento|art[ií]c))"
)
BEFORE = re.compile(
    rf"(?<![\w.,/:-])(?P<hidden>\d{{3}}(?=(?:{IS}|\s(?:{OWN})?){CVV}\b)"
    rf"|{NO_DATE}(?:[a-z]-)?\d(?:[ -]?\d){{3,7}}"
    rf"(?={IS}(?:(?:\w{{2,12}}\s)?{ONE_TIME}|{PIN}|{PLAIN})\b{OF_WHAT})"
    rf"|(?!20\d\d\b)\d{{4,8}}(?=\s{OWN}(?:{ONE_TIME}|{PIN}|{PLAIN})\b{OF_WHAT})"
    rf"|\d{{5,8}}(?=\s(?:{ONE_TIME}|{PLAIN} (?:из |from |de |del )?(?:the |el |un )?{SMS})\b)"
    r"|\d{6}(?=\s(?:to (?:verify|log|sign|confirm)|для (?:входа|подтверж)|para (?:verif|inici|entrar))))"
)

KEY = (
    r"(?:password|passwd|passphrase|passcode|pwd|psw|pw|pass|parol|парол(?:ь|я|ем)|пасс|contrase[ñn]a|clave)"
)
WORD = rf"[^\s{OPEN}{CLOSE}]{{4,64}}"
BOTH = re.compile(
    r"\b(?:log.?in|user(?:name)?|логин|usuario|e?.?mail|почта|correo)\s?(?:[/&+,]|and|и|y)\s?"
    rf"{KEY}\s{{0,2}}[:=]\s{{0,2}}(?P<hidden>[^\s{OPEN}{CLOSE}]{{2,64}}(?:[ \t,;/]{{1,3}}|\n){WORD})"
)
PASSWORD = re.compile(
    rf"\b(?P<key>{KEY})\b(?!@)"
    r"(?P<of>\s(?:от|к|на|в|для|for|from|to|of|de|del)(?:\s(?!is\b|это\b|es\b|не\b)\w{2,20}){1,3}?)?"
    r"(?P<link>(?:\s(?:такой|вот|here|now|is|это|es))?\s{0,2}[:=]\s{0,2}|\s{1,2}(?:is|это|es|was|будет)\b\s{0,2}|\s{1,2}[–—-]\s{1,2}|\s?[«\"“]"
    r"|(?(of)\s(?=\S{0,64}\d)|\s{0,2}))"
    rf"(?P<hidden>(?!\d+{AMOUNT}){WORD})(?P<last>[ \t]*$)?",
    re.MULTILINE,
)
AFTER = re.compile(
    rf"(?<!\S)(?=\S{{0,64}}\d)(?P<hidden>{WORD})"
    rf"\s(?:is|это|es|was|[–—-])\s(?:(?:my|the|your|мой|наш|ваш|mi|la|tu)\s)?{KEY}\b"
)
SECRET = re.compile(r"\d|[^\w\s.,!?:;()¿¡«»\"“”'’…–—-]")
"""A password has a figure or a sign in it; where a colon or an "is" names it, a word is one."""

DASHES = "–—-"
DATE = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\W*|\d+\W*")
_STATES = """
    wrong incorrect correct invalid right same that this what where when required requested needed asked
    changed reset lost forgotten expired known saved stored secret hidden unknown weak short long easy
    strong very also just still being never always already only really stolen hacked mine here below
    empty missing accepted rejected refused working good fine their your from with must should blocked
    safe different necessary enough неверный неверен неправильный верный правильный важно нужен нужно
    требуется забыт утерян сброшен изменен изменён старый новый простой сложный мой твой ваш свой
    который чтобы тоже просто очень плохо когда если только секрет личное слабый подходит меняется
    забыла забыл потерял потеряла обязателен incorrecta incorrecto correcta correcto invalida inválida
    válida errónea erronea equivocada necesaria obligatoria secreta nueva vieja antigua misma mismo
    distinta diferente esta este para también siempre requerida olvidada cambiada débil fuerte corta
    larga mala buena fácil difícil desconocida demasiado
"""
STATES = frozenset(_STATES.split())
"""What people say of their passwords without giving them away."""


def without_passwords(text: str) -> str:
    """The text with a mark for each password."""
    for pattern in (BOTH, AFTER):
        text = without(text, pattern, "password")
    return without(text, PASSWORD, "password", _is_password)


def without_codes(text: str) -> str:
    """The text with a mark for each security code, PIN and one-time code."""
    text = without(text, NAMED, "code")
    text = without(text, CALLED, "code", lambda found: not found["other"])
    return without(text, BEFORE, "code")


def _is_password(found: re.Match[str]) -> bool:
    link, word = found["link"].strip(), found["hidden"]
    if link.endswith((":", "=")):
        return True
    if SECRET.search(word) and not DATE.fullmatch(word):
        return True
    if not link:
        return word.isdecimal() and not found["of"]
    if found["key"].casefold() == "clave" or (link in DASHES and found["last"] is None):
        return False
    return re.sub(r"\W", "", word).casefold() not in STATES
