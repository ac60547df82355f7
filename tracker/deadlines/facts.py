"""What is known of a letter, and whether one can reckon with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tracker.deadlines.errors import DeadlineError, shown

_OFFICE: Final = ZoneInfo("Europe/Amsterdam")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_MOST_DAYS = 3660


def read_date(value: object, field: str) -> date:
    """Read a day given as a date or in ISO form.

    Raises:
        DeadlineError: no such day, or one that no letter of ours can carry.
    """
    day = value
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise DeadlineError(
            field,
            "Dit is geen bestaande datum. Schrijf hem als 2026-11-24.",
            "This is no existing date. Write it as 2026-11-24.",
        )
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise DeadlineError(
            field,
            f"We rekenen alleen met jaren van {_FIRST_YEAR} tot en met {_LAST_YEAR}.",
            f"We only reckon with the years {_FIRST_YEAR} to {_LAST_YEAR}.",
        )
    return day


def _read_moment(value: object, field: str) -> datetime:
    """Read an instant with its offset; a bare wall-clock time could be two instants."""
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise DeadlineError(
            field,
            "Dit is geen moment. Schrijf het als 2026-08-30T22:10+02:00.",
            "This is no moment. Write it as 2026-08-30T22:10+02:00.",
        )
    read_date(moment.date(), field)
    return moment


def read_flag(value: object, field: str) -> bool:
    """Read yes or no."""
    if not isinstance(value, bool):
        raise DeadlineError(field, "Kies ja (true) of nee (false).", "Choose true or false.")
    return value


def read_text(value: object, field: str) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise DeadlineError(field, "Dit moet tekst zijn.", "This must be text.")
    return value


def _read_days(value: object, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_DAYS:
        raise DeadlineError(
            field,
            f"Kies een heel aantal dagen van 1 tot en met {_MOST_DAYS}.",
            f"Choose a whole number of days from 1 to {_MOST_DAYS}.",
        )
    return value


_READERS: Final[Mapping[str, Callable[[object, str], Any]]] = {
    "received_on": read_date,
    "received_at": _read_moment,
    "electronic": read_flag,
    "posted_on": read_date,
    "decision_sent_on": read_date,
    "objection_period_ends_on": read_date,
    "filing_extended_until": read_date,
    "wrong_channel_on": read_date,
    "right_way_shown_on": read_date,
    "appeal_period_ends_on": read_date,
    "committee": read_flag,
    "committee_notice_sent": read_flag,
    "advisory_committee": read_flag,
    "same_legal_person": read_flag,
    "consent_needed": read_flag,
    "statutory_term": read_text,
    "subject": read_text,
    "days": _read_days,
}


def read_facts(facts: Mapping[str, object]) -> dict[str, Any]:
    """Check every fact and return them typed; empty ones are left out.

    ``received_at`` gives ``received_on``, the day in Amsterdam on which the message reached the
    system (Awb 2:20).

    Raises:
        DeadlineError: a fact of an unknown name or with an impossible value.
    """
    known: dict[str, Any] = {}
    for name, value in facts.items():
        reader = _READERS.get(name)
        if reader is None:
            raise DeadlineError(
                shown(name),
                f"Dit gegeven kennen we niet: {shown(name)}.",
                f"Unknown fact: {shown(name)}.",
            )
        if value is not None:
            known[name] = reader(value, name)
    if "received_at" in known:
        _take_day_of_receipt(known)
    if known.get("posted_on") and known.get("received_on", date.max) < known["posted_on"]:
        raise DeadlineError(
            "posted_on",
            "Een brief kan niet na de ontvangst op de post zijn gedaan.",
            "A letter cannot be posted after it was received.",
        )
    return known


def _take_day_of_receipt(known: dict[str, Any]) -> None:
    day = known["received_at"].astimezone(_OFFICE).date()
    if known.setdefault("received_on", day) != day:
        raise DeadlineError(
            "received_on",
            "De dag en het moment van ontvangst spreken elkaar tegen.",
            "The day and the moment of receipt contradict each other.",
        )


def needed(known: Mapping[str, Any], name: str) -> Any:
    """Return a fact that cannot be missed.

    Raises:
        DeadlineError: it is missing; names it.
    """
    value = known.get(name)
    if value is None:
        raise DeadlineError(
            name,
            f"Vul dit gegeven in: {name}.",
            f"This fact is needed: {name}.",
        )
    return value
