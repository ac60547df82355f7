"""What is known of a letter, and whether one can reckon with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from tracker.deadlines.calendar import Words
from tracker.deadlines.errors import DeadlineError, shown
from tracker.deadlines.office import OFFICE_TIME

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


Kind = Literal["day", "moment", "yes_no", "length", "days", "choice"]


class Fact(NamedTuple):
    """One fact: how it is read, and what a form needs to ask for it."""

    kind: Kind
    read: Callable[[object, str], Any]
    name: Words
    choices: Mapping[str, Words] = MappingProxyType({})


def _day(nl: str, en: str) -> Fact:
    return Fact("day", read_date, Words(nl, en))


def _yes_no(nl: str, en: str) -> Fact:
    return Fact("yes_no", read_flag, Words(nl, en))


RECEIPT: Final = ("received_on", "received_at", "electronic")
"""The facts that every regime may have; what else one wants stands in its ``asks``."""

FACTS: Final[Mapping[str, Fact]] = {
    "received_on": _day("Ontvangen op", "Received on"),
    "received_at": Fact("moment", _read_moment, Words("Ontvangen om", "Received at")),
    "electronic": _yes_no("Digitaal ontvangen", "Received electronically"),
    "decision_sent_on": _day("Besluit verzonden op", "Decision sent on"),
    "objection_period_ends_on": _day("Laatste dag om bezwaar te maken", "Last day to object"),
    "appeal_period_ends_on": _day("Laatste dag om beroep in te stellen", "Last day to appeal"),
    "posted_on": _day("Op de post gedaan op", "Posted on"),
    "committee": _yes_no("Er adviseert een commissie", "A committee advises"),
    "committee_notice_sent": _yes_no(
        "De indiener weet dat er een commissie adviseert", "The objector was told of the committee"
    ),
    "filing_extended_until": _day(
        "Indienen verlengd tot en met, na een storing", "Filing extended until, after an outage"
    ),
    "wrong_channel_on": _day(
        "Eerst langs een andere weg ingediend op", "First filed by another way on"
    ),
    "right_way_shown_on": _day("Juiste weg gewezen op", "Right way shown on"),
    "advisory_committee": _yes_no("Er adviseert een klachtencommissie", "A committee advises"),
    "same_legal_person": _yes_no(
        "Het beroep gaat over een besluit van de gemeente zelf",
        "The appeal is about a decision of the municipality itself",
    ),
    "consent_needed": _yes_no(
        "Een ander bestuursorgaan moet instemmen", "Another authority must consent"
    ),
    "statutory_term": Fact(
        "length", read_text, Words("Termijn in een andere wet", "Term in another act")
    ),
    "subject": Fact(
        "choice",
        read_text,
        Words("Gaat over", "Is about"),
        {
            "nationality": Words("nationaliteit", "nationality"),
            "civil_status": Words("burgerlijke staat", "civil status"),
        },
    ),
    "days": Fact("days", _read_days, Words("Dagen, door de raad bepaald", "Days set by council")),
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
        fact = FACTS.get(name)
        if fact is None:
            raise DeadlineError(
                shown(name),
                f"Dit gegeven kennen we niet: {shown(name)}.",
                f"Unknown fact: {shown(name)}.",
            )
        if value is not None:
            known[name] = fact.read(value, name)
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
    day = known["received_at"].astimezone(OFFICE_TIME).date()
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
        words = FACTS[name].name if name in FACTS else Words(name, name)
        raise DeadlineError(
            name,
            f"Vul dit gegeven in: {words.nl}.",
            f"This fact is needed: {words.en}.",
        )
    return value
