"""When the period to object ended, and whether the objection came in time (Awb 6:7 to 6:9)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from tracker.deadlines.calendar import Calendar
from tracker.deadlines.explanation import DECISION_SENT, PERIOD_ENDED, PERIOD_MOVED, Step
from tracker.deadlines.facts import needed
from tracker.deadlines.sources import atw, awb

_SIX_WEEKS: Final = timedelta(weeks=6)
_ONE_WEEK: Final = timedelta(weeks=1)
_6_7, _6_8, _7_10 = awb("6:7"), awb("6:8", "1"), awb("7:10", "1")
_ATW_1 = atw("1", "1")


class Period(NamedTuple):
    """The period to object or appeal, with the steps that lead to its end."""

    ends_on: date
    steps: tuple[Step, ...]


def objection_period(facts: Mapping[str, Any], calendar: Calendar) -> Period:
    """Reckon the period of six weeks, or take its end as given.

    Raises:
        DeadlineError: neither the day of sending nor the end is known.
    """
    given = facts.get("objection_period_ends_on")
    if given is not None:
        return Period(given, (Step(given, "due", PERIOD_ENDED, {}, _6_7),))
    sent: date = needed(facts, "decision_sent_on")
    unrolled = sent + _SIX_WEEKS
    end = calendar.next_working_day(unrolled)
    steps = [Step(sent, "due", DECISION_SENT, {}, _6_8)]
    if end != unrolled:
        why = {"why": calendar.why_free(unrolled)}
        steps.append(Step(end, "due", PERIOD_MOVED, why, _ATW_1))
    steps.append(Step(end, "due", PERIOD_ENDED, {}, _6_7))
    return Period(end, tuple(steps))


def appeal_period(facts: Mapping[str, Any]) -> Period:
    """Take the end of the period to appeal, which is another body's to know."""
    end: date = needed(facts, "appeal_period_ends_on")
    return Period(end, (Step(end, "due", PERIOD_ENDED, {}, awb("7:24", "1")),))


def in_time(facts: Mapping[str, Any], ends_on: date, calendar: Calendar) -> bool | None:
    """Say whether an objection was filed in time; None while nothing was received.

    By post it is enough that it was posted in time and in hand within a week after the period
    (Awb 6:9 lid 2); an electronic one must be received in time.
    """
    received: date | None = facts.get("received_on")
    if received is None:
        return None
    if received <= ends_on:
        return True
    posted: date | None = facts.get("posted_on")
    if posted is None or facts.get("electronic"):
        return False
    return posted <= ends_on and received <= calendar.next_working_day(ends_on + _ONE_WEEK)
