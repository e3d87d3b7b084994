"""The page for operators says what the log says."""

from bot.app import ROOT
from bot.store.opening import WAYS_ON
from bot.store.postgres_link import SEE
from bot.telegram.polling import AWAY, CONFLICT, REFUSED
from bot.telegram.silence import IN_ALL, IN_ONE, PAUSE

PAGE = " ".join((ROOT / "docs" / "operations.md").read_text().split())


def test_every_sentence_of_an_outage_stands_in_the_page() -> None:
    ways = [part for _, way in WAYS_ON for part in way.split(" ({})")]
    conflict = [part.replace("%d", "30") for part in CONFLICT.split("(%s)")]
    pauses = [PAUSE % (30, where) for where in (IN_ONE, IN_ALL)]
    away = AWAY % ("Connection refused", 8.0)
    missing = [one for one in (*ways, *conflict, *pauses, away, SEE, REFUSED) if one not in PAGE]
    assert not missing
