"""Any person at all, for property tests."""

from datetime import UTC, datetime
from types import MappingProxyType

from hypothesis import strategies as st

from bot.dialogue.state import LANGUAGES, OUTCOMES, Case, Exhibit, Heard, Person, Sum, Told

ID = st.integers(1, 2**52)
TEXT = st.text(max_size=40)
MOMENT = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TOLD = st.builds(
    Told,
    value=st.one_of(TEXT, st.integers(), MOMENT),
    at=MOMENT,
    how=st.sampled_from(["tapped", "typed", "pasted", "forwarded", "pictured"]),
)
HEARD = st.builds(
    Heard,
    value=st.one_of(TEXT, MOMENT),
    at=MOMENT,
    how=st.sampled_from(["typed", "pasted"]),
    sure=st.booleans(),
)


EXHIBITS = st.builds(
    Exhibit, number=ID, file_id=TEXT, unique_id=TEXT, kind=TEXT, size=ID, line=TEXT, caption=TEXT, at=MOMENT
)


def cases(case_id: int) -> st.SearchStrategy[Case]:
    return st.builds(
        Case,
        id=st.just(case_id),
        ordinal=st.integers(1, 99),
        opened=MOMENT,
        told=st.dictionaries(TEXT, TOLD, max_size=5).map(MappingProxyType),
        name=TEXT,
        number=TEXT,
        outcome=st.one_of(st.none(), st.sampled_from(OUTCOMES)),
        heard=st.dictionaries(TEXT, HEARD, max_size=3).map(MappingProxyType),
        readings=st.integers(0, 9),
        watched=st.one_of(st.none(), MOMENT),
        snoozed=st.one_of(st.none(), MOMENT),
        muted=st.booleans(),
        wrote=st.dictionaries(TEXT, MOMENT, max_size=3).map(MappingProxyType),
        exhibits=st.lists(EXHIBITS, max_size=3).map(tuple),
        sums=st.dictionaries(TEXT, st.builds(Sum, ID, TEXT), max_size=2).map(MappingProxyType),
        heard_sums=st.dictionaries(TEXT, st.builds(Sum, ID, TEXT), max_size=2).map(MappingProxyType),
        guessed=st.dictionaries(TEXT, st.one_of(TEXT, ID, MOMENT), max_size=3).map(MappingProxyType),
        supposed=st.booleans(),
    )


def people(person_id: int = 1) -> st.SearchStrategy[Person]:
    orders = st.lists(ID, max_size=4, unique=True).flatmap(
        lambda ids: st.fixed_dictionaries({case_id: cases(case_id) for case_id in ids})
    )
    return st.builds(
        Person,
        id=st.just(person_id),
        chosen=st.one_of(st.none(), st.sampled_from(LANGUAGES)),
        hint=st.one_of(st.none(), st.sampled_from(LANGUAGES)),
        next_case=ID,
        cases=orders.map(MappingProxyType),
        viewing=TEXT,
        zone=TEXT,
        quiet=st.tuples(st.integers(0, 23), st.integers(0, 23)),
        ladder=st.lists(st.integers(0, 20), max_size=5).map(tuple),
        paused=st.booleans(),
        pinned=st.booleans(),
        spoken=st.one_of(st.none(), st.sampled_from(LANGUAGES)),
        reminded=st.one_of(st.none(), MOMENT),
    )
