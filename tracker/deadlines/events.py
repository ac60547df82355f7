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
_CLOSING: Final = frozenset({"decided", "answered", "withdrawn"})


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
    """How a case went: when it was acknowledged, and whether it is closed now."""

    acknowledged_on: date | None = None
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
    acknowledged = closed = reopened = None
    closed_by = None
    for each in events:
        event = each.event
        if event.type == "acknowledged":
            acknowledged = acknowledged or event.on
        elif event.type in _CLOSING and closed is None:
            closed, closed_by = event.on, event.type
        elif event.type == "reopened" and closed is not None:
            closed, closed_by, reopened = None, None, event.on
    return Course(acknowledged, closed, closed_by, reopened)
