"""Whose an address is."""

import pytest

from bot.dialogue.reading import Site, Verdict
from bot.understand.sites import foreign_sites, verdict
from tests.understand.labelled import policy

VERDICTS: list[tuple[str, Verdict]] = [
    ("aliexpress.com", "shop"),
    ("es.aliexpress.com", "shop"),
    ("m.aliexpress.ru", "shop"),
    ("www.aliexpress.us", "shop"),
    ("aliexpress-refund.com", "lookalike"),
    ("aliexpres.com", "lookalike"),
    ("allexpress.com", "lookalike"),
    ("aliexpress.com.refund.top", "lookalike"),
    ("xn--liexpress-zyh.com", "lookalike"),
    ("xn--e1afmkfd.xn--p1ai", "other"),
    ("a1iexpress.com", "lookalike"),
    ("aliexpress.com.ru", "lookalike"),
    ("paypal.com", "other"),
    ("17track.net", "other"),
    ("notaliexpress.com", "lookalike"),
]


@pytest.mark.parametrize(("host", "expected"), VERDICTS)
def test_a_host_is_named_for_what_it_is(host: str, expected: Verdict) -> None:
    assert verdict(host, policy().domains) == expected


TEXTS = [
    ("go to https://www.aliexpress.com/p/order/detail.html?orderId=3041227611804521", ()),
    ("http://aliexpress.com@evil.top/x", (Site("evil.top", "other"),)),
    ("pay here: bit.ly/abc123", (Site("bit.ly", "other"),)),
    ("support: @AliExpress_help", (Site("@AliExpress_help", "lookalike"),)),
    ("write @shop_anna_8", (Site("@shop_anna_8", "other"),)),
    ("https://аliexpress.com/login", (Site("xn--liexpress-zyh.com", "lookalike"),)),
    ("it arrived.It is broken. ok.Thanks", ()),
    ("paid 12.50 usd", ()),
    ("http://[::1", (Site("[::1", "other"),)),
    ("https://aliexpress.com@evil.com/login", (Site("evil.com", "other"),)),
    (r"https://evil.com\.aliexpress.com/", (Site("evil.com", "other"),)),
    ("https://" + "a" * 40 + ".aliexpress.com/x", ()),
    ("t.me/aliexpress_support", (Site("t.me/aliexpress_support", "lookalike"),)),
    (
        "you.tube.com a.com b.com aliexpres.com",
        (Site("aliexpres.com", "lookalike"), Site("you.tube.com", "other"), Site("a.com", "other")),
    ),
    ("@" + "я" * 32, ()),
]


@pytest.mark.parametrize(("text", "sites"), TEXTS)
def test_the_addresses_in_a_text(text: str, sites: tuple[Site, ...]) -> None:
    assert foreign_sites(text, policy().domains) == sites
