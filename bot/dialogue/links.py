"""Pages of the shop, from the policy."""

from bot.dialogue.state import Case
from rules.policy import Policy

RU_PREFIX = "55"
"""Order numbers of aliexpress.ru begin with it."""


def order_page(case: Case, policy: Policy) -> str:
    """The order's own page where the number is known, else the list of orders."""
    if not case.number:
        return policy.links["order_list"].of()
    return policy.links["order_ru" if case.number.startswith(RU_PREFIX) else "order"].of(case.number)


def order_label(case: Case) -> str:
    """The label of the button that opens `order_page`."""
    return "button.order_page" if case.number else "button.order_list"


def page(name: str, policy: Policy, case: Case | None = None) -> str:
    """A page of the shop by its name; of an order's, if one is given."""
    return policy.links[name].of(case.number if case else "")
