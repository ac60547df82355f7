"""Thousands of made-up cases come out as they do in a second reckoning, by hand from the law."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.deadlines.by_hand import answer_by_hand
from tests.deadlines.by_hand_law import REGIMES
from tests.deadlines.by_hand_sheet import Unlawful
from tests.deadlines.random_cases import random_cases
from tracker.deadlines.wire import answer_line

TODAY = date(2026, 11, 24)
SEED = 20261124


def ours(case: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(answer_line(json.dumps(case), TODAY)[0])
    return answer


def by_hand(case: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = answer_by_hand(case, TODAY)
    except Unlawful as refusal:
        return {"error": str(refusal)}
    plain: dict[str, Any] = json.loads(json.dumps(answer, default=date.isoformat))
    return plain


def difference(case: dict[str, Any]) -> dict[str, Any]:
    """What the two make differently of a case: name, then ours and theirs."""
    mine, theirs = ours(case), by_hand(case)
    if "error" in mine or "error" in theirs:
        refused = (mine.get("error"), theirs.get("error"))
        return {} if all(refused) else {"refused": refused}
    found = {}
    for name, value in theirs.items():
        said = mine[name]
        if isinstance(value, dict):
            said = {part: mine[name][part] for part in value}
        if said != value:
            found[name] = (said, value)
    return found


def test_three_thousand_cases_come_out_alike() -> None:
    cases = list(random_cases(SEED, 3000))

    differing = [(case, found) for case in cases if (found := difference(case))]

    assert not differing, f"{len(differing)} differ, first: {json.dumps(differing[0], indent=1)}"


def test_the_cases_reach_every_regime_and_every_event() -> None:
    cases = list(random_cases(SEED, 1000))
    answered = [(case, answer) for case in cases if "error" not in (answer := by_hand(case))]
    regimes = Counter(case["regime"] for case, _ in answered)
    events = Counter(event["type"] for case, _ in answered for event in case.get("events", []))
    moved = [answer for _, answer in answered if answer["due_on"] != answer["unrolled_due_on"]]
    twice = [answer for _, answer in answered if answer["due_on"] != answer["due_on_lenient"]]
    owed = [answer for _, answer in answered if answer.get("penalty", {}).get("amount_eur")]

    assert 700 < len(answered) < 1000
    assert set(regimes) == {*REGIMES, "term"}
    assert len(events) == 11
    assert min(*regimes.values(), *events.values()) > 10
    assert min(len(moved), len(twice), len(owed)) > 20


@pytest.mark.parametrize("year", range(2011, 2041))
def test_the_free_days_of_every_year_are_those_of_the_wall_calendar(year: int) -> None:
    assert not difference({"regime": "calendar", "facts": {"year": year}})
