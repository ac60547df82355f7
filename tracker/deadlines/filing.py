"""When the period to object ended, and whether the objection came in time (Awb 6:7 to 6:9)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from tracker.deadlines import explanation as say
from tracker.deadlines.calendar import Calendar
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.explanation import Step
from tracker.deadlines.facts import needed
from tracker.deadlines.sources import Article, atw, awb

_SIX_WEEKS: Final = timedelta(weeks=6)
_ONE_WEEK: Final = timedelta(weeks=1)
_6_7, _6_8, _7_24 = awb("6:7"), awb("6:8", "1"), awb("7:24", "1")
_OUTAGE, _WRONG_CHANNEL, _NOT_FOR_OBJECTIONS = awb("2:21", "1"), awb("2:23"), awb("2:16", "1")
_ATW_1 = atw("1", "1")
_ELECTRONIC_SINCE: Final = date(2026, 1, 1)
"""Since then Awb 2:21 and 2:23 read as they do (modernisering elektronisch verkeer)."""


class Period(NamedTuple):
    """The period to object or appeal, with the steps that lead to its end.

    ``decide_after`` is the day after which the term to decide starts in the safe reading;
    ``ends_on`` may be later for one sender.
    """

    ends_on: date
    decide_after: date
    steps: tuple[Step, ...]


def objection_period(facts: Mapping[str, Any], calendar: Calendar) -> Period:
    """Reckon the period of six weeks, or take its end as given.

    Raises:
        DeadlineError: neither the day of sending nor the end is known.
    """
    given = facts.get("objection_period_ends_on")
    if given is not None:
        return _period(facts, given, given, [], _6_7, calendar)
    sent: date = needed(facts, "decision_sent_on")
    unrolled = sent + _SIX_WEEKS
    end = calendar.next_working_day(unrolled)
    steps = [Step(sent, "due", say.DECISION_SENT, {}, _6_8)]
    if end != unrolled:
        why = {"why": calendar.why_free(unrolled)}
        steps.append(Step(end, "due", say.PERIOD_MOVED, why, _ATW_1))
    return _period(facts, unrolled, end, steps, _6_7, calendar)


def appeal_period(facts: Mapping[str, Any], calendar: Calendar) -> Period:
    """Take the end of the period to appeal, which is another body's to know.

    Raises:
        DeadlineError: it is not known.
    """
    end: date = needed(facts, "appeal_period_ends_on")
    return _period(facts, end, end, [], _7_24, calendar)


def _period(
    facts: Mapping[str, Any],
    unrolled: date,
    end: date,
    steps: list[Step],
    article: Article,
    calendar: Calendar,
) -> Period:
    """Lengthen the period for what went wrong on the electronic way."""
    extended = _after_outage(facts, end, steps)
    if extended != end:
        unrolled = end = extended
    steps.append(Step(end, "due", say.PERIOD_ENDED, {}, article))
    return Period(_after_wrong_channel(facts, unrolled, end, steps, calendar), end, tuple(steps))


def _after_outage(facts: Mapping[str, Any], end: date, steps: list[Step]) -> date:
    """Take the day until which the municipality extended the period (Awb 2:21 lid 1)."""
    until: date | None = facts.get("filing_extended_until")
    if until is None:
        return end
    wording = say.FILING_EXTENDED if until > end else say.FILING_EXTENDED_IN_VAIN
    steps.append(Step(max(end, until), "due", wording, {"until": until}, _OUTAGE))
    steps += _not_yet_law(until, _OUTAGE)
    return max(end, until)


def _after_wrong_channel(
    facts: Mapping[str, Any], unrolled: date, end: date, steps: list[Step], calendar: Calendar
) -> date:
    """Add the time between a filing by the wrong way and our reaction (Awb 2:23).

    At least one working day. It needs the reaction of Awb 2:16, which does not suffice for an
    objection or appeal (lid 1 onder b). So whoever was sent away gets the time to file, but the
    term to decide starts later in the wider reading only.

    Raises:
        DeadlineError: the day of the reaction is missing, or before that of the filing.
    """
    received: date | None = facts.get("wrong_channel_on")
    if received is None:
        return end
    shown: date = needed(facts, "right_way_shown_on")
    if shown < received:
        raise DeadlineError(
            "right_way_shown_on",
            "De juiste weg kan niet gewezen zijn voordat het bericht er was.",
            "The right way cannot have been shown before the message was there.",
        )
    values = {"received": received, "shown": shown}
    if received > end:
        steps.append(Step(end, "due", say.WRONG_CHANNEL_IN_VAIN, values, _WRONG_CHANNEL))
        return end
    later = calendar.next_working_day(unrolled + (shown - received))
    later = max(later, calendar.add_working_days(end, 1))
    steps.append(Step(later, "due", say.WRONG_CHANNEL, values, _WRONG_CHANNEL))
    steps += _not_yet_law(received, _WRONG_CHANNEL)
    steps.append(Step(end, "due", say.DECIDE_AFTER_THE_FIRST_END, {}, _NOT_FOR_OBJECTIONS))
    return later


def _not_yet_law(day: date, article: Article) -> list[Step]:
    if day >= _ELECTRONIC_SINCE:
        return []
    return [Step(day, "due", say.NOT_YET_LAW, {"since": _ELECTRONIC_SINCE}, article)]


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
