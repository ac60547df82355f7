"""What happened on a case that may move or stop a clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from tracker.deadlines.errors import DeadlineError, shown

EVENT_TYPES: Final = (
    "acknowledged",
    "suspension_started",
    "suspension_ended",
    "extended",
    "postponed_by_consent",
    "forwarded_internally",
    "notice_of_default",
    "decided",
    "answered",
    "withdrawn",
    "reopened",
)
_ANSWERS: Final = frozenset({"decided", "answered"})
_CLOSING: Final = _ANSWERS | {"withdrawn"}


@dataclass(frozen=True)
class LegalEvent:
    """Something that happened; ``on`` is the day of the letter or of its receipt.

    What runs "from the day after" is for the law to say, not for ``on``. With a ``reason`` an
    event that the law does not allow is taken all the same, and the reason stays visible.
    """

    type: str
    on: date
    ground: str | None = None
    respond_by: date | None = None
    length: str | None = None
    until: date | None = None
    sender_told: bool | None = None
    reason: str | None = None


class Placed(NamedTuple):
    """An event with its place in the list as given, so that an error can point at it."""

    event: LegalEvent
    place: int

    def field(self, name: str) -> str:
        """Return how an error names one value of this event."""
        return f"events[{self.place}].{name}"


class Course(NamedTuple):
    """How a case went: when it was acknowledged, and whether it is closed now.

    ``acknowledged_by`` names the event that told that we have the letter: an answer does so too,
    which shows once the case is opened again.
    """

    acknowledged_on: date | None = None
    acknowledged_by: str = "acknowledged"
    closed_on: date | None = None
    closed_by: str | None = None
    reopened_on: date | None = None


def in_order(events: Sequence[LegalEvent], earliest: date) -> list[Placed]:
    """Put the events in order of their day; those of one day stay as given.

    Raises:
        DeadlineError: an unknown type, or a day before *earliest*.
    """
    placed = [Placed(event, index) for index, event in enumerate(events)]
    for each in placed:
        if each.event.type not in EVENT_TYPES:
            raise DeadlineError(
                each.field("type"),
                f"Deze gebeurtenis kennen we niet: {shown(each.event.type)}.",
                f"Unknown event: {shown(each.event.type)}.",
            )
        if each.event.on < earliest:
            raise DeadlineError(
                each.field("on"),
                "Een gebeurtenis kan niet voor de ontvangst liggen.",
                "An event cannot lie before the receipt.",
            )
    placed.sort(key=lambda each: each.event.on)
    return placed


def course_of(events: Sequence[Placed]) -> Course:
    """Follow the events that stop and restart a case."""
    course = Course()
    for each in events:
        event, closed_on = each.event, course.closed_on
        if event.type == "acknowledged" and course.acknowledged_on is None:
            course = course._replace(acknowledged_on=event.on)
        elif event.type in _CLOSING and closed_on is None:
            course = course._replace(closed_on=event.on, closed_by=event.type)
        elif event.type == "reopened" and closed_on is not None:
            course = _opened_again(course, closed_on, event.on)
    return course


def _opened_again(course: Course, closed_on: date, on: date) -> Course:
    """Open a closed case; who was answered needs no acknowledgement any more."""
    first = min(closed_on, course.acknowledged_on or closed_on)
    if course.closed_by in _ANSWERS and first != course.acknowledged_on:
        course = course._replace(acknowledged_on=first, acknowledged_by=course.closed_by)
    return course._replace(closed_on=None, closed_by=None, reopened_on=on)
