"""Drawn screenshots of order pages, as buyers send them, each with what an attentive human reads on it.

What is cropped away is not expected: `number` or `status` is then empty. `name` tells the order's real
status all the same, so that a picture can be found again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count, cycle
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

SEED = 20261121
NOW = datetime(2026, 11, 21, 4)  # noqa: DTZ001 - the shop prints its own time and no zone
MESSENGER_SIDE = 1280
TILTED = {11: 0.6, 38: -0.8, 57: 1.0, 80: -0.5}

FONT_HOME = Path("/usr/share/fonts/truetype")
FONT_PACKAGES = {"roboto": "fonts-roboto-unhinted", "noto": "fonts-noto-core"}
FONT_FILES = {
    ("roboto", False): "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
    ("roboto", True): "roboto/unhinted/RobotoTTF/Roboto-Bold.ttf",
    ("noto", False): "noto/NotoSans-Regular.ttf",
    ("noto", True): "noto/NotoSans-Bold.ttf",
}

BODY, SMALL, TITLE, HEADING = 14, 13, 17, 21
MARGIN, PAD = 10, 12

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
RED: Colour = (229, 32, 48)
BANNERS: tuple[Colour, ...] = ((255, 94, 0), (229, 32, 48), (240, 70, 40))
THUMBS: tuple[Colour, ...] = (
    (120, 160, 200),
    (200, 150, 110),
    (130, 180, 140),
    (170, 130, 190),
    (90, 100, 120),
)

LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "unpaid": ("Awaiting payment", "This order is awaiting your payment"),
        "verifying": ("Payment being verified", "Your payment is being verified"),
        "awaiting_shipment": ("Awaiting shipment", "The supplier is processing your order"),
        "cancel_requested": ("Awaiting cancellation",),
        "part_shipped": ("Partial shipment",),
        "shipped": ("Awaiting delivery", "The seller has shipped your order"),
        "delivered": ("Delivered",),
        "completed": ("Order completed", "Finished", "Completed"),
        "closed": ("Closed", "Order canceled", "Canceled"),
        "in_dispute": ("Dispute in progress", "In dispute"),
        "frozen": ("Frozen order",),
        "fund_processing": ("Fund processing",),
        "shipment_cancelled": ("Shipment cancelled",),
    },
    "ru": {
        "unpaid": ("Ожидается оплата", "Ожидание оплаты", "Ожидание платежа"),
        "verifying": ("Проверка платежа", "Платеж проверяется", "Ваш платеж проверяется"),
        "awaiting_shipment": ("Ожидается отправка", "Ожидание отправки", "Обработка заказа", "не отправлен"),
        "cancel_requested": ("Ожидается отмена",),
        "part_shipped": ("Частичная отправка",),
        "shipped": ("Отправлен", "Заказ отправлен", "Ожидается подтверждение", "Ожидает доставки"),
        "delivered": ("Доставлен",),
        "completed": ("Завершён", "Завершено"),
        "closed": ("Закрыт", "Отменён"),
        "in_dispute": ("Спор", "Спор открыт"),
        "frozen": ("Заказ заморожен",),
        "fund_processing": ("Обработка средств",),
        "shipment_cancelled": ("Отменена перевозка",),
    },
    "es": {
        "unpaid": ("Pendiente de pago", "En espera de pago", "A la espera del pago"),
        "verifying": ("Pago verificándose", "Pago en verificación"),
        "awaiting_shipment": ("Pendiente de envío", "Aguardando envío", "En espera de envío"),
        "cancel_requested": ("Pendiente de cancelación",),
        "part_shipped": ("Envío parcial",),
        "shipped": ("Enviado", "Esperando entrega"),
        "delivered": ("Entregado",),
        "completed": ("Terminado", "Completado"),
        "closed": ("Pedido cerrado", "Cancelado"),
        "in_dispute": ("Disputa en curso",),
        "frozen": ("Pedido congelado", "Congelado"),
        "fund_processing": ("Procesando fondos",),
        "shipment_cancelled": ("Envío cancelado",),
    },
}

SENTENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "unpaid": ("Please pay within 19 h 32 min or the order will be closed.",),
        "verifying": ("This usually takes up to 24 hours. We will let you know.",),
        "awaiting_shipment": (
            "Seller needs to ship within {span}",
            "{span} left for the seller to ship",
            "Ships within {span}",
        ),
        "cancel_requested": ("Your request has been sent. Please wait for the seller's answer.",),
        "part_shipped": ("Some of your items are on their way.",),
        "shipped": ("Purchase protection: {days} left", "Buyer Protection ends in {span}"),
        "delivered": ("Purchase protection: {days} left", "Please confirm within {span}"),
        "completed": ("Thank you for shopping with us!",),
        "closed": ("This order can no longer be changed.",),
        "in_dispute": ("Please wait for the seller's answer to your request.",),
        "frozen": ("This order is being reviewed by AliExpress.",),
        "fund_processing": ("We are processing the funds of this order.",),
    },
    "ru": {
        "unpaid": ("Оплатите в течение 19 ч 32 мин, иначе заказ закроется.",),
        "verifying": ("Обычно это занимает до 24 часов. Мы сообщим вам.",),
        "awaiting_shipment": (
            "Осталось {span}",
            "Продавцу осталось на отправку: {span}",
            "До конца срока отправки {span}",
        ),
        "cancel_requested": ("Запрос отправлен. Дождитесь ответа продавца.",),
        "part_shipped": ("Часть товаров уже в пути.",),
        "shipped": ("Защита покупателя: осталось {days}", "До конца защиты заказа {span}"),
        "delivered": ("Защита покупателя: осталось {days}", "До конца защиты заказа {span}"),
        "completed": ("Спасибо за покупку!",),
        "closed": ("Этот заказ больше нельзя изменить.",),
        "in_dispute": ("Дождитесь ответа продавца на ваш запрос.",),
        "frozen": ("AliExpress проверяет этот заказ.",),
        "fund_processing": ("Мы обрабатываем средства по этому заказу.",),
    },
    "es": {
        "unpaid": ("Paga en 19 h 32 min o el pedido se cerrará.",),
        "verifying": ("Suele tardar hasta 24 horas. Te avisaremos.",),
        "awaiting_shipment": (
            "Quedan {span}",
            "El vendedor debe enviar en {span}",
            "Quedan {span} para que el vendedor envíe el pedido",
        ),
        "cancel_requested": ("Solicitud enviada. Espera la respuesta del vendedor.",),
        "part_shipped": ("Algunos artículos ya están en camino.",),
        "shipped": (
            "Protección de la compra: quedan {days}",
            "La protección del comprador termina en {span}",
        ),
        "delivered": (
            "Protección de la compra: quedan {days}",
            "La protección del comprador termina en {span}",
        ),
        "completed": ("¡Gracias por tu compra!",),
        "closed": ("Este pedido ya no se puede modificar.",),
        "in_dispute": ("Espera la respuesta del vendedor a tu solicitud.",),
        "frozen": ("AliExpress está revisando este pedido.",),
        "fund_processing": ("Estamos procesando los fondos de este pedido.",),
    },
}

BUTTONS: Mapping[str, tuple[str, ...]] = {
    "unpaid": ("pay", "cancel"),
    "verifying": ("cancel", "contact"),
    "awaiting_shipment": ("cancel", "contact", "extend"),
    "cancel_requested": ("contact", "again"),
    "part_shipped": ("track", "contact"),
    "shipped": ("confirm", "track"),
    "delivered": ("confirm", "returns"),
    "completed": ("review", "again"),
    "closed": ("again", "delete"),
    "in_dispute": ("contact", "again"),
    "frozen": ("contact",),
    "fund_processing": ("contact", "again"),
    "shipment_cancelled": ("contact",),
}
BUTTON_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "pay": "Pay now", "cancel": "Cancel order", "contact": "Contact seller",
        "confirm": "Confirm received", "track": "Track order", "extend": "Extend processing time",
        "returns": "Returns/refunds", "review": "Write a review", "again": "Buy again", "delete": "Delete",
    },
    "ru": {
        "pay": "Оплатить", "cancel": "Отменить заказ", "contact": "Связаться с продавцом",
        "confirm": "Подтвердить получение", "track": "Отследить заказ", "extend": "Продлить срок обработки",
        "returns": "Открыть спор", "review": "Оставить отзыв", "again": "Купить ещё раз", "delete": "Удалить",
    },
    "es": {
        "pay": "Pagar ahora", "cancel": "Cancelar pedido", "contact": "Contactar al vendedor",
        "confirm": "Confirmar recepción", "track": "Rastrear pedido", "extend": "Ampliar plazo",
        "returns": "Abrir disputa", "review": "Escribir reseña", "again": "Volver a comprar",
        "delete": "Eliminar",
    },
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "header": "Order details", "orders": "My orders", "tracking": "Track package",
        "address": "Shipping address",
        "placed": "Order placed on", "method": "Payment method", "copy": "Copy", "subtotal": "Subtotal",
        "shipping": "Shipping", "free": "Free", "total": "Total", "carrier": "Carrier",
        "parcel": "Tracking number", "like": "You may also like", "search": "Search orders",
        "info": "Order info",
    },
    "ru": {
        "header": "Детали заказа", "orders": "Мои заказы", "tracking": "Отслеживание",
        "address": "Адрес доставки",
        "placed": "Заказ оформлен", "method": "Способ оплаты", "copy": "Копировать",
        "subtotal": "Стоимость товаров", "shipping": "Доставка", "free": "Бесплатно", "total": "Итого",
        "carrier": "Служба доставки", "parcel": "Трек-номер", "like": "Вам может понравиться",
        "search": "Поиск по заказам", "info": "Информация о заказе",
    },
    "es": {
        "header": "Detalles del pedido", "orders": "Mis pedidos", "tracking": "Seguimiento",
        "address": "Dirección de envío", "placed": "Pedido realizado el", "method": "Método de pago",
        "copy": "Copiar", "subtotal": "Subtotal", "shipping": "Envío", "free": "Gratis", "total": "Total",
        "carrier": "Transportista", "parcel": "Número de seguimiento", "like": "También te puede gustar",
        "search": "Buscar pedidos", "info": "Información del pedido",
    },
}  # fmt: skip
NUMBER_WORDS = {
    "en": ("Order ID", "Order number"),
    "ru": ("Номер заказа", "№ заказа"),
    "es": ("Número de pedido", "ID del pedido"),
}
TABS = {
    "en": ("All", "To pay", "To ship", "Shipped", "Processed"),
    "ru": ("Все", "К оплате", "К отправке", "Отправлены", "Завершены"),
    "es": ("Todos", "Por pagar", "Por enviar", "Enviado", "Procesado"),
}
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "ru": "янв. февр. марта апр. мая июня июля авг. сент. окт. нояб. дек.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
}
PEOPLE = {
    "en": (
        ("Molly Hargrave", "+44 7700 900417", "14 Plover Lane, Flat 3, Leeds, LS7 4QN, United Kingdom"),
        ("Dan Okafor", "+1 555 0142 873", "2207 Juniper Street, Apt 5B, Dayton, Ohio 45402, United States"),
        ("Priya Nair", "+61 491 570 156", "8 Banksia Crescent, Geelong, VIC 3220, Australia"),
    ),
    "ru": (
        ("Ольга Синицына", "+7 900 000-41-73", "ул. Луговая, д. 18, кв. 42, г. Тверь, 170012, Россия"),
        ("Тимур Валеев", "+7 900 000-65-20", "пр-т Строителей, д. 7, корп. 2, кв. 9, г. Уфа, 450071, Россия"),
        ("Жанна Щербакова", "+7 900 000-18-84", "ул. Энергетиков, д. 3, кв. 115, г. Томск, 634059, Россия"),
    ),
    "es": (
        ("Lucía Peñalver", "+34 600 000 471", "Calle del Almendro 12, 3.º B, 46015 Valencia, España"),
        ("Íñigo Muñoz", "+34 600 000 826", "Avenida de los Tilos 45, 28045 Madrid, España"),
        ("Ximena Cárdenas", "+52 55 0000 1934", "Calle Jacaranda 230, Col. Narvarte, 03020 CDMX, México"),
    ),
}  # fmt: skip
ITEMS = {
    "en": (
        ("Wireless Bluetooth 5.3 Earbuds with Charging Case, Noise Cancelling", "Black, Ships from China"),
        ("Men's Waterproof Hiking Jacket with Hood, Autumn Windbreaker", "Army green, XL"),
        ("USB C to HDMI Adapter 4K 60Hz for Laptop and Phone", "Grey, 0.2 m"),
        ("Stainless Steel Garlic Press Kitchen Tool", "Silver"),
        ("LED Desk Lamp Dimmable Foldable Reading Light", "White, EU plug"),
    ),
    "ru": (
        ("Беспроводные наушники с шумоподавлением, чехол для зарядки", "Чёрный, из Китая"),
        ("Мужская непромокаемая куртка с капюшоном для походов", "Хаки, XL"),
        ("Переходник USB C на HDMI 4K 60 Гц для ноутбука", "Серый, 0,2 м"),
        ("Пресс для чеснока из нержавеющей стали", "Серебристый"),
        ("Настольная светодиодная лампа, складная, с диммером", "Белый, вилка EU"),
    ),
    "es": (
        ("Auriculares inalámbricos Bluetooth 5.3 con estuche de carga", "Negro, desde China"),
        ("Chaqueta impermeable de senderismo para hombre con capucha", "Verde militar, XL"),
        ("Adaptador USB C a HDMI 4K 60 Hz para portátil y móvil", "Gris, 0,2 m"),
        ("Prensa de ajos de acero inoxidable para cocina", "Plateado"),
        ("Lámpara LED de escritorio plegable y regulable", "Blanco, enchufe UE"),
    ),
}
METHODS = {
    "en": ("Visa **** 4821", "PayPal", "Mastercard **** 0937"),
    "ru": ("Карта Мир **** 4821", "СБП", "Банковская карта **** 0937"),
    "es": ("Visa **** 4821", "PayPal", "Mastercard **** 0937"),
}
STORES = ("Yuncheng Digital Store", "ShenLan Outdoor Store", "HomeJoy Official Store", "Kaixin Tools Store")
CARRIERS = ("Cainiao", "AliExpress Standard Shipping", "Yanwen")
AGES = {
    "unpaid": (2, 4),
    "verifying": (2, 20),
    "awaiting_shipment": (30, 220),
    "cancel_requested": (20, 160),
}
TOASTS = {
    "en": ("Ben", "see you at 7?"),
    "ru": ("Мама", "Ты скоро дома?"),
    "es": ("Ana", "¿Quedamos a las 7?"),
}
EVENTS = {
    "en": {
        "delivered": ("Out for courier handover", "Arrived at local post office", "Left the sorting centre"),
        "shipment_cancelled": ("The parcel was not handed over to the carrier", "Order information received"),
    },
    "ru": {
        "delivered": ("Передан курьеру", "Прибыл в местное отделение", "Покинул сортировочный центр"),
        "shipment_cancelled": ("Посылка не передана перевозчику", "Информация о посылке получена"),
    },
    "es": {
        "delivered": (
            "En manos del repartidor",
            "Llegó a la oficina local",
            "Salió del centro de clasificación",
        ),
        "shipment_cancelled": ("El paquete no llegó al transportista", "Información del paquete recibida"),
    },
}


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture file and what an attentive human reads on it."""

    name: str
    picture: bytes
    language: str
    number: str
    status: str
    facts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How the phone draws the page and how the picture travels."""

    width: int
    scale: float
    dark: bool
    family: str
    banner: Colour | None
    columns: bool
    number_above: bool
    overlay: str
    status_bar: bool
    messenger: bool
    quality: int | None
    tilt: float

    @property
    def paper(self) -> Colour:
        return (16, 16, 18) if self.dark else (243, 244, 246)

    @property
    def card(self) -> Colour:
        return (32, 33, 36) if self.dark else WHITE

    @property
    def ink(self) -> Colour:
        return (236, 236, 238) if self.dark else (25, 25, 28)

    @property
    def faint(self) -> Colour:
        return (168, 170, 176) if self.dark else (104, 108, 116)

    @property
    def line(self) -> Colour:
        return (66, 68, 74) if self.dark else (222, 224, 228)


@dataclass(frozen=True, slots=True)
class Order:
    """What the page tells."""

    language: str
    status: str
    label: str
    sentence: str
    facts: Mapping[str, int]
    number: str
    printed_number: str
    number_word: str
    placed: datetime
    person: tuple[str, str, str]
    items: Sequence[tuple[str, str, int]]
    method: str
    store: str
    parcel: str
    carrier: str

    def word(self, key: str) -> str:
        return WORDS[self.language][key]


@cache
def font(family: str, bold: bool, pixels: int) -> ImageFont.FreeTypeFont:
    path = FONT_HOME / FONT_FILES[family, bold]
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: install the Debian package {FONT_PACKAGES[family]}")
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


@dataclass(slots=True)
class Page:
    """A page that grows downwards; every measure is in CSS pixels."""

    look: Look
    image: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)
    y: float = 0
    marks: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = (self.px(self.look.width), self.px(1600))
        self.image = Image.new("RGB", size, self.look.paper)
        self.draw = ImageDraw.Draw(self.image)

    @property
    def right(self) -> float:
        return self.look.width - MARGIN - PAD

    @property
    def left(self) -> float:
        return MARGIN + PAD

    def px(self, measure: float) -> int:
        return round(measure * self.look.scale)

    def face(self, size: float, bold: bool = False) -> ImageFont.FreeTypeFont:
        return font(self.look.family, bold, self.px(size))

    def measure(self, text: str, size: float = BODY, bold: bool = False) -> float:
        return self.face(size, bold).getlength(text) / self.look.scale

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: float = BODY,
        bold: bool = False,
        colour: Colour | None = None,
        anchor: str = "lm",
    ) -> None:
        place = (self.px(at[0]), self.px(at[1]))
        self.draw.text(place, text, colour or self.look.ink, self.face(size, bold), anchor)

    def box(
        self,
        corners: tuple[float, float, float, float],
        fill: Colour | None = None,
        outline: Colour | None = None,
        radius: float = 0,
    ) -> None:
        pixels = tuple(self.px(corner) for corner in corners)
        edge = max(1, self.px(1))
        self.draw.rounded_rectangle(pixels, self.px(radius), fill, outline, edge)

    def stroke(self, points: Sequence[tuple[float, float]], colour: Colour, thick: float = 1.6) -> None:
        pixels = [(self.px(x), self.px(y)) for x, y in points]
        self.draw.line(pixels, colour, max(1, self.px(thick)), joint="curve")

    def disc(self, centre: tuple[float, float], radius: float, colour: Colour) -> None:
        x, y = centre
        corners = tuple(self.px(corner) for corner in (x - radius, y - radius, x + radius, y + radius))
        self.draw.ellipse(corners, colour)

    def wrap(self, text: str, room: float, size: float = BODY, bold: bool = False) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.measure(longer, size, bold) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def shorten(self, text: str, room: float, size: float = BODY) -> str:
        if self.measure(text, size) <= room:
            return text
        while self.measure(f"{text}…", size) > room:
            text = text[:-1]
        return f"{text.rstrip(' ,')}…"

    def paragraph(
        self,
        text: str,
        size: float = BODY,
        bold: bool = False,
        colour: Colour | None = None,
        left: float | None = None,
    ) -> None:
        left = self.left if left is None else left
        for line in self.wrap(text, self.right - left, size, bold):
            self.text((left, self.y + size * 0.7), line, size, bold, colour)
            self.y += size * 1.42

    def carded(
        self, block: Callable[["Page", Order], None], order: Order, fill: Colour | None = None
    ) -> None:
        """A block measured first, so that its card lies under it."""
        top, kept = self.y, self.image.copy()
        self.y += PAD
        block(self, order)
        bottom = self.y + PAD - 4
        self.image.paste(kept)
        self.box((MARGIN, top, self.look.width - MARGIN, bottom), fill or self.look.card, radius=10)
        self.y = top + PAD
        block(self, order)
        self.y = bottom + MARGIN


Block = Callable[[Page, Order], None]


def number_text(order: Order) -> str:
    return f"{order.number_word}: {order.printed_number}"


def money(language: str, cents: int) -> str:
    whole, rest = divmod(cents, 100)
    match language:
        case "ru":
            return f"{whole * 90:,}".replace(",", " ") + f",{rest:02} ₽"
        case "es":
            return f"{whole},{rest:02} €"
        case _:
            return f"US ${whole}.{rest:02}"


def day(language: str, moment: datetime) -> str:
    month = MONTHS[language].split()[moment.month - 1]
    match language:
        case "ru":
            return f"{moment.day} {month} {moment.year} г."
        case "es":
            return f"{moment.day} {month} {moment.year}"
        case _:
            return f"{month} {moment.day}, {moment.year}"


def counted(language: str, amount: int, unit: str) -> str:
    forms = {
        ("en", "day"): ("day", "days", "days"),
        ("en", "hour"): ("hour", "hours", "hours"),
        ("ru", "day"): ("день", "дня", "дней"),
        ("ru", "hour"): ("час", "часа", "часов"),
        ("es", "day"): ("día", "días", "días"),
        ("es", "hour"): ("hora", "horas", "horas"),
    }[language, unit]
    if language == "ru":
        few = amount % 10 in {2, 3, 4} and amount % 100 not in {12, 13, 14}
        one = amount % 10 == 1 and amount % 100 != 11
        return f"{amount} {forms[0 if one else 1 if few else 2]}"
    return f"{amount} {forms[0 if amount == 1 else 1]}"


def span(language: str, days: int, hours: int) -> str:
    parts = [counted(language, days, "day")] if days else []
    parts.append(counted(language, hours, "hour"))
    return (" y " if language == "es" else " ").join(parts)


def counting(random: Random, language: str, status: str, turn: int) -> tuple[str, Mapping[str, int]]:
    """The sentence under the heading, and what its countdown says."""
    choices = SENTENCES[language].get(status, ("",))
    template = choices[turn % len(choices)]
    hours = random.randint(2, 23)
    if status == "awaiting_shipment":
        days = random.choice((0, 2, 2, 3, 4, 6))
        return template.format(span=span(language, days, hours)), {"ship_left_h": days * 24 + hours}
    if status not in {"shipped", "delivered"}:
        return template, {}
    days = random.randint(2, 14) if status == "delivered" else random.randint(9, 62)
    sentence = template.format(span=span(language, days, hours), days=counted(language, days, "day"))
    return sentence, {"delivery_left_d": days}


def parcel_number(random: Random) -> str:
    digits = "".join(random.choices("0123456789", k=12))
    return random.choice((f"LP00{digits}", f"RB{digits[:9]}CN", f"CNG0{digits}"))


def order_of(random: Random, language: str, status: str, label: str, turn: int) -> Order:
    number = random.choice(("30", "80", "81", "55")) + "".join(random.choices("0123456789", k=14))
    grouped = " ".join(number[start : start + 4] for start in range(0, 16, 4))
    sentence, facts = counting(random, language, status, turn)
    goods = random.sample(ITEMS[language], random.choice((1, 1, 2)))
    return Order(
        language=language,
        status=status,
        label=label,
        sentence=sentence,
        facts=facts,
        number=number,
        printed_number=random.choice((number, grouped)),
        number_word=random.choice(NUMBER_WORDS[language]),
        placed=NOW - timedelta(hours=random.randint(*AGES.get(status, (500, 1200)))),
        person=random.choice(PEOPLE[language]),
        items=[(*item, random.randint(180, 5900)) for item in goods],
        method=random.choice(METHODS[language]),
        store=random.choice(STORES),
        parcel=parcel_number(random),
        carrier=random.choice(CARRIERS),
    )


def status_bar(page: Page, order: Order) -> None:
    if not page.look.status_bar:
        return
    ink, right = page.look.ink, page.look.width - 14
    page.box((0, 0, page.look.width, 26), page.look.card)
    hour, minute = divmod(int(order.number[-5:]) % 1440, 60)
    page.text((14, 14), f"{hour:02}:{minute:02}", SMALL, True)
    page.box((right - 22, 9, right - 2, 19), None, ink, 2)
    page.box((right - 20, 11, right - 9, 17), ink, radius=1)
    page.box((right - 1, 12, right + 1, 16), ink)
    for bar in range(4):
        left = right - 46 + bar * 5
        page.box((left, 16 - bar * 2.4, left + 3, 19), ink)
    page.text((right - 52, 14), "4G", SMALL, anchor="rm")
    page.y = 26


def header(page: Page, title: str) -> None:
    ink, middle = page.look.ink, page.y + 24
    page.box((0, page.y, page.look.width, page.y + 48), page.look.card)
    page.stroke([(24, middle - 7), (17, middle), (24, middle + 7)], ink, 2)
    page.text((42, middle), title, TITLE, True)
    for dot in range(3):
        page.disc((page.look.width - 22, middle - 6 + dot * 6), 1.6, ink)
    page.y += 48 + MARGIN


def status_block(page: Page, order: Order) -> None:
    banner = page.look.banner is not None
    ink = WHITE if banner else page.look.ink
    page.paragraph(order.label, HEADING, True, ink)
    if order.sentence:
        page.y += 3
        page.paragraph(order.sentence, BODY, colour=WHITE if banner else page.look.faint)
    if page.look.number_above:
        page.y += 3
        page.paragraph(number_text(order), BODY, colour=ink)


def address_block(page: Page, order: Order) -> None:
    name, phone, street = order.person
    page.paragraph(order.word("address"), BODY, True)
    page.y += 3
    page.paragraph(f"{name} {phone}")
    page.paragraph(street, SMALL, colour=page.look.faint)


def thumbnail(page: Page, at: tuple[float, float], shade: int) -> None:
    x, y = at
    colour = THUMBS[shade % len(THUMBS)]
    page.box((x, y, x + 64, y + 64), colour, radius=6)
    page.disc((x + 32, y + 26), 13, WHITE)
    page.box((x + 16, y + 44, x + 48, y + 54), WHITE, radius=4)


def two_lines(page: Page, title: str, room: float) -> list[str]:
    first, *rest = page.wrap(title, room)
    return [first, page.shorten(" ".join(rest), room)] if rest else [first]


def items_block(page: Page, order: Order) -> None:
    page.text((page.left, page.y + 9), order.store, BODY, True)
    edge = page.left + page.measure(order.store, BODY, True) + 10
    page.stroke([(edge, page.y + 5), (edge + 4, page.y + 9), (edge, page.y + 13)], page.look.faint)
    page.y += 26
    for title, variant, cents in order.items:
        top, left = page.y, page.left + 76
        thumbnail(page, (page.left, top + 2), cents)
        for line in two_lines(page, title, page.right - left):
            page.paragraph(line, left=left)
        page.paragraph(variant, SMALL, colour=page.look.faint, left=left)
        page.text((left, page.y + 10), money(order.language, cents), BODY, True)
        page.text((page.right, page.y + 10), "x1", SMALL, colour=page.look.faint, anchor="rm")
        page.y = max(page.y + 26, top + 76)


def row(page: Page, label: str, value: str, bold: bool = False) -> None:
    page.text((page.left, page.y + 10), label, BODY, bold, None if bold else page.look.faint)
    page.text((page.right, page.y + 10), value, BODY, bold, anchor="rm")
    page.y += 25


def totals_block(page: Page, order: Order) -> None:
    total = money(order.language, sum(cents for _, _, cents in order.items))
    row(page, order.word("subtotal"), total)
    row(page, order.word("shipping"), order.word("free"))
    row(page, order.word("total"), total, bold=True)


def number_row(page: Page, order: Order) -> None:
    copy = order.word("copy")
    room = page.right - page.left - page.measure(copy, SMALL) - 10
    page.text((page.right, page.y + 10), copy, SMALL, colour=(70, 130, 235), anchor="rm")
    if page.measure(number_text(order)) <= room:
        page.text((page.left, page.y + 10), number_text(order))
    else:
        page.text((page.left, page.y + 10), order.number_word, BODY, colour=page.look.faint)
        page.y += 21
        page.text((page.left, page.y + 10), order.printed_number)
    page.y += 25


def info_block(page: Page, order: Order) -> None:
    page.paragraph(order.word("info"), BODY, True)
    page.y += 5
    page.marks["number"] = page.y
    placed = day(order.language, order.placed)
    if page.look.columns:
        if not page.look.number_above:
            row(page, order.number_word, order.printed_number)
        row(page, order.word("placed"), placed)
        row(page, order.word("method"), order.method)
        return
    if not page.look.number_above:
        number_row(page, order)
    for label, value in ((order.word("placed"), placed), (order.word("method"), order.method)):
        page.text((page.left, page.y + 10), f"{label}: {value}")
        page.y += 25


def buttons(page: Page, order: Order, right: float, most: int = 3) -> None:
    """Buttons from the right, the main one filled; what finds no room is left out, as the app does."""
    middle = page.y + 18
    for place, key in enumerate(BUTTONS[order.status][:most]):
        caption = BUTTON_WORDS[order.language][key]
        left = right - page.measure(caption) - 28
        if left < MARGIN:
            return
        main = place == 0 and key in {"pay", "confirm", "review", "track"}
        corners = (left, middle - 17, right, middle + 17)
        page.box(corners, RED if main else page.look.card, None if main else page.look.faint, 17)
        page.text(((left + right) / 2, middle), caption, BODY, main, WHITE if main else None, "mm")
        right = left - 8


def button_bar(page: Page, order: Order) -> None:
    page.y = max(page.y, page.look.width * 1.85)
    page.box((0, page.y, page.look.width, page.y + 56), page.look.card)
    page.stroke([(0, page.y), (page.look.width, page.y)], page.look.line, 1)
    page.y += 10
    buttons(page, order, page.look.width - MARGIN)
    page.y += 46


def order_page(page: Page, order: Order) -> None:
    status_bar(page, order)
    page.marks["header"] = page.y
    header(page, order.word("header"))
    page.carded(status_block, order, page.look.banner)
    page.marks["below_status"] = page.y
    page.carded(address_block, order)
    page.marks["below_address"] = page.y
    page.carded(items_block, order)
    page.marks["below_items"] = page.y
    page.carded(totals_block, order)
    page.carded(info_block, order)
    button_bar(page, order)


def tabs(page: Page, order: Order) -> None:
    top = page.y - MARGIN
    page.box((0, top, page.look.width, top + 40), page.look.card)
    left = 14.0
    for place, tab in enumerate(TABS[order.language]):
        wide = page.measure(tab, BODY, place == 0)
        page.text((left, top + 18), tab, BODY, place == 0, None if place == 0 else page.look.faint)
        if place == 0:
            page.box((left, top + 33, left + wide, top + 36), RED, radius=1)
        left += wide + 18
    page.y = top + 40 + MARGIN


def search_field(page: Page, order: Order) -> None:
    page.box((MARGIN, page.y, page.look.width - MARGIN, page.y + 36), page.look.card, page.look.line, 18)
    page.text((MARGIN + 18, page.y + 18), order.word("search"), BODY, colour=page.look.faint)
    page.y += 36 + MARGIN


def card_block(page: Page, order: Order) -> None:
    page.paragraph(order.label, TITLE, True, page.look.banner)
    if order.facts:
        page.paragraph(order.sentence, SMALL, colour=page.look.faint)
    page.y += 4
    page.paragraph(
        f"{order.word('placed')}: {day(order.language, order.placed)}", SMALL, colour=page.look.faint
    )
    number_row(page, order)
    items_block(page, order)
    total = money(order.language, sum(cents for _, _, cents in order.items))
    page.text((page.right, page.y + 8), f"{order.word('total')}: {total}", BODY, True, anchor="rm")
    page.y += 26
    buttons(page, order, page.right, 2)
    page.y += 42


def suggestions(page: Page, order: Order) -> None:
    page.text((page.look.width / 2, page.y + 14), order.word("like"), BODY, True, anchor="mm")
    page.y += 32
    half = (page.look.width - 3 * MARGIN) / 2
    for column in range(2):
        left = MARGIN + column * (half + MARGIN)
        page.box((left, page.y, left + half, page.y + 150), page.look.card, radius=10)
        thumbnail(page, (left + half / 2 - 32, page.y + 16), len(order.store) + column)
        title, _ = ITEMS[order.language][column + 3]
        page.text((left + 8, page.y + 104), page.shorten(title, half - 16, SMALL), SMALL)
        page.text((left + 8, page.y + 128), money(order.language, 799 + 312 * column), BODY, True)
    page.y += 150 + MARGIN


def orders_page(page: Page, order: Order) -> None:
    status_bar(page, order)
    header(page, order.word("orders"))
    tabs(page, order)
    search_field(page, order)
    page.carded(card_block, order)
    suggestions(page, order)


def parcel_block(page: Page, order: Order) -> None:
    page.paragraph(order.label, HEADING, True, WHITE if page.look.banner else page.look.ink)


def carrier_block(page: Page, order: Order) -> None:
    page.paragraph(f"{order.word('carrier')}: {order.carrier}")
    page.y += 4
    page.paragraph(f"{order.word('parcel')}: {order.parcel}")


def events_block(page: Page, order: Order) -> None:
    left, moment = page.left + 22, NOW - timedelta(hours=29)
    for place, event in enumerate((order.label, *EVENTS[order.language][order.status])):
        page.disc((page.left + 6, page.y + 10), 5, RED if place == 0 else page.look.faint)
        page.paragraph(event, BODY, place == 0, left=left)
        when = f"{day(order.language, moment)}, {moment:%H:%M}"
        page.paragraph(when, SMALL, colour=page.look.faint, left=left)
        page.y += 12
        moment -= timedelta(hours=31, minutes=47)


def tracking_page(page: Page, order: Order) -> None:
    status_bar(page, order)
    page.marks["header"] = page.y
    header(page, order.word("tracking"))
    page.carded(parcel_block, order, page.look.banner)
    page.carded(carrier_block, order)
    page.carded(events_block, order)
    page.marks["below_events"] = page.y
    page.carded(number_row, order)
    button_bar(page, order)


def toast(page: Page, order: Order) -> None:
    """A message of somebody, over the corner of the page's header."""
    who, what = TOASTS[order.language]
    right = page.look.width - 8
    left = right - max(page.measure(what), page.measure(who, BODY, True)) - 66
    page.box((left, 6, right, 60), page.look.card, page.look.faint, 14)
    page.disc((left + 26, 33), 15, (60, 150, 220))
    page.text((left + 26, 33), who[0], BODY, True, WHITE, "mm")
    page.text((left + 50, 24), who, BODY, True)
    page.text((left + 50, 44), what, BODY)


def bubble(page: Page, bottom: float) -> None:
    """The floating head of a chat, at the edge of the screen."""
    x, y = page.look.width - 30, bottom - 92
    page.disc((x, y), 23, WHITE)
    page.disc((x, y), 21, (60, 150, 220))
    page.box((x - 10, y - 7, x + 10, y + 6), WHITE, radius=5)
    page.disc((x + 15, y - 16), 9, RED)
    page.text((x + 15, y - 16), "2", SMALL, True, WHITE, "mm")


DRAWN: Mapping[str, Block] = {
    "full": order_page,
    "header": order_page,
    "bottom": order_page,
    "list": orders_page,
    "tracking": tracking_page,
    "parcel": tracking_page,
}


def cut(kind: str, page: Page, random: Random) -> tuple[float, float]:
    """Where the picture begins and ends on the page."""
    marks = page.marks
    match kind:
        case "header":
            top = 0 if page.look.overlay else random.choice((0, marks["header"]))
            return top, random.choice((marks["below_status"], marks["below_address"], marks["below_items"]))
        case "bottom":
            return random.choice((marks["below_status"], marks["below_address"])), page.y
        case "parcel":
            return marks["header"], marks["below_events"]
        case _:
            return 0, page.y


def travelled(image: Image.Image, look: Look) -> bytes:
    """The picture as it arrives: perhaps scaled down, tilted, and squeezed."""
    shrink = max(MESSENGER_SIDE / max(image.size), 1 / look.scale)
    if look.messenger and shrink < 1:
        width, height = image.size
        image = image.resize((round(width * shrink), round(height * shrink)), Image.Resampling.LANCZOS)
    if look.tilt:
        image = image.rotate(look.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=look.paper)
    file = BytesIO()
    if look.quality is None:
        image.save(file, "PNG", compress_level=3)
    else:
        image.save(file, "JPEG", quality=look.quality)
    return file.getvalue()


def look_of(random: Random, kind: str, index: int) -> Look:
    width, scale = random.choice(
        ((360, 1.0), (390, 1.0), (412, 1.5), (360, 2.0), (375, 2.0), (412, 2.625), (360, 3.0), (480, 3.0))
    )
    messenger = index % 3 == 1
    worst = 60 if scale < 2 else 35
    return Look(
        width=width,
        scale=scale,
        dark=index % 5 in {1, 3},
        family="noto" if index % 4 == 2 else "roboto",
        banner=random.choice(BANNERS) if index % 3 == 2 else None,
        columns=index % 2 == 0,
        number_above=kind == "full" and index % 7 in {1, 5},
        overlay={3: "toast", 6: "bubble"}.get(index % 9, ""),
        status_bar=kind != "parcel" and index % 8 != 4,
        messenger=messenger,
        quality=random.randint(worst, 90) if messenger or index % 3 == 2 else None,
        tilt=TILTED.get(index, 0.0),
    )


def shot(order: Order, kind: str, look: Look, random: Random, index: int) -> Screenshot:
    page = Page(look)
    DRAWN[kind](page, order)
    top, bottom = cut(kind, page, random)
    if look.overlay == "toast" and kind != "parcel":
        toast(page, order)
    if look.overlay == "bubble" and kind in {"full", "list"}:
        bubble(page, bottom)
    image = page.image.crop((0, page.px(top), page.image.width, page.px(bottom)))
    headless, unnumbered = kind == "bottom", kind in {"header", "parcel"}
    uncounted = headless or kind in {"tracking", "parcel"}
    theme = "dark" if look.dark else "light"
    return Screenshot(
        name=f"{order.language}-{theme}-{kind}-{order.status}-{index:02}",
        picture=travelled(image, look),
        language=order.language,
        number="" if unnumbered else order.number,
        status="" if headless else order.status,
        facts={} if uncounted else order.facts,
    )


def plan(language: str) -> Iterator[tuple[str, str, str]]:
    """Every label at least once, every status at least twice, and some pictures without a heading."""
    others = cycle(("header", "list", "full", "list", "header"))
    parcels = cycle(("tracking", "parcel"))
    for status, labels in LABELS[language].items():
        for place, label in enumerate(labels if len(labels) > 1 else labels * 2):
            if status == "shipment_cancelled" or (status == "delivered" and place):
                yield status, label, next(parcels)
            else:
                yield status, label, next(others) if place else "full"
    for status in ("awaiting_shipment", "shipped", "closed"):
        yield status, LABELS[language][status][0], "bottom"


def screenshots() -> Iterator[Screenshot]:
    """The same pictures every time."""
    index = count()
    for language in LABELS:
        for turn, (status, label, kind) in enumerate(plan(language)):
            here = next(index)
            random = Random(f"{SEED}-{here}")  # noqa: S311 - drawing pictures, not secrets
            order = order_of(random, language, status, label, turn)
            yield shot(order, kind, look_of(random, kind, here), random, here)
