"""When a letter must be acknowledged, when answered, and why: the three clocks of a case."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from tracker.deadlines import explanation as say
from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar
from tracker.deadlines.case import Case
from tracker.deadlines.due import Due, day_of_law, earliest_day, reckon_due
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.events import Course, LegalEvent, course_of, in_order
from tracker.deadlines.explanation import ClockName, Step
from tracker.deadlines.facts import needed, read_facts
from tracker.deadlines.milestones import Milestones, milestone_steps, milestones_of
from tracker.deadlines.narration import decree_notes, last_step
from tracker.deadlines.penalty import Closing, Penalty, notice_steps, penalty_for
from tracker.deadlines.promises import Norms, acknowledge_by, promised
from tracker.deadlines.regime import Regime
from tracker.deadlines.regimes import REGIMES, RULES_VERSION, regime_on
from tracker.deadlines.suspensions import Suspension, suspensions_in

__all__ = [
    "REGIMES",
    "RULES_VERSION",
    "DeadlineError",
    "LegalEvent",
    "Milestones",
    "Norms",
    "Penalty",
    "Reckoning",
    "Step",
    "reckon",
]


class Reckoning(NamedTuple):
    """The clocks of one case with their reasons.

    ``due_on`` is the safe date; ``due_on_lenient`` the later one where the text of the law is
    contested. A clock that stopped keeps its date; ``..._stopped_on`` says when it stopped.
    ``acknowledge_at`` and ``target_at`` are moments in Amsterdam on those days, known only while
    the norm is in hours of office time.
    """

    regime: str
    acknowledge_by: date | None
    acknowledge_at: datetime | None
    target_on: date | None
    target_at: datetime | None
    due_on: date | None
    unrolled_due_on: date | None
    due_on_lenient: date | None
    objection_period_ends_on: date | None
    filed_in_time: bool | None
    milestones: Milestones
    penalty: Penalty
    suspended_since: date | None
    respond_by: date | None
    acknowledged_on: date | None
    answered_on: date | None
    acknowledge_stopped_on: date | None
    target_stopped_on: date | None
    due_stopped_on: date | None
    closed_by: str | None
    reopened_on: date | None
    steps: tuple[Step, ...]
    rules_version: str = RULES_VERSION

    def steps_of(self, clock: ClockName) -> tuple[Step, ...]:
        """Return the steps of one clock."""
        return tuple(step for step in self.steps if step.clock == clock)


def reckon(
    regime: str | Regime,
    facts: Mapping[str, object],
    events: Sequence[LegalEvent] = (),
    norms: Norms = Norms(),  # noqa: B008  # frozen
    calendar: Calendar = DUTCH_CALENDAR,
    as_of: date | None = None,
) -> Reckoning:
    """Reckon the clocks of one case from its facts and events.

    Args:
        regime: a code of ``REGIMES``, or a row of the municipality's own.
        facts: dates as ``date`` or in ISO form.
        events: in any order; those of one day in the order given.
        norms: the municipality's own promises; no legal force.
        calendar: its closing days count for the norms only.
        as_of: the day on which suspension and penalty are looked at.

    Raises:
        DeadlineError: a fact is missing or impossible, or the law does not allow an event.
    """
    case = _case(regime, facts, events, calendar, as_of)
    course = course_of(case.events)
    due = reckon_due(case, case.regime.term) if case.regime.term else None
    acknowledge = acknowledge_by(case, norms, calendar, course)
    due_on = due.run.safe.end if due else None
    target = promised(case, norms, calendar, course, due_on)
    waiting = _waiting(case, course, as_of)
    closing = Closing(due_on, course.closed_on, _endless(case, due_on), as_of)
    penalty = penalty_for(case.regime, case.events, closing)
    milestones = milestones_of(case, due.run.extend_by if due else target.extend_by)
    return Reckoning(
        regime=case.regime.code,
        acknowledge_by=acknowledge.on,
        acknowledge_at=acknowledge.at,
        target_on=target.on,
        target_at=target.at,
        due_on=due_on,
        unrolled_due_on=due.run.safe.unrolled if due else None,
        due_on_lenient=due.run.lenient.end if due else None,
        objection_period_ends_on=due.period.ends_on if due and due.period else None,
        filed_in_time=due.filed_in_time if due else None,
        milestones=milestones,
        penalty=penalty,
        suspended_since=waiting.first_day if waiting else None,
        respond_by=waiting.respond_by if waiting else None,
        acknowledged_on=course.acknowledged_on,
        answered_on=course.closed_on if course.closed_by in ("answered", "decided") else None,
        acknowledge_stopped_on=min(
            filter(None, (course.acknowledged_on, course.closed_on)), default=None
        ),
        target_stopped_on=course.closed_on,
        due_stopped_on=course.closed_on if due else None,
        closed_by=course.closed_by,
        reopened_on=course.reopened_on,
        steps=(
            *acknowledge.steps,
            *target.steps,
            *_due_steps(case, course, due, milestones, penalty),
        ),
    )


def _case(
    regime: str | Regime,
    facts: Mapping[str, object],
    events: Sequence[LegalEvent],
    calendar: Calendar,
    as_of: date | None,
) -> Case:
    known = read_facts(facts)
    row = regime if isinstance(regime, Regime) else regime_on(regime, day_of_law(known))
    if row.start == "receipt":
        needed(known, "received_on")
    placed = in_order(events, earliest_day(known))
    suspensions = suspensions_in(row, placed)
    return Case(row, known, placed, suspensions, calendar.statutory, as_of, day_of_law(known))


def _due_steps(
    case: Case, course: Course, due: Due | None, milestones: Milestones, penalty: Penalty
) -> list[Step]:
    if due is None:
        return []
    regime, end, steps = case.regime, due.run.safe.end, due.run.steps
    if due.period:
        years = {due.period.decide_after.year, due.period.ends_on.year} - {end.year}
        steps += decree_notes(case.calendar, end, "due", sorted(years))
    if case.earliest < regime.valid_from:
        values = {"since": regime.valid_from}
        steps.append(Step(end, "due", say.NOT_YET_LAW, values, regime.source))
    steps += milestone_steps(case, milestones, end)
    steps += notice_steps(regime, case.events, penalty)
    if course.closed_on and course.closed_by:
        closed = say.CLOSED[course.closed_by]
        steps.append(Step(course.closed_on, "due", closed, {}, regime.source))
    elif course.reopened_on:
        steps.append(Step(course.reopened_on, "due", say.STILL_DUE, {}, regime.source))
    steps.append(last_step(end, "due", regime.source))
    return steps


def _waiting(case: Case, course: Course, as_of: date | None) -> Suspension | None:
    """Return the oldest suspension that still runs on *as_of*; none once the case is closed."""
    if course.closed_on is not None:
        return None
    return next((each for each in case.suspensions if each.open_on(as_of)), None)


def _endless(case: Case, due_on: date | None) -> date | None:
    """Return since when the term stands still without anybody knowing until when.

    A letter from after the term ran out suspends nothing any more.
    """
    if due_on is None:
        return None
    open_ones = [each.first_day for each in case.suspensions if each.last_day is None]
    return next((day for day in open_ones if day <= due_on), None)
