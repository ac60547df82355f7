"""Does the state of a case, its next date and its number follow from what happened?"""

from datetime import date, timedelta

import pytest

from tracker.register.models import CaseState, EventType
from tracker.register.rules import (
    OpenDates,
    case_number,
    next_date,
    receipt_problem,
    state_after,
)

MONDAY, WEDNESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27)


def dates(**changed: object) -> OpenDates:
    usual = {
        "acknowledge_by": MONDAY,
        "target_on": WEDNESDAY,
        "due_on": FRIDAY,
        "acknowledged": False,
        "answered": False,
        "suspended": False,
        "respond_by": None,
    }
    return OpenDates(**(usual | changed))  # type: ignore[arg-type]


def test_a_case_number_has_its_year_and_six_figures() -> None:
    assert case_number(2026, 1) == "2026-000001"


@pytest.mark.parametrize(
    ("state", "event", "has_handler", "expected"),
    [
        (CaseState.NEW, EventType.ASSIGNED, True, CaseState.IN_PROGRESS),
        (CaseState.IN_PROGRESS, EventType.ASSIGNED, False, CaseState.NEW),
        (CaseState.WAITING, EventType.ASSIGNED, True, CaseState.WAITING),
        (CaseState.IN_PROGRESS, EventType.SUSPENSION_STARTED, True, CaseState.WAITING),
        (CaseState.WAITING, EventType.SUSPENSION_ENDED, True, CaseState.IN_PROGRESS),
        (CaseState.WAITING, EventType.SUSPENSION_ENDED, False, CaseState.NEW),
        (CaseState.IN_PROGRESS, EventType.ACKNOWLEDGED, True, CaseState.IN_PROGRESS),
        (CaseState.IN_PROGRESS, EventType.INTERIM_SENT, True, CaseState.IN_PROGRESS),
        (CaseState.IN_PROGRESS, EventType.ANSWERED, True, CaseState.ANSWERED),
        (CaseState.NEW, EventType.DECIDED, False, CaseState.ANSWERED),
        (CaseState.NEW, EventType.WITHDRAWN, False, CaseState.WITHDRAWN),
        (CaseState.ANSWERED, EventType.REOPENED, True, CaseState.IN_PROGRESS),
    ],
)
def test_the_state_follows_from_the_event(
    state: CaseState, event: EventType, has_handler: bool, expected: CaseState
) -> None:
    assert state_after(state, event, {}, has_handler=has_handler) is expected


def test_closing_names_the_state_that_it_leads_to() -> None:
    closed = state_after(CaseState.NEW, EventType.CLOSED, {"state": "duplicate"}, has_handler=False)
    assert closed is CaseState.DUPLICATE


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("acknowledge", MONDAY)),
        ({"acknowledged": True}, ("target", WEDNESDAY)),
        ({"acknowledged": True, "target_on": None}, ("due", FRIDAY)),
        ({"acknowledged": True, "target_on": None, "due_on": None}, ("", None)),
        ({"acknowledged": True, "answered": True}, ("", None)),
        ({"acknowledge_by": None, "due_on": MONDAY}, ("due", MONDAY)),
        (
            {"acknowledged": True, "suspended": True, "respond_by": WEDNESDAY},
            ("respond", WEDNESDAY),
        ),
        ({"acknowledged": True, "suspended": True}, ("respond", FRIDAY)),
        ({"acknowledged": True, "suspended": True, "due_on": None}, ("", None)),
        ({"suspended": True, "respond_by": FRIDAY}, ("acknowledge", MONDAY)),
        (
            {"acknowledged": True, "suspended": True, "respond_by": MONDAY - timedelta(days=1)},
            ("target", WEDNESDAY),
        ),
    ],
)
def test_the_first_open_date_decides_the_order_of_work(
    changed: dict[str, object], expected: tuple[str, date | None]
) -> None:
    assert next_date(CaseState.IN_PROGRESS, dates(**changed), MONDAY) == expected


def test_a_closed_case_asks_for_nothing() -> None:
    assert next_date(CaseState.ANSWERED, dates(), MONDAY) == ("", None)


@pytest.mark.parametrize(
    ("received_on", "problem"),
    [
        (date(2026, 11, 24), "future"),
        (date(2026, 11, 23), ""),
        (date(2024, 11, 23), ""),
        (date(2024, 11, 22), "old"),
        (date(1985, 11, 23), "old"),
    ],
)
def test_a_day_of_receipt_that_is_hardly_right_is_noticed(received_on: date, problem: str) -> None:
    assert receipt_problem(received_on, today=MONDAY) == problem
