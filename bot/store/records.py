"""People, orders and calls written as JSON text and read back equal.

The text is ASCII only, so any string survives, and moments are written in UTC.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from bot.dialogue.outcome import Paper, Report
from bot.dialogue.state import Advised, Case, Exhibit, Heard, Person, Sum, Told
from bot.store.contract import Acknowledge, Call, Hand, Key, Offer, Piece, Pin, Redraw, Retire, Show, Unpin
from rules.facts import Value

Json = dict[str, Any]
WRITER = json.JSONEncoder(separators=(",", ":"))
KEY_FIELDS = tuple(field.name for field in fields(Key))
USUAL_PERSON = Person(0)
USUAL_CASE = Case(0, 0, opened=datetime.fromtimestamp(0, UTC))


def moment_text(moment: datetime) -> str:
    """An aware moment as text in UTC. Raises ValueError for a naive one: it names no moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be kept")
    return moment.astimezone(UTC).isoformat()


def moment_of(text: str) -> datetime:
    """The moment that `moment_text` wrote."""
    return datetime.fromisoformat(text)


def _unusual(one: Person | Case, usual: Person | Case, names: tuple[str, ...]) -> Json:
    """What differs from the usual: most people and orders differ in nothing, and there are many of them."""
    return {name: getattr(one, name) for name in names if getattr(one, name) != getattr(usual, name)}


def _maybe_of(text: str | None) -> datetime | None:
    return moment_of(text) if text else None


def person_text(person: Person) -> str:
    """A person without the orders, which have rows of their own."""
    return _text(
        {
            "chosen": person.chosen,
            "hint": person.hint,
            "next_case": person.next_case,
            "viewing": person.viewing,
            "album": person.album,
            **_unusual(person, USUAL_PERSON, ("spoken", "zone", "quiet", "ladder", "paused", "pinned")),
            **({"reminded": moment_text(person.reminded)} if person.reminded else {}),
        }
    )


def person_of(person_id: int, text: str, cases: Mapping[int, Case]) -> Person:
    """The person that `person_text` wrote, with the orders read beside it."""
    record: Json = json.loads(text)
    for many in record.keys() & {"quiet", "ladder"}:
        record[many] = tuple(record[many])
    record["reminded"] = _maybe_of(record.get("reminded"))
    return Person(id=person_id, cases=MappingProxyType(dict(cases)), **record)


def case_text(case: Case) -> str:
    """One order with all that was told of it, in the order of telling."""
    return _text(
        {
            "ordinal": case.ordinal,
            "opened": moment_text(case.opened),
            "told": {fact: _told_record(told) for fact, told in case.told.items()},
            "name": case.name,
            "number": case.number,
            "outcome": case.outcome,
            "advised": _advised_record(case.advised),
            **(
                {"heard": {fact: _heard_record(one) for fact, one in case.heard.items()}}
                if case.heard
                else {}
            ),
            **_unusual(case, USUAL_CASE, ("readings", "muted", "next_exhibit", "origin", "supposed")),
            **({"wrote": {kind: moment_text(at) for kind, at in case.wrote.items()}} if case.wrote else {}),
            **(
                {"guessed": {fact: _guess_record(guess) for fact, guess in case.guessed.items()}}
                if case.guessed
                else {}
            ),
            **_sums_record("sums", case.sums),
            **_sums_record("heard_sums", case.heard_sums),
            **({"exhibits": [_exhibit_record(one) for one in case.exhibits]} if case.exhibits else {}),
            **({"watched": moment_text(case.watched)} if case.watched else {}),
            **({"snoozed": moment_text(case.snoozed)} if case.snoozed else {}),
        }
    )


def case_of(case_id: int, text: str) -> Case:
    """The order that `case_text` wrote."""
    record: Json = json.loads(text)
    record["opened"] = moment_of(record["opened"])
    record["told"] = MappingProxyType({fact: _told_of(told) for fact, told in record["told"].items()})
    record["advised"] = _advised_of(record.get("advised"))
    record["heard"] = MappingProxyType(
        {fact: _heard_of(heard) for fact, heard in record.get("heard", {}).items()}
    )
    record["wrote"] = MappingProxyType({kind: moment_of(at) for kind, at in record.get("wrote", {}).items()})
    record["guessed"] = MappingProxyType(
        {fact: _guess_of(guess) for fact, guess in record.get("guessed", {}).items()}
    )
    for sums in ("sums", "heard_sums"):
        record[sums] = MappingProxyType({name: Sum(**one) for name, one in record.get(sums, {}).items()})
    record["exhibits"] = tuple(_exhibit_of(one) for one in record.get("exhibits", ()))
    for moment in ("watched", "snoozed"):
        record[moment] = _maybe_of(record.get(moment))
    return Case(id=case_id, **record)


def _sums_record(name: str, sums: Mapping[str, Sum]) -> Json:
    return {name: {one: asdict(told) for one, told in sums.items()}} if sums else {}


def _guess_record(guess: Value | datetime) -> Json | Value:
    """A guess by its value, as it always was; a moment by its name."""
    return {"moment": moment_text(guess)} if isinstance(guess, datetime) else guess


def _guess_of(record: Json | Value) -> Value | datetime:
    return moment_of(record["moment"]) if isinstance(record, dict) else record


def _exhibit_record(exhibit: Exhibit) -> Json:
    return {**asdict(exhibit), "at": moment_text(exhibit.at)}


def _exhibit_of(record: Json) -> Exhibit:
    return Exhibit(**{**record, "at": moment_of(record["at"])})


def _advised_record(advised: Advised | None) -> Json | None:
    if advised is None:
        return None
    return {
        "version": advised.version,
        "step": advised.step,
        "words": advised.words,
        "at": moment_text(advised.at),
    }


def _advised_of(record: Json | None) -> Advised | None:
    return Advised(**{**record, "at": moment_of(record["at"])}) if record else None


def report_text(report: Report) -> str:
    """A report for the operator."""
    return _text(asdict(report))


def report_of(text: str) -> Report:
    """The report that `report_text` wrote."""
    return Report(**json.loads(text))


def call_text(call: Call) -> str:
    """A call on its way out."""
    match call:
        case Show(html, keyboard, edit):
            return _text(
                {"show": html, "keyboard": _rows_record(keyboard), "edit": edit, "silent": call.silent}
            )
        case Redraw(html, keyboard):
            return _text({"redraw": html, "keyboard": _rows_record(keyboard)})
        case Acknowledge(query_id, text, alert):
            return _text({"acknowledge": query_id, "text": text, "alert": alert})
        case Offer(query_id, pieces, otherwise):
            records = [asdict(piece) for piece in pieces]
            return _text({"offer": query_id, "pieces": records, "otherwise": otherwise})
        case Retire(message_id):
            return _text({"retire": message_id})
        case Hand(paper):
            return _text({"hand": paper.kind, "cases": paper.cases, "number": paper.number})
        case Pin(html, keyboard):
            return _text({"pin": html, "keyboard": _rows_record(keyboard)})
        case Unpin(message_id):
            return _text({"unpin": message_id or 0})


def call_of(text: str) -> Call:
    """The call that `call_text` wrote."""
    record: Json = json.loads(text)
    if "show" in record:
        return Show(record["show"], _rows_of(record["keyboard"]), record["edit"], record.get("silent", False))
    if "acknowledge" in record:
        return Acknowledge(record["acknowledge"], record["text"], record["alert"])
    if "offer" in record:
        return Offer(record["offer"], tuple(_piece_of(one) for one in record["pieces"]), record["otherwise"])
    if "hand" in record:
        return Hand(Paper(record["hand"], tuple(record["cases"]), record["number"]))
    if "redraw" in record:
        return Redraw(record["redraw"], _rows_of(record["keyboard"]))
    if "pin" in record:
        return Pin(record["pin"], _rows_of(record["keyboard"]))
    if "unpin" in record:
        return Unpin(record["unpin"] or None)
    return Retire(record["retire"])


def _piece_of(record: Json) -> Piece:
    return Piece(**{**record, "keyboard": _rows_of(record["keyboard"])})


def _rows_record(rows: tuple[tuple[Key, ...], ...]) -> list[list[Json]]:
    return [[_key_record(key) for key in row] for row in rows]


def _key_record(key: Key) -> Json:
    """What a button has: its label and one or two things more."""
    return {name: value for name in KEY_FIELDS if (value := getattr(key, name)) or name == "label"}


def _rows_of(records: list[list[Json]]) -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(Key(**key) for key in row) for row in records)


def _told_record(told: Told) -> Json:
    return {**_value_record(told.value), "at": moment_text(told.at), "how": told.how}


def _told_of(record: Json) -> Told:
    return Told(_value_of(record), moment_of(record["at"]), record["how"])


def _heard_record(heard: Heard) -> Json:
    return {**_value_record(heard.value), "at": moment_text(heard.at), "how": heard.how, "sure": heard.sure}


def _heard_of(record: Json) -> Heard:
    return Heard(_value_of(record), moment_of(record["at"]), record["how"], record["sure"])


def _value_record(value: Value | datetime) -> Json:
    return {"moment": moment_text(value)} if isinstance(value, datetime) else {"value": value}


def _value_of(record: Json) -> Value | datetime:
    if "moment" in record:
        return moment_of(record["moment"])
    value: Value = record["value"]
    return value


def _text(record: Json) -> str:
    return WRITER.encode(record)
