"""The worked cases of rulings and of the ministry, when they lie beside the checkout."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.deadlines.wire import answer_line

CASES = Path(__file__).parents[3] / "shared" / "cases" / "deadlines.json"
TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.skipif(
    not CASES.exists(), reason="the worked cases are not beside this checkout (../shared/cases)"
)


def worked_cases() -> list[dict[str, Any]]:
    if not CASES.exists():
        return [{"id": "none at hand"}]
    found: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8"))
    return found


def differences(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for name, value in expected.items():
        if name == "includes":
            found += [day for day in value if day not in got["free_weekdays"]]
        elif name == "excludes":
            found += [day for day in value if day in got["free_weekdays"]]
        elif isinstance(value, dict):
            found += differences(value, got[name])
        elif got[name] != value:
            found.append(f"{name}: expected {value}, got {got[name]}")
    return found


def test_the_worked_cases_are_at_hand() -> None:
    assert len(worked_cases()) == 53


@pytest.mark.parametrize("worked", worked_cases(), ids=lambda worked: worked["id"])
def test_a_worked_case_comes_out_as_the_source_says(worked: dict[str, Any]) -> None:
    line, ok = answer_line(json.dumps(worked["case"]), TODAY)

    assert ok
    assert differences(worked["expect"], json.loads(line)) == []
