"""Which letter does a line of a backlog tell of, and what is wrong with it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, Final

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from sqlmodel import Session, select

from tracker.base.clock import OFFICE_TIME, office_date
from tracker.base.errors import InvalidInput
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.facts import FACTS
from tracker.intake.backlog_cells import (
    as_text,
    read_day,
    read_moment,
    read_yes_no,
    shown,
)
from tracker.intake.backlog_columns import Columns
from tracker.intake.backlog_files import Row
from tracker.intake.backlog_past import Happened, as_event, length_of, what_happened
from tracker.intake.backlog_reading import LONGEST, Line, Refusal, chosen, fitting, plain
from tracker.people.models import Team, User
from tracker.people.rules import has_desk, tidy_email
from tracker.register.basis import Basis, basis_of
from tracker.register.clocks import reckon_events
from tracker.register.models import (
    Case,
    Channel,
    CorrespondentKind,
    EventType,
    Subject,
)
from tracker.register.service import NewCase, NewMessage, Sender, facts_of_receipt
from tracker.register.wording import CHANNELS

_KINDS: Final = {
    "inwoner": CorrespondentKind.RESIDENT,
    "ondernemer": CorrespondentKind.BUSINESS,
    "organisatie": CorrespondentKind.ORGANISATION,
}
_MORE_KINDS: Final = {
    "particulier": CorrespondentKind.RESIDENT,
    "burger": CorrespondentKind.RESIDENT,
    "bedrijf": CorrespondentKind.BUSINESS,
    "vereniging": CorrespondentKind.ORGANISATION,
    "stichting": CorrespondentKind.ORGANISATION,
    **{kind.value: kind for kind in CorrespondentKind},
}
_MORE_CHANNELS: Final = {
    "post": Channel.LETTER,
    "papier": Channel.LETTER,
    "mail": Channel.EMAIL,
    "email": Channel.EMAIL,
    "telefonisch": Channel.PHONE,
    "webformulier": Channel.FORM,
    "website": Channel.FORM,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OldLetter:
    """A line that can become a case; ``key`` tells it from every other line."""

    row: Row
    key: str
    fingerprint: str
    new: NewCase
    handler_id: int | None
    happened: Sequence[Happened]


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """What the lines are held against, read once."""

    today: date
    basis: Basis
    subjects: Mapping[str, Subject]
    users: Mapping[str, User]
    teams: Mapping[int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What the administrator said about all the lines."""

    source: str
    subject: str = ""
    allow_old: bool = False


def read_house(session: Session, now: datetime) -> House:
    """Read what the lines are held against."""
    return House(
        today=office_date(now),
        basis=basis_of(session),
        subjects={plain(each.name): each for each in session.exec(select(Subject)) if each.active},
        users={each.email: each for each in session.exec(select(User)) if has_desk(each)},
        teams={each.id or 0: each.name for each in session.exec(select(Team))},
    )


def read_line(
    row: Row, columns: Columns, house: House, choices: Choices
) -> OldLetter | Sequence[Refusal]:
    """Read a line; return the letter, or all that is wrong with it."""
    line = Line(row, columns)
    line.look_at_shape()
    subject = line.read(
        "subject", lambda cell: find_subject(cell, house, choices.subject), empty=True
    )
    received = line.read("received_on", read_moment)
    if received is None:
        line.needs("received_on", _l("Vul in op welke dag de brief binnenkwam."))
    else:
        line.look_at_receipt(received.date(), house.today, allow_old=choices.allow_old)
    sender, title, text = _sender(line), line.text("title"), line.text("text")
    if not title and not text:
        line.needs("title", _l("Vul in waar de brief over gaat."))
    handler = line.read("handler", lambda cell: _handler(cell, house, subject))
    channel = line.read("channel", _channel) or Channel.LETTER
    facts = _facts(line, house, subject) if subject else {}
    happened = what_happened(line, house.today, choices.source)
    number = line.text("number")
    if received is None or subject is None or line.refusals:
        return line.refusals
    new = NewCase(
        title=title or " ".join(text.split())[:300],
        subject_id=subject.id or 0,
        received_on=received.date(),
        sender=sender,
        message=NewMessage(
            channel=channel,
            at=received.replace(tzinfo=OFFICE_TIME),
            subject=title,
            text=text,
            from_name=sender.name,
            from_address=sender.email,
        ),
        facts=facts,
        imported_from=choices.source,
    )
    _look_at_law(line, house, subject, new, happened)
    if line.refusals:
        return line.refusals
    print_ = _fingerprint(number, new)
    return OldLetter(
        row=row,
        key=f"{choices.source}#{number}" if number else print_,
        fingerprint=print_,
        new=new,
        handler_id=handler.id if handler else None,
        happened=happened,
    )


_COLUMN_OF = {"on": "extended_on", "length": "extended_with", "subject": "fact_subject"}


def _look_at_law(
    line: Line, house: House, subject: Subject, new: NewCase, happened: Sequence[Happened]
) -> None:
    """Refuse what one cannot reckon with, by the same rules as for any letter."""
    case = Case.model_construct(regime=subject.regime, received_on=new.received_on)
    data = {"facts": facts_of_receipt(new)}
    events = [as_event(Happened(type=EventType.REGISTERED, on=new.received_on, data=data))]
    events += map(as_event, happened)
    try:
        reckon_events(house.basis, case, subject, events, house.today)
    except InvalidInput as error:
        line.needs(_COLUMN_OF.get(error.field, error.field or "received_on"), error.message)


def _channel(cell: object) -> Channel:
    ours = {plain(str(CHANNELS[channel])): channel for channel in Channel}
    return chosen(cell, ours, {**_MORE_CHANNELS, **{each.value: each for each in Channel}})


def find_subject(cell: object, house: House, given: str) -> Subject:
    """Return the subject that a cell names; an empty cell means the one *given* for all.

    Raises:
        InvalidInput: there is none of that name; tells the nearest one.
    """
    name = as_text(cell) or given
    if not name:
        raise InvalidInput(_l("Vul een onderwerp in dat in Beheer staat."))
    found = house.subjects.get(plain(name))
    if found is not None:
        return found
    near = get_close_matches(plain(name), house.subjects, n=1)
    if near:
        raise InvalidInput(
            _l(
                "Onderwerp %(value)s bestaat niet. Bedoelt u “%(near)s”?",
                value=shown(name),
                near=house.subjects[near[0]].name,
            )
        )
    raise InvalidInput(
        _l(
            "Onderwerp %(value)s bestaat niet. Kies er een uit Beheer, Onderwerpen. Staat hier "
            'waar de brief over gaat? Gebruik dan --map "kolom=title" en --subject.',
            value=shown(name),
        )
    )


def _handler(cell: object, house: House, subject: Subject | None) -> User:
    user = house.users.get(tidy_email(as_text(cell)))
    if user is None:
        raise InvalidInput(
            _l(
                "Met %(value)s werkt hier geen behandelaar. Vul het e-mailadres van een collega "
                "in, of laat dit leeg.",
                value=shown(cell),
            )
        )
    if subject is not None and user.team_id != subject.team_id:
        raise InvalidInput(
            _l(
                "%(value)s zit niet in team %(team)s, dat dit onderwerp heeft. Kies een collega "
                "uit dat team, of laat dit leeg.",
                value=shown(cell),
                team=house.teams.get(subject.team_id, ""),
            )
        )
    return user


def _sender(line: Line) -> Sender:
    parts = (line.text("initials"), line.text("prefix"), line.text("surname"))
    street = " ".join(filter(None, (line.text("street"), line.text("house_number"))))
    return Sender(
        name=line.text("name") or " ".join(filter(None, parts)),
        email=line.read("email", _email) or "",
        street=" ".join(filter(None, (street, line.text("addition")))),
        postcode=line.text("postcode"),
        place=line.text("place"),
        phone=line.text("phone"),
        kind=line.read("kind", lambda cell: chosen(cell, _KINDS, _MORE_KINDS))
        or CorrespondentKind.RESIDENT,
    )


def _email(cell: object) -> str:
    address = fitting(cell, LONGEST["email"])
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidInput(
            _l(
                "%(value)s is geen e-mailadres. Vul een adres in zoals naam@voorbeeld.nl, of laat "
                "dit leeg.",
                value=shown(cell),
            )
        ) from error
    return address


def _facts(line: Line, house: House, subject: Subject) -> Mapping[str, Any]:
    """Return the facts that the regime of the subject asks for, as events keep them."""
    try:
        regime = house.basis.newest()[subject.regime]
    except (KeyError, DeadlineError):
        return {}
    found: dict[str, Any] = {}
    for name in regime.asks:
        column = _COLUMN_OF.get(name, name) if name == "subject" else name
        value = line.read(column, lambda cell, name=name: _fact(name, cell))  # type: ignore[misc]
        if value is not None:
            found[name] = value
    return found


def _fact(name: str, cell: object) -> object:
    fact = FACTS[name]
    if fact.kind == "day":
        return read_day(cell).isoformat()
    if fact.kind == "yes_no":
        return read_yes_no(cell)
    if fact.kind == "choice":
        by_name = {word.nl: value for value, word in fact.choices.items()}
        return chosen(cell, by_name, {value: value for value in fact.choices})
    if fact.kind == "days" and as_text(cell).isdecimal():
        return int(as_text(cell))
    return length_of(cell)


def _fingerprint(number: str, new: NewCase) -> str:
    """Return what tells one letter from another: when it came, from whom, and what it says.

    How the file is called and which other columns are used makes no difference.
    """
    sender = new.sender
    parts = (
        number,
        new.received_on.isoformat(),
        sender.name,
        sender.email.lower(),
        sender.street,
        sender.postcode,
        new.title,
        new.message.text,
    )
    said = "\x1f".join(" ".join(part.split()) for part in parts)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
