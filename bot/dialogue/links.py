"""Pages of the shop. Telegram opens only web addresses, so these are pages, not app links."""

from bot.dialogue.state import Case

ORDER_LIST = "https://www.aliexpress.com/p/order/index.html"
ORDER_LIST_RU = "https://aliexpress.ru/order-list"
MESSAGES = "https://www.aliexpress.com/p/message/index.html"
HELP_CENTRE = "https://helpcenter.aliexpress.com/s/BuyerHelp/search"
RU_PREFIX = "55"
"""Order numbers of aliexpress.ru begin with it."""


def order_page(case: Case) -> str:
    """The order's own page where the number is known, else the list of orders."""
    if not case.number:
        return ORDER_LIST
    if case.number.startswith(RU_PREFIX):
        return f"{ORDER_LIST_RU}/{case.number}"
    return f"https://www.aliexpress.com/p/order/detail.html?orderId={case.number}"


def order_label(case: Case) -> str:
    """The label of the button that opens `order_page`."""
    return "button.order_page" if case.number else "button.order_list"
