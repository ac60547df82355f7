"""Does another rule have another version, so that open cases are reckoned anew?

The case page tells which dates moved and why. A rule that changes under the same version would
move them in silence, at the next thing that happens to a case.
"""

import json
from datetime import date
from hashlib import sha256

from tests.deadlines.random_cases import random_cases
from tracker.deadlines.clocks import RULES_VERSION
from tracker.deadlines.wire import answer_line

DATES = (
    "due_on",
    "due_on_lenient",
    "acknowledge_by",
    "target_on",
    "objection_period_ends_on",
    "milestones",
)
KNOWN = {"2026-11-24.3": "83aeea629d83519e"}


def print_of_the_dates() -> str:
    """Return a fingerprint of the dates of a thousand made-up cases."""
    found = sha256()
    for case in random_cases(3, 1000):
        answer = json.loads(answer_line(json.dumps(case), date(2026, 11, 24))[0])
        dates = [answer.get(name) for name in DATES]
        found.update(json.dumps(dates, sort_keys=True).encode())
    return found.hexdigest()[:16]


def test_the_dates_are_those_of_this_version_of_the_rules() -> None:
    found = print_of_the_dates()
    assert KNOWN.get(RULES_VERSION) == found, (
        f"The same cases have other dates. Raise RULES_VERSION in tracker/deadlines/regimes.py and"
        f" write its print {found} here; run scripts/deadlines_page.py too."
    )
