"""What follows from what happened: the state of a case, its next date, its number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from tracker.register.models import OPEN_STATES, Case, CaseState, EventType

OLDEST_RECEIPT = timedelta(days=2 * 365)

_STATE_AFTER: Mapping[EventType, CaseState] = {
    EventType.SUSPENSION_STARTED: CaseState.WAITING,
    EventType.ANSWERED: CaseState.ANSWERED,
    EventType.DECIDED: CaseState.ANSWERED,
    EventType.WITHDRAWN: CaseState.WITHDRAWN,
}
_BACK_AT_WORK = (EventType.SUSPENSION_ENDED, EventType.REOPENED)


def case_number(year: int, sequence: int) -> str:
    """Return the number by which everybody knows a case, such as 2026-000123."""
    return f"{year:04d}-{sequence:06d}"


def mark_of_form(form: str, token: str) -> str | None:
    """Return what makes a form that is sent twice one message; None when it bears no token.

    A token comes back from a browser and can be anything, such as the mark of a mail that is
    still to come. It counts within its own form only.

    Args:
        form: which form it is and whose, such as "reply:12".
    """
    return sha256(f"{form}:{token}".encode()).hexdigest() if token else None


def state_after(
    state: CaseState, event: EventType, data: Mapping[str, Any], *, has_handler: bool
) -> CaseState:
    """Return the state of a case once *event* is on its timeline."""
    at_work = CaseState.IN_PROGRESS if has_handler else CaseState.NEW
    if event is EventType.CLOSED:
        return CaseState(data["state"])
    if event in _BACK_AT_WORK:
        return at_work
    if event is EventType.ASSIGNED and state in (CaseState.NEW, CaseState.IN_PROGRESS):
        return at_work
    return _STATE_AFTER.get(event, state)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDates:
    """The dates of a case that may still ask for work."""

    acknowledge_by: date | None
    target_on: date | None
    due_on: date | None
    acknowledged: bool
    answered: bool
    suspended: bool
    respond_by: date | None


def dates_of(case: Case) -> OpenDates:
    """Return the stored dates of *case*."""
    return OpenDates(
        acknowledge_by=case.acknowledge_by,
        target_on=case.target_on,
        due_on=case.due_on,
        acknowledged=case.acknowledged_on is not None,
        answered=case.answered_on is not None,
        suspended=case.suspended_since is not None,
        respond_by=case.respond_by,
    )


def is_paused(dates: OpenDates, today: date) -> bool:
    """Say whether the clocks of the answer stand still on *today*."""
    return dates.suspended and not response_is_overdue(dates, today)


def response_is_overdue(dates: OpenDates, today: date) -> bool:
    """Say whether the correspondent let the day pass by which we asked to hear something.

    From then on the term runs again (Awb 4:15), whoever noticed.
    """
    return dates.suspended and dates.respond_by is not None and dates.respond_by < today


def state_on(
    state: CaseState, dates: OpenDates, today: date, *, closed: bool, has_handler: bool
) -> CaseState:
    """Return the state of a case on *today*, where its dates say more than its last event.

    An open case waits while its term stands still, and so does one that opens again because its
    answer was taken back.

    Args:
        closed: whether the clocks have stopped. They follow the days on which things happened:
            an answer from before the case was opened again does not close it.
    """
    at_work = CaseState.IN_PROGRESS if has_handler else CaseState.NEW
    if state not in OPEN_STATES and closed:
        return state
    if is_paused(dates, today):
        return CaseState.WAITING
    return state if state in OPEN_STATES and state is not CaseState.WAITING else at_work


def next_date(state: CaseState, dates: OpenDates, today: date) -> tuple[str, date | None]:
    """Return which date comes first, and when: that is the order of work.

    A suspended case asks for nothing before the correspondent's time is up. An acknowledgement
    that is still owed counts even then.
    """
    if state not in OPEN_STATES:
        return "", None
    candidates: list[tuple[date, str]] = []
    if not dates.acknowledged and dates.acknowledge_by:
        candidates.append((dates.acknowledge_by, "acknowledge"))
    if is_paused(dates, today):
        waiting_for = dates.respond_by or dates.due_on
        if waiting_for:
            candidates.append((waiting_for, "respond"))
    elif not dates.answered:
        candidates += [(dates.target_on, "target")] if dates.target_on else []
        candidates += [(dates.due_on, "due")] if dates.due_on else []
    if not candidates:
        return "", None
    day, clock = min(candidates)
    return clock, day


def receipt_problem(received_on: date, today: date) -> str:
    """Return "future" or "old" when this can hardly be the day of receipt, else "".

    Two years is no rule of law: it is where a typing error (1985, 2062) becomes likelier than
    a letter that waited that long.
    """
    if received_on > today:
        return "future"
    return "old" if received_on < today - OLDEST_RECEIPT else ""
