"""What had happened to an old letter before it came into Tijdig?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput
from tracker.intake.backlog_cells import as_text, read_day
from tracker.intake.backlog_reading import Line, chosen, plain
from tracker.register.fact_forms import read_length
from tracker.register.models import CLOSED_WITHOUT_ANSWER, CaseState, Event, EventType
from tracker.register.wording import STATES


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """Something that had happened before the letter came into Tijdig."""

    type: EventType
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)


def as_event(what: Happened) -> Event:
    """Return an event to reckon with, which is not stored."""
    return Event.model_construct(type=what.type, on=what.on, data=dict(what.data), reason="")


def length_of(cell: object) -> str:
    """Read a term such as "6 weken".

    Raises:
        InvalidInput: it is none.
    """
    try:
        return read_length(as_text(cell))
    except ValueError as error:
        raise InvalidInput(error.args[0]) from error


def what_happened(line: Line, today: date, source: str) -> Sequence[Happened]:
    """Return what had happened already, in the order of the days."""
    days = {
        name: line.read(name, lambda cell: _past_day(cell, today))
        for name in ("acknowledged_on", "extended_on", "answered_on", "closed_on")
    }
    found: list[Happened] = []
    received = line.read("received_on", read_day)
    for name, day in days.items():
        if day and received and day < received:
            line.needs(
                name, _l("Deze dag ligt voor de ontvangst van de brief. Vul een latere dag in.")
            )
    if on := days["acknowledged_on"]:
        found.append(Happened(type=EventType.ACKNOWLEDGED, on=on))
    found += _extended(line, days["extended_on"])
    if on := days["answered_on"]:
        found.append(Happened(type=EventType.ANSWERED, on=on))
        if days["closed_on"]:
            line.needs("closed_on", _l("Deze brief is beantwoord. Laat dit dan leeg."))
    else:
        found += _closed(line, days["closed_on"], source)
    return sorted(found, key=lambda each: each.on)


def _past_day(cell: object, today: date) -> date:
    day = read_day(cell)
    if day > today:
        raise InvalidInput(_l("Deze dag is nog niet geweest. Vul vandaag of eerder in."))
    return day


def _extended(line: Line, on: date | None) -> Sequence[Happened]:
    length = line.read("extended_with", length_of)
    if on is None and length is None:
        return ()
    if on is None:
        line.needs("extended_on", _l("Vul ook in op welke dag is verlengd."))
        return ()
    if length is None:
        line.needs("extended_with", _l("Vul ook in waarmee is verlengd, zoals 6 weken."))
        return ()
    return (Happened(type=EventType.EXTENDED, on=on, data={"length": length}),)


def _closed(line: Line, on: date | None, source: str) -> Sequence[Happened]:
    states = {plain(str(STATES[state])): state for state in CLOSED_WITHOUT_ANSWER}
    more = {state.value: state for state in CLOSED_WITHOUT_ANSWER}
    state = line.read("closed_as", lambda cell: chosen(cell, states, more))
    why = line.text("closed_why")
    if on is None and state is None:
        return ()
    if on is None:
        line.needs("closed_on", _l("Vul ook in op welke dag de zaak is gesloten."))
        return ()
    if state is None:
        line.needs("closed_as", _l("Vul ook in waarom: %(known)s.", known=", ".join(states)))
        return ()
    type = EventType.WITHDRAWN if state is CaseState.WITHDRAWN else EventType.CLOSED
    said = why or str(_l("Overgenomen uit %(source)s.", source=source))
    return (Happened(type=type, on=on, data={"state": state.value, "why": said}),)
