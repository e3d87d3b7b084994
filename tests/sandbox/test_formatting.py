"""Formatted text: from tags to entities."""

from typing import Any

import pytest

from bot.sandbox.html import parse_html
from bot.sandbox.markdown import parse_markdown
from bot.sandbox.refusals import RefusedError
from tests.sandbox.conftest import Call


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


HTML = [
    ("<b>a</b><strong>b</strong>", "ab", [entity("bold", 0, 1), entity("bold", 1, 1)]),
    ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1), entity("strikethrough", 2, 1)],
    ),
    (
        '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
        "ab",
        [entity("spoiler", 0, 1), entity("spoiler", 1, 1)],
    ),
    ("<code>a</code>", "a", [entity("code", 0, 1)]),
    ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
    (
        '<pre><code class="language-python">a</code></pre>',
        "a",
        [entity("pre", 0, 1, language="python")],
    ),
    (
        '<a href="https://example.com/?a=1&amp;b=2">a</a>',
        "a",
        [
            entity("text_link", 0, 1, url="https://example.com/?a=1&b=2"),
        ],
    ),
    ('<a href="http://localhost">a</a>', "a", []),
    ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
    (
        '<tg-time unix="1700000000" format="wDt">a</tg-time>',
        "a",
        [entity("date_time", 0, 1, unix_time=1700000000, date_time_format="wDt")],
    ),
    ('<tg-time unix="5">a</tg-time>', "a", [entity("date_time", 0, 1, unix_time=5)]),
    ("<B>a</>", "a", [entity("bold", 0, 1)]),
    ("a &lt;b&gt; &amp; &quot;c&quot; &#1078; &#x436; &nbsp;", 'a <b> & "c" ж ж &nbsp;', []),
    ("😀<b>😀é</b>", "😀😀é", [entity("bold", 2, 3)]),
    ("<b></b>a", "a", []),
    ("<b>a<i>b</i></b>", "ab", [entity("italic", 1, 1), entity("bold", 0, 2)]),
]

MISTAKES = [
    ("<b x='1>a</b>", 'Unclosed start tag "b" at byte offset 0'),
    ('<a href="x"', 'Unclosed start tag "a" at byte offset 0'),
    ("<b =1>a</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-time unix="soon">a</tg-time>', 'Tag "tg-time" must have a valid attribute "unix" at byte offset 0'),
    ('<tg-time unix="5" format="yy">a</tg-time>', "Invalid date time format specified at byte offset 0"),
    ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
]

MARKDOWN = [
    ("*a* _b_ __c__ ~d~ ||e||", "a b c d e", [
        entity("bold", 0, 1), entity("italic", 2, 1), entity("underline", 4, 1),
        entity("strikethrough", 6, 1), entity("spoiler", 8, 1),
    ]),
    ("`a\\`b`", "a`b", [entity("code", 0, 3)]),
    ("```python\nx = 1```", "x = 1", [entity("pre", 0, 5, language="python")]),
    ("[a](https://example.com/)", "a", [entity("text_link", 0, 1, url="https://example.com/")]),
    ("1\\.5 \\*", "1.5 *", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_html(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(("source", "reason"), MISTAKES)
def test_html_mistakes(source: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(("source", "text", "entities"), MARKDOWN)
def test_markdown(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_markdown(source) == (text, entities)


@pytest.mark.usefixtures("ann")
class TestKeptText:
    """What Telegram makes of the text after parsing."""

    async def test_trimmed_with_its_entities(self, call: Call) -> None:
        sent = await call("sendMessage", chat_id=7, text="  \n<b> a </b> \n", parse_mode="HTML")
        assert sent["result"]["text"] == "a"
        assert sent["result"]["entities"] == [entity("bold", 0, 1)]

    async def test_outer_entities_first(self, call: Call) -> None:
        sent = await call("sendMessage", chat_id=7, text="<b><i>a</i>b</b>", parse_mode="HTML")
        assert sent["result"]["entities"] == [entity("bold", 0, 2), entity("italic", 0, 1)]

    async def test_links_commands_and_addresses_are_found(self, call: Call) -> None:
        sent = await call(
            "sendMessage", chat_id=7, text="😀 /help https://example.com/a. me@example.com @someone"
        )
        assert sent["result"]["entities"] == [
            entity("bot_command", 3, 5),
            entity("url", 9, 21),
            entity("email", 32, 14),
            entity("mention", 47, 8),
        ]

    async def test_nothing_is_found_in_code(self, call: Call) -> None:
        sent = await call("sendMessage", chat_id=7, text="<code>/help <b>x</b></code>", parse_mode="HTML")
        assert sent["result"]["entities"] == [entity("code", 0, 7)]

    async def test_plain_text_has_no_entities(self, call: Call) -> None:
        sent = await call("sendMessage", chat_id=7, text="a < b & c")
        assert sent["result"]["text"] == "a < b & c"
        assert "entities" not in sent["result"]

    async def test_at_most_a_hundred_entities(self, call: Call) -> None:
        sent = await call("sendMessage", chat_id=7, text="<b>a</b> " * 120, parse_mode="HTML")
        assert len(sent["result"]["entities"]) == 100
