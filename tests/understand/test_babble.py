"""Whatever people send: an answer, never an exception. The bench takes 100,000 of them."""

from tests.bench.babble import survive, texts
from tests.dialogue.walk import somebody

MANY = 1500


def test_no_text_breaks_the_conversation() -> None:
    person = somebody()
    for number, text in texts(1_000_000, MANY):
        person = survive(number, text, person)
    assert len(person.cases) <= MANY
