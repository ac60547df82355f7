"""On which day the answer is due by law, and how it got there."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from tracker.deadlines import explanation as say
from tracker.deadlines.case import Case
from tracker.deadlines.course import announce_by, granted_events
from tracker.deadlines.explanation import Step
from tracker.deadlines.facts import needed
from tracker.deadlines.filing import Period, appeal_period, in_time, objection_period
from tracker.deadlines.narration import ending_steps, moving_steps
from tracker.deadlines.sources import Article
from tracker.deadlines.terms import Length, parse_legal_length
from tracker.deadlines.track import Outcome, Track, outcome

_LAST_SIX_WEEKS: Final = (11, 20)  # month and day on which the last 42 days of a year begin
_FORWARDING_SINCE: Final = date(2026, 1, 1)  # Awb 2:24 came with the Wmebv


class Run(NamedTuple):
    """A clock under both readings of the law, with its steps and the last day to extend it."""

    safe: Outcome
    lenient: Outcome
    steps: list[Step]
    extend_by: date | None


class Due(NamedTuple):
    """The legal clock, and the period to object that came before it."""

    run: Run
    period: Period | None
    filed_in_time: bool | None


def reckon_due(case: Case, term: Length) -> Due:
    """Reckon the legal clock; *term* is the regime's own.

    Raises:
        DeadlineError: a fact that is needed is missing, or an event is not allowed.
    """
    period = _period(case)
    steps = list(period.steps) if period else []
    filed = None
    if period:
        filed = in_time(case.facts, period.ends_on, case.calendar)
        start = period.decide_after
    else:
        start = _start(case, steps)
    if filed is False:
        steps.append(Step(start, "due", say.FILED_LATE, {}, case.regime.source))
    steps += _forwarding_in_vain(case, start)
    length, article = _length(case, term)
    track = Track(start, length, case.regime.counting, case.calendar)
    if period and period.ends_on != start:
        track = track._replace(lenient_start=period.ends_on)
    track = _after_stays(case, track, steps)
    if _within_calendar_year(case):
        received: date = case.facts["received_on"]
        track = Track(received, length, case.regime.counting, case.calendar)
        track = track.ending_on(date(received.year, 12, 31))
        first = Step(track.nominal_end(), "due", say.CALENDAR_YEAR, {}, case.regime.source)
    else:
        first = Step(track.nominal_end(), "due", say.TERM, {"length": length}, article)
    return Due(follow(case, track, [*steps, first]), period, filed)


def _after_stays(case: Case, track: Track, steps: list[Step]) -> Track:
    """Start the term all over after each stay that began while it ran (Omgevingswet 16.61).

    The day on which the stay ends takes the place of the day of receipt. While nobody knows
    that day, the term stays as it was: the earlier, safe date.
    """
    for stay in case.stays:
        so_far = [each for each in case.events if each.event.on <= stay.asked_on]
        granted = granted_events(case._replace(events=so_far), track)
        end = outcome(track.extended(granted.lengths()), granted.safe_moves).end
        in_time = stay.asked_on <= end
        if in_time and stay.ended_on:
            track = track._replace(start=stay.ended_on)
        wording = say.STAYED if in_time else say.STAYED_IN_VAIN
        values = {"since": stay.asked_on, "until": stay.ended_on}
        steps.append(Step(track.start if in_time else end, "due", wording, values, stay.article))
    return track


def follow(case: Case, track: Track, steps: list[Step]) -> Run:
    """Take *track* through all that happened; *steps* are those that led to its first end."""
    end, clock = steps[-1].day, steps[-1].clock
    granted = granted_events(case, track)
    extended = track.extended(granted.lengths())
    safe = outcome(extended, granted.safe_moves, None if extended.extra else end)
    lenient = safe
    if extended.may_be_read_twice() or granted.may_be_read_twice():
        lenient = outcome(extended.read(lenient=True), granted.lenient_moves)
    steps += moving_steps(case, track, granted, safe, clock)
    steps += ending_steps(case, extended, safe, lenient, clock)
    extend_by = None
    extension = case.regime.extension
    if extension is not None and case.regime.may_extend(case.facts):
        extend_by = announce_by(extension, case, track)
        if extend_by is None:
            if extended.extra and extension.times is not None:
                extend_by = outcome(track, granted.safe_moves, end).end
            else:
                extend_by = safe.end
    return Run(safe, lenient, steps, extend_by)


def _period(case: Case) -> Period | None:
    facts = case.facts
    if case.regime.start == "appeal_period":
        return appeal_period(facts, case.calendar)
    if case.regime.start != "objection_period":
        return None
    known = "decision_sent_on" in facts or "objection_period_ends_on" in facts
    if _within_calendar_year(case) and not known:
        return None
    return objection_period(facts, case.calendar)


def _within_calendar_year(case: Case) -> bool:
    """Say whether 31 December is the term: not received in the last six weeks of the year."""
    received: date | None = case.facts.get("received_on")
    if not case.regime.within_calendar_year or received is None:
        return False
    return (received.month, received.day) < _LAST_SIX_WEEKS


def _start(case: Case, steps: list[Step]) -> date:
    """Return the day after which the term runs: of receipt, or of handing on (Awb 2:24)."""
    regime = case.regime
    start: date = needed(case.facts, "received_on")
    steps.append(Step(start, "due", say.RECEIVED, {}, regime.source))
    if not _moved_by_forwarding(case):
        return start
    for each in case.events:
        if each.event.type != "forwarded_internally":
            continue
        if each.event.sender_told:
            steps.append(Step(each.event.on, "due", say.FORWARDED, {}, regime.forwarding))
            return each.event.on
        steps.append(Step(start, "due", say.FORWARDED_UNTOLD, {}, regime.forwarding))
    return start


def _moved_by_forwarding(case: Case) -> bool:
    received: date = case.facts.get("received_on", date.min)
    return case.regime.moved_by_forwarding and received >= _FORWARDING_SINCE


def _forwarding_in_vain(case: Case, start: date) -> list[Step]:
    if _moved_by_forwarding(case):
        return []
    return [
        Step(start, "due", say.FORWARDED_IN_VAIN, {}, case.regime.forwarding)
        for each in case.events
        if each.event.type == "forwarded_internally"
    ]


def _length(case: Case, term: Length) -> tuple[Length, Article]:
    """Choose the term: another act's, the council's, a variant's, or the regime's own."""
    regime, facts = case.regime, case.facts
    if regime.own_term and "statutory_term" in facts:
        return parse_legal_length(facts["statutory_term"], "statutory_term"), regime.source
    if regime.days_set_by_council and "days" in facts:
        return Length(facts["days"], "day"), regime.source
    variant = regime.variant_for(facts)
    if variant is not None:
        return variant.term, variant.article
    return term, regime.ordinary or regime.source


_FIRST_DAYS: Final = (
    "received_on",
    "decision_sent_on",
    "objection_period_ends_on",
    "appeal_period_ends_on",
)


def earliest_day(facts: Mapping[str, Any]) -> date:
    """Return the first day on which anything can have happened on this case.

    An objection or appeal may have come before the end of its period.
    """
    return facts.get("received_on") or facts.get("decision_sent_on") or date.min


def day_of_law(facts: Mapping[str, Any]) -> date:
    """Return the day whose law a case follows."""
    return next((facts[name] for name in _FIRST_DAYS if name in facts), date.min)
