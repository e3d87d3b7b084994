"""All that a step may look at besides the person and the event."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo

from bot.dialogue.routes import Question
from bot.dialogue.state import Case, Person, Told
from bot.dialogue.zones import zone_of
from rules.engine import Advice, Ruling, assess, collect, rule
from rules.facts import HOUR, Facts, Value
from rules.policy import Policy, Row

NOTHING: Mapping[str, Value] = {}
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class World:
    """The policy, the moment (aware, UTC) and one fresh number; nothing else comes in from outside.

    `zone` is where days begin and end for whoever looks at it.
    """

    policy: Policy
    now: datetime
    fresh: int
    zone: tzinfo = UTC
    _advised: dict[int, tuple[Mapping[str, Told], Advice]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was said already of what was told, by the place of that in memory, which it keeps."""

    def seen_by(self, person: Person) -> "World":
        """The same world with the person's own days."""
        seen = replace(self, zone=zone_of(person))
        seen._advised.update(self._advised)  # noqa: SLF001 - its own kind
        return seen

    def advice(self, case: Case) -> Advice:
        """What the rules say of a case now."""
        known = self._advised.get(id(case.told))
        if known is None:
            known = self._advised[id(case.told)] = case.told, assess(self.policy, case.facts(), self.now)
        return known[1]

    def ruling(self, case: Case, table: str) -> Ruling:
        """What one UNIQUE table says of a case now."""
        values = self.policy.vocabulary.values_at(case.facts(), self.now)
        return rule(self.policy, table, values, self.now)

    def rules(
        self, table: str, case: Case | None = None, otherwise: Mapping[str, Value] = NOTHING
    ) -> list[Row]:
        """The rules of a COLLECT table that hold now: by what a case tells, else by `otherwise`."""
        facts = case.facts() if case else Facts({})
        values = {**otherwise, **self.policy.vocabulary.values_at(facts, self.now)}
        return collect(self.policy, table, values, self.now)

    def number(self, name: str) -> int:
        """A number of the policy as it stands today, in the policy's unit."""
        return self.policy.number(name, self.now.date()).value

    @property
    def hour(self) -> int:
        """The whole hours since 1970: moments in addresses are counted in them."""
        return hour_of(self.now)

    def open_question(self, case: Case, goal: str) -> Question | None:
        """The question that is still worth asking before the goal can be reached, if any."""
        asked = self.advice(case).ask
        return Question(case.id, asked, goal) if asked else None


def hour_of(moment: datetime) -> int:
    """The hour an address means a moment by."""
    return (moment - EPOCH) // HOUR


def moment_of(hour: int) -> datetime:
    """The moment an address means by an hour."""
    return EPOCH + timedelta(hours=hour)
