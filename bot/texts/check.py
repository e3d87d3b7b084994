"""A language is complete or nothing starts: same keys, same placeholders, balanced tags in every one."""

import re
from collections.abc import Iterator, Mapping

from bot.dialogue.state import Written
from bot.texts.catalog import REFERENCE, SELLERS, Catalog, CatalogFault

PLACEHOLDER = re.compile(r"\{(\w+)\}")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")
TAG = re.compile(r"<(/?)([a-z-]*)[^>]*>?")
FOR_SELLERS = ("letter.", "form.")
ALLOWED_TAGS = {"b", "i", "code"}


def check_catalogs(catalogs: Mapping[Written, Catalog]) -> None:
    """Raises CatalogFault for the first fault of any language."""
    for fault in faults(catalogs):
        raise CatalogFault(fault)


def faults(catalogs: Mapping[Written, Catalog]) -> Iterator[str]:
    """Every fault, as a sentence naming file and key."""
    for language, catalog in catalogs.items():
        reference = _wanted(catalogs[REFERENCE].forms, language)
        place = f"locales/{language}/LC_MESSAGES/bot.po"
        for key in sorted(reference.keys() - catalog.forms.keys()):
            yield f"{place}: key {key}: it is missing"
        for key in sorted(catalog.forms.keys() - reference.keys()):
            yield f"{place}: key {key}: English has no such message"
        for key in reference.keys() & catalog.forms.keys():
            yield from _message_faults(f"{place}: key {key}", reference[key], catalog.forms[key])


def _wanted(reference: Mapping[str, tuple[str, ...]], language: Written) -> Mapping[str, tuple[str, ...]]:
    """What a language must have: everything, or what is sent to sellers."""
    if language != SELLERS:
        return reference
    return {key: forms for key, forms in reference.items() if key.startswith(FOR_SELLERS)}


def _message_faults(place: str, reference: tuple[str, ...], forms: tuple[str, ...]) -> Iterator[str]:
    wanted = _placeholders(reference)
    for form in forms:
        odd = _placeholders((form,)) - wanted
        if odd or any(not PLACEHOLDER.fullmatch(found) for found in BRACES.findall(form)):
            yield f"{place}: {form!r} has a placeholder that English has not"
        if open_tag := unbalanced(form):
            yield f"{place}: the tag <{open_tag}> is not allowed or not closed"
    if _placeholders(forms) != wanted:
        yield f"{place}: it should have the placeholders {', '.join(sorted(wanted)) or 'none'}"


def _placeholders(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for name in PLACEHOLDER.findall(form)}


def unbalanced(form: str) -> str:
    """The first tag that is not allowed, not closed, or closes nothing; empty if there is none."""
    stack: list[str] = []
    for closing, name in TAG.findall(form):
        if name not in ALLOWED_TAGS or (closing and (not stack or stack.pop() != name)):
            return name or "?"
        if not closing:
            stack.append(name)
    return stack[-1] if stack else ""
