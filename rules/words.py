"""The words a policy needs: for each rule, fact and value the key of its text in every catalog."""

import re
from pathlib import Path

from rules.facts import Choice
from rules.policy import Policy

FOLDER = Path(__file__).parent.parent / "locales"
KEY = re.compile(r'^msgid "(.+)"$', re.MULTILINE)

PARTIAL = {"zh": ("letter.", "form.")}
"""Languages that hold only what is sent to sellers."""

PATTERNS = {
    "steps": ("advice.{advice}", "step.{step}", "press.{press}"),
    "disputes": ("dispute.{dispute}",),
    "refunds": ("refund.method.{refund}",),
    "reasons": ("reason.{reason}", "reason.you.{fault}", "reason.seller.{fault}"),
    "regions": ("region.{region}",),
    "claims": ("claim.{claim}", "form.{claim}"),
    "ways": ("way.{way}",),
    "warnings": ("warn.{warning}",),
    "deadlines": ("deadline.{deadline}", "deadline.{deadline}.open", "timeline.{deadline}"),
    "offers": (
        "letters.{offer}",
        "letter.{offer}.polite.short",
        "letter.{offer}.polite.full",
        "letter.{offer}.firm.short",
        "letter.{offer}.firm.full",
    ),
    "remedies": (
        "dispute.kind.{remedy}",
        "remedy.{remedy}.money",
        "remedy.{remedy}.time",
        "remedy.{remedy}.risk",
    ),
    "shortfalls": ("shortfall.{shortfall}",),
    "recourses": ("recourse.{recourse}", "recourse.{recourse}.says", "recourse.{recourse}.cannot"),
    "tricks": ("trick.{trick}", "trick.{words}.means", "trick.{words}.answer"),
}


def wanted(policy: Policy) -> dict[str, str]:
    """Every key the policy needs, with the place that needs it."""
    keys = {
        pattern.format(**row.gives): f"{row.file}: rule {row.id}"
        for table, patterns in PATTERNS.items()
        for row in policy.tables[table].rows
        for pattern in patterns
    }
    for fact in policy.vocabulary.facts.values():
        keys[f"fact.{fact.name}"] = f"facts.toml: fact {fact.name}"
        if isinstance(fact, Choice):
            keys |= {f"value.{fact.name}.{value}": f"facts.toml: fact {fact.name}" for value in fact.values}
    for number in policy.numbers.values():
        keys |= {
            f"conflict.{one.why}": f"numbers.toml: number {number.name}" for one in number.values if one.why
        }
    return keys


def missing(policy: Policy, folder: Path = FOLDER) -> list[str]:
    """A sentence for each text that a catalog of the folder does not have."""
    faults = []
    for catalog in sorted(folder.glob("*/LC_MESSAGES/bot.po")):
        language = catalog.parts[-3]
        known = set(KEY.findall(catalog.read_text(encoding="utf-8")))
        needed = {key: place for key, place in wanted(policy).items() if _is_needed(key, language)}
        lacking = {key: place for key, place in needed.items() if key not in known}
        faults += [f"{place}: there is no text {key} in locales/{language}" for key, place in lacking.items()]
    return faults


def _is_needed(key: str, language: str) -> bool:
    return language not in PARTIAL or key.startswith(PARTIAL[language])
