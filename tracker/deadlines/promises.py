"""What the municipality itself promised: acknowledged by, and answered by."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.deadlines import explanation as say
from tracker.deadlines.calendar import Calendar
from tracker.deadlines.case import Case
from tracker.deadlines.due import follow
from tracker.deadlines.events import Course
from tracker.deadlines.explanation import Step
from tracker.deadlines.narration import changed_step, decree_notes, last_step
from tracker.deadlines.sources import ELECTRONIC_RECEIPT, SERVICE_NORM, Article
from tracker.deadlines.suspensions import pauses
from tracker.deadlines.terms import last_day, parse_length
from tracker.deadlines.track import Track, leaning_years, outcome


@dataclass(frozen=True)
class Norms:
    """The municipality's service norms; no legal force, and no Algemene termijnenwet."""

    acknowledge_within: str = "2 working days"
    answer_within: str = "15 working days"


class Promise(NamedTuple):
    """The target with its reasons; None while nothing was received."""

    on: date | None
    extend_by: date | None
    steps: list[Step]


def acknowledge_by(
    case: Case, norms: Norms, calendar: Calendar, course: Course
) -> tuple[date | None, list[Step]]:
    """Reckon by when to acknowledge receipt: the law wants it, the norm says how soon."""
    received: date | None = case.facts.get("received_on")
    length = parse_length(norms.acknowledge_within, "acknowledge_within")
    if received is None:
        return None, []
    end = last_day(received, (length,), calendar)
    why = acknowledge_article(case)
    steps = [
        Step(received, "acknowledge", say.RECEIVED, {}, why),
        Step(end, "acknowledge", say.TERM, {"length": length}, SERVICE_NORM),
        *decree_notes(calendar, end, "acknowledge", range(received.year, end.year + 1)),
    ]
    if course.acknowledged_on:
        wording = say.CLOSED["acknowledged"]
        steps.append(Step(course.acknowledged_on, "acknowledge", wording, {}, SERVICE_NORM))
    elif course.closed_on and course.closed_by:
        wording = say.CLOSED[course.closed_by]
        steps.append(Step(course.closed_on, "acknowledge", wording, {}, SERVICE_NORM))
    steps.append(last_step(end, "acknowledge", why))
    return end, steps


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
        return Promise(None, None, [])
    track = Track(course.reopened_on or received, length, "none", calendar)
    wording = say.REOPENED if course.reopened_on else say.RECEIVED
    steps = [
        Step(track.start, "target", wording, {}, SERVICE_NORM),
        Step(track.nominal_end(), "target", say.TERM, {"length": length}, SERVICE_NORM),
    ]
    end, extend_by = _followed(case, track, steps)
    if due_on is not None and received <= due_on < end and not course.reopened_on:
        end = due_on
        steps.append(Step(end, "target", say.NOT_AFTER_DUE, {}, case.regime.source))
    if course.closed_on and course.closed_by:
        wording = say.CLOSED[course.closed_by]
        steps.append(Step(course.closed_on, "target", wording, {}, SERVICE_NORM))
    steps.append(last_step(end, "target", SERVICE_NORM))
    return Promise(end, extend_by, steps)


def _followed(case: Case, track: Track, steps: list[Step]) -> tuple[date, date | None]:
    """Move the target; without a legal clock the extensions and agreements are its own."""
    if case.regime.term is None:
        since = [each for each in case.events if each.event.on >= track.start]
        run = follow(replace(case, events=since), track, "target", steps)
        return run.safe.end, run.extend_by
    moved = outcome(track, pauses(case.suspensions, case.as_of, lenient=False))
    steps += [changed_step(change, "target") for change in moved.changes]
    if moved.end != moved.unrolled:
        why = {"why": track.calendar.why_free(moved.unrolled)}
        steps.append(Step(moved.end, "target", say.MOVED, why, SERVICE_NORM))
    years = leaning_years(track, moved)
    steps += decree_notes(track.calendar, moved.end, "target", years)
    return moved.end, None
