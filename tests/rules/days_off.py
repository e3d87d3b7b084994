"""The days off of the places that the policy counts business days for: `python -m tests.rules.days_off`.

Writes rules/policy/workdays.toml from the calendars of the `holidays` package: public holidays, days moved by
a government as far as it has said so, and for the European Union the days on which the euro's banks rest.
"""

from datetime import UTC, date, datetime

from holidays import country_holidays, financial_holidays

from rules.loader import FOLDER
from rules.workdays import SATURDAY

COUNTRIES = {
    "ru": "RU",
    "es": "ES",
    "mx": "MX",
    "cl": "CL",
    "pe": "PE",
    "br": "BR",
    "gb": "GB",
    "us": "US",
    "cn": "CN",
}
BANKS = {"eu": "ECB"}
YEARS = range(2025, 2029)
HEAD = """\
# Days from Monday to Friday that are no business days, by place: a region of facts.toml, or the sellers' one.
# From the calendars of the `holidays` package, by python -m tests.rules.days_off; a test compares them.
# Regional holidays are left out; in China also the Saturdays and Sundays that are worked in exchange.
"""


def days_off() -> dict[str, list[date]]:
    """The days off of each place, in their order."""
    found = {place: country_holidays(code, years=YEARS) for place, code in COUNTRIES.items()}
    found |= {place: financial_holidays(code, years=YEARS) for place, code in BANKS.items()}
    return {place: sorted(day for day in days if day.weekday() < SATURDAY) for place, days in found.items()}


def main() -> None:
    today = datetime.now(UTC).date()
    places = []
    for place, days in days_off().items():
        rows = [days[start : start + 8] for start in range(0, len(days), 8)]
        lines = "\n".join("    " + ", ".join(map(str, row)) + "," for row in rows)
        places.append(f"\n[place.{place}]\nlooked_at = {today}\ndays = [\n{lines}\n]\n")
    (FOLDER / "workdays.toml").write_text(HEAD + "".join(places), encoding="utf-8")


if __name__ == "__main__":
    main()
