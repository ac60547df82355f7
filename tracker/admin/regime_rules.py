"""Which code does an own regime get, and what date would a letter of today have?"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from tracker.deadlines.calendar import Calendar
from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.explanation import Step
from tracker.deadlines.own import OwnTerm
from tracker.deadlines.regime import Regime

OWN: Final = "eigen-"
"""How the code of every own regime begins, so that no later law of ours can have it too."""

_LONGEST_SLUG: Final = 50
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Example:
    """What a regime does with a letter of one day, as a lawyer would check it.

    Attributes:
        longest_on: the due date with the longest extension that the rule allows; None without a
            longest one.
    """

    received_on: date
    due_on: date
    longest_on: date | None
    steps: tuple[Step, ...]


def code_for(name: str, taken: Collection[str]) -> str:
    """Return a code that says something of *name* and that no other regime has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = _NO_WORD.sub("-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "regeling"
    code, number = f"{OWN}{slug}", 1
    while code in taken:
        number += 1
        code = f"{OWN}{slug}-{number}"
    return code


def mark_of(term: OwnTerm) -> str:
    """Return a mark that is another one when anything of *term* is: what was looked at."""
    return sha256(repr(term).encode()).hexdigest()[:16]


def example_of(regime: Regime, calendar: Calendar, today: date) -> Example | None:
    """Reckon a letter of *today*, or of the first day of a rule that is not in force yet.

    None when the term is not from receipt, or there is none: then a letter alone has no date.
    """
    if regime.term is None or regime.start != "receipt":
        return None
    on = max(today, regime.valid_from)
    found = reckon(regime, {"received_on": on}, calendar=calendar, as_of=on)
    if found.due_on is None:
        return None
    longest = _longest(regime, calendar, on)
    return Example(on, found.due_on, longest, found.steps_of("due"))


def _longest(regime: Regime, calendar: Calendar, on: date) -> date | None:
    if regime.extension_cap is None or not regime.may_extend({}):
        return None
    extended = LegalEvent("extended", on, length=regime.extension_cap)
    return reckon(regime, {"received_on": on}, [extended], calendar=calendar, as_of=on).due_on
