"""What the municipality itself promised: acknowledged by, and answered by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, NamedTuple

from tracker.deadlines import explanation as say
from tracker.deadlines.calendar import Calendar
from tracker.deadlines.case import Case
from tracker.deadlines.due import follow
from tracker.deadlines.events import Course
from tracker.deadlines.explanation import ClockName, Step
from tracker.deadlines.narration import changed_step, decree_notes, last_step
from tracker.deadlines.office import OFFICE_TIME, Office
from tracker.deadlines.sources import ELECTRONIC_RECEIPT, SERVICE_NORM, Article
from tracker.deadlines.suspensions import pauses
from tracker.deadlines.terms import Length, parse_length
from tracker.deadlines.track import Outcome, Track, leaning_years, outcome

_WHOLE_DAY: Final = Length(1, "working day")  # how a promise in hours moves


@dataclass(frozen=True)
class Norms:
    """The municipality's service norms; no legal force, and no Algemene termijnenwet.

    A norm in hours counts the time that the office is open on working days of its own calendar,
    closing days left out.
    """

    acknowledge_within: str = "2 working days"
    answer_within: str = "15 working days"
    office_opens: time = time(8, 30)
    office_closes: time = time(17, 0)

    def office(self, calendar: Calendar) -> Office:
        """Return when the town hall is open."""
        return Office(self.office_opens, self.office_closes, calendar)


class Promise(NamedTuple):
    """The day promised with its reasons; None while nothing was received.

    ``at`` is the moment on that day when the promise is in hours of office time.
    """

    on: date | None = None
    at: datetime | None = None
    extend_by: date | None = None
    steps: Sequence[Step] = ()


class _Term(NamedTuple):
    """One promise as it was made, before anything moved it."""

    track: Track
    end: date
    at: datetime | None
    steps: list[Step]


def acknowledge_by(case: Case, norms: Norms, calendar: Calendar, course: Course) -> Promise:
    """Reckon by when to acknowledge receipt: the law wants it, the norm says how soon."""
    received: date | None = case.facts.get("received_on")
    length = parse_length(norms.acknowledge_within, "acknowledge_within")
    if received is None:
        return Promise()
    why = acknowledge_article(case)
    begun = Step(received, "acknowledge", say.RECEIVED, {}, why)
    received_at = case.facts.get("received_at")
    track, end, at, steps = _term(begun, length, norms, calendar, received_at)
    years = leaning_years(track, Outcome(end, end, ()))
    steps += decree_notes(calendar, end, "acknowledge", years)
    if course.acknowledged_on:
        wording = say.CLOSED[course.acknowledged_by]
        steps.append(Step(course.acknowledged_on, "acknowledge", wording, {}, SERVICE_NORM))
    else:
        steps += _closing(course, "acknowledge")
    steps.append(last_step(at or end, "acknowledge", why))
    return Promise(end, at, None, steps)


def acknowledge_article(case: Case) -> Article:
    """Return what asks for an acknowledgement: a law, or only our own promise.

    Awb 2:17 is about electronic messages; for paper the law asks it in a few regimes only
    (Awb 6:14 and 9:6, Wmo 2015 2.3.2).
    """
    article = case.regime.acknowledge
    only_electronic = article == ELECTRONIC_RECEIPT
    return SERVICE_NORM if only_electronic and not case.facts.get("electronic") else article


def promised(
    case: Case, norms: Norms, calendar: Calendar, course: Course, due_on: date | None
) -> Promise:
    """Reckon the target: the norm, and as many days more as a suspension took.

    A reopened case gets a new target. The target never lies after the legal due date.
    """
    received: date | None = case.facts.get("received_on")
    length = parse_length(norms.answer_within, "answer_within")
    if received is None:
        return Promise()
    reopened, received_at = course.reopened_on, case.facts.get("received_at")
    begun = Step(received, "target", say.RECEIVED, {}, SERVICE_NORM)
    if reopened:
        begun, received_at = begun._replace(day=reopened, wording=say.REOPENED), None
    track, end, at, steps = _term(begun, length, norms, calendar, received_at)
    if reopened:
        case = case._replace(events=[each for each in case.events if each.event.on >= reopened])
    found, extend_by = _followed(case, track, end, steps)
    end = found.end
    if at is not None:
        at = _moved(at, found, norms.office_opens, steps)
    if due_on is not None and received <= due_on < end and not reopened:
        end, at = due_on, None
        steps.append(Step(end, "target", say.NOT_AFTER_DUE, {}, case.regime.source))
    steps += _closing(course, "target")
    steps.append(last_step(at or end, "target", SERVICE_NORM))
    return Promise(end, at, extend_by, steps)


def _term(
    begun: Step, length: Length, norms: Norms, calendar: Calendar, received_at: datetime | None
) -> _Term:
    """Return the promise that starts with the step *begun*: so many days, or hours of office."""
    start, clock = begun.day, begun.clock
    if length.unit != "hour":
        track = Track(start, length, "none", calendar)
        end = track.nominal_end()
        given = Step(end, clock, say.TERM, {"length": length}, SERVICE_NORM)
        return _Term(track, end, None, [begun, given])
    office = norms.office(calendar)
    first = office.first_moment(start, received_at)
    at = office.after(first, length.number)
    hours = {"length": length, "opens": office.opens, "closes": office.closes, "moment": at}
    steps = [
        begun._replace(wording=say.IN_HOURS[begun.wording], values={"first": first}),
        Step(at.date(), clock, say.HOURS, hours, SERVICE_NORM),
    ]
    track = Track(start, _WHOLE_DAY, "none", calendar, fixed_end=at.date())
    return _Term(track, at.date(), at, steps)


def _moved(at: datetime, found: Outcome, opens: time, steps: list[Step]) -> datetime | None:
    """Move the moment along with its day; that is whole days, so the time of day stays.

    On a free day it becomes the next opening, which is the earliest it can be. A day that was
    agreed has no moment.
    """
    if found.agreed:
        return None
    if found.end == at.date():
        return at
    off_a_free_day = found.end != found.unrolled
    time_of_day = opens.replace(tzinfo=OFFICE_TIME) if off_a_free_day else at.timetz()
    moment = datetime.combine(found.end, time_of_day)
    steps.append(Step(found.end, "target", say.MOMENT_MOVED, {"moment": moment}, SERVICE_NORM))
    return moment


def _closing(course: Course, clock: ClockName) -> list[Step]:
    if not (course.closed_on and course.closed_by):
        return []
    return [Step(course.closed_on, clock, say.CLOSED[course.closed_by], {}, SERVICE_NORM)]


def _followed(
    case: Case, track: Track, end: date, steps: list[Step]
) -> tuple[Outcome, date | None]:
    """Move the target; without a legal clock the extensions and agreements are its own."""
    if case.regime.term is None:
        run = follow(case, track, steps)
        return run.safe, run.extend_by
    moved = Outcome(end, end, ())
    if case.suspensions:
        moved = outcome(track, pauses(case.suspensions, case.as_of, lenient=False), end)
    steps += [changed_step(change, "target") for change in moved.changes]
    if moved.end != moved.unrolled:
        why = {"why": track.calendar.why_free(moved.unrolled)}
        steps.append(Step(moved.end, "target", say.MOVED, why, SERVICE_NORM))
    steps += decree_notes(track.calendar, moved.end, "target", leaning_years(track, moved))
    return moved, None
