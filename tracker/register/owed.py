"""Which letters does the law want with what was written down, and which must still be sent?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.base.clock import office_date
from tracker.register.models import (
    OPEN_STATES,
    Case,
    CaseState,
    Direction,
    Event,
    EventType,
    Message,
    ReplyKind,
)

_WITH_A_REQUEST: Final = ("incomplete", "defect", "natura2000_data")
_ENDS_WITH_A_WORD: Final = (
    "foreign_information",
    "third_party_views",
    "attributable_to_applicant",
    "force_majeure",
    "stay",
    "international_obligation",
)
"""Grounds of which the end must be told, with the new date (Awb 4:15 lid 4, Woo 4.4 lid 4)."""


@dataclass(frozen=True, slots=True)
class OwedLetter:
    """A letter that belongs to an event; ``letter`` is a key of ``wording.LETTERS``."""

    event_id: int
    letter: str


def letter_with(event: Event, events: Sequence[Event]) -> str:
    """Return which letter the law wants with *event*; empty when none."""
    match event.type:
        case EventType.EXTENDED:
            return "verdaging" if event.data.get("length") else "vertraging"
        case EventType.SUSPENSION_STARTED:
            return "aanvulling" if event.data.get("ground") in _WITH_A_REQUEST else "opschorting"
        case EventType.SUSPENSION_ENDED:
            ended = event.data.get("ground") or _ground_before(event, events)
            return "hervatting" if ended in _ENDS_WITH_A_WORD else ""
        case EventType.NOTICE_OF_DEFAULT:
            return "ingebrekestelling"
        case EventType.FORWARDED_INTERNALLY:
            return "" if event.data.get("sender_told") else "doorzending"
        case EventType.CLOSED:
            forwarded = event.data.get("state") == CaseState.FORWARDED.value
            return "doorzending" if forwarded else ""
    return ""


def owed_letters(
    case: Case, events: Sequence[Event], messages: Sequence[Message]
) -> Sequence[OwedLetter]:
    """Return the letters that were not sent yet, the oldest first.

    A message that somebody wrote on the day of the event is taken for its letter: then the letter
    went first, and the event was written down after it. The letter of another event is not.
    """
    ours = [each for each in messages if each.direction is Direction.OUT and each.author_id]
    settled = {data.get("letter_for") for data in (each.data for each in ours)}
    settled |= {event.data.get("letter_for") for event in events}
    days = {office_date(each.at) for each in ours if _may_be_any_letter(each)}
    return [
        OwedLetter(event.id or 0, letter)
        for event in events
        if (letter := letter_with(event, events))
        and event.id not in settled
        and event.on not in days
        and not event.data.get("message_id")
        and _still_matters(event, case, events)
    ]


def is_written_about(event: Event, messages: Sequence[Message]) -> bool:
    """Tell whether a letter of ours was written about *event*, sent or on its way."""
    ours = (each for each in messages if each.direction is Direction.OUT)
    its_own = event.data.get("message_id")
    return any(
        each.data.get("letter_for") == event.id or (its_own and each.id == its_own) for each in ours
    )


def _may_be_any_letter(message: Message) -> bool:
    return message.kind is not ReplyKind.ACKNOWLEDGEMENT and not message.data.get("letter")


def _still_matters(event: Event, case: Case, events: Sequence[Event]) -> bool:
    if case.state not in OPEN_STATES:
        return event.type is EventType.CLOSED
    if event.type is EventType.CLOSED:
        return False  # it was opened again
    if event.type is not EventType.SUSPENSION_STARTED:
        return True
    return not any(_ends(later, event) for later in events)


def _ends(later: Event, started: Event) -> bool:
    """Tell whether *later* ended that suspension: nothing need be asked any more."""
    if later.type is not EventType.SUSPENSION_ENDED or (later.id or 0) < (started.id or 0):
        return False
    ground: Mapping[str, object] = later.data
    return ground.get("ground") in (None, started.data.get("ground"))


def _ground_before(event: Event, events: Sequence[Event]) -> object:
    started = [
        each.data.get("ground")
        for each in events
        if each.type is EventType.SUSPENSION_STARTED and (each.id or 0) < (event.id or 0)
    ]
    return started[-1] if started else None
