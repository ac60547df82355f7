"""Which letter does a line of a backlog tell of, and what is wrong with it?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, Final, TypeVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from sqlmodel import Session, select

from tracker.base.clock import OFFICE_TIME, office_date
from tracker.base.errors import InvalidInput, Sentence
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.facts import FACTS
from tracker.intake.backlog_cells import (
    EXCEL_ERRORS,
    as_text,
    read_day,
    read_moment,
    read_yes_no,
    shown,
)
from tracker.intake.backlog_columns import Columns
from tracker.intake.backlog_files import Row
from tracker.people.models import Team, User
from tracker.people.rules import has_desk, tidy_email
from tracker.register.basis import Basis, basis_of
from tracker.register.clocks import reckon_events
from tracker.register.fact_forms import read_length
from tracker.register.models import (
    CLOSED_WITHOUT_ANSWER,
    Case,
    CaseState,
    Channel,
    CorrespondentKind,
    Event,
    EventType,
    Subject,
)
from tracker.register.rules import receipt_problem
from tracker.register.service import NewCase, NewMessage, Sender, facts_of_receipt
from tracker.register.wording import CHANNELS, STATES

LONGEST: Final[Mapping[str, int]] = {
    "number": 100,
    "title": 300,
    "text": 100_000,
    "name": 200,
    "email": 254,
    "street": 200,
    "postcode": 20,
    "place": 100,
    "phone": 40,
    "closed_why": 500,
}
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
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with one cell of a line, and what to do about it."""

    line: int
    column: str
    sentence: Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """Something that had happened before the letter came into Tijdig."""

    type: EventType
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)


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
        subjects={_word(each.name): each for each in session.exec(select(Subject)) if each.active},
        users={each.email: each for each in session.exec(select(User)) if has_desk(each)},
        teams={each.id or 0: each.name for each in session.exec(select(Team))},
    )


def read_line(
    row: Row, columns: Columns, house: House, choices: Choices
) -> OldLetter | Sequence[Refusal]:
    """Read a line; return the letter, or all that is wrong with it."""
    line = _Line(row, columns)
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
    happened = _happened(line, house.today, choices.source)
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
    line.look_at_law(house, subject, new, happened)
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


class _Line:
    """The cells of one line, and what was found wrong with them so far."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self.row, self.columns = row, columns
        self.refusals: list[Refusal] = []

    def cell(self, name: str) -> object:
        """Return a cell; None when the file has no such column or the line ends before it."""
        place = self.columns.places.get(name)
        if place is None or place >= len(self.row.cells):
            return None
        return self.row.cells[place]

    def needs(self, name: str, sentence: Sentence) -> None:
        """Refuse the line for a cell, unless that cell was refused already."""
        column = self.columns.heading(name)
        if all(each.column != column for each in self.refusals):
            self.refusals.append(Refusal(self.row.number, column, sentence))

    def read(self, name: str, reader: Callable[[object], _T], *, empty: bool = False) -> _T | None:
        """Read a cell; None when it is empty (unless *empty* may be read too) or wrong."""
        cell = self.cell(name)
        text = as_text(cell)
        if text in EXCEL_ERRORS:
            self.needs(
                name, _l("%(value)s is een fout van Excel. Vul de cel zelf in.", value=shown(cell))
            )
            return None
        if not text and not empty:
            return None
        try:
            return reader(cell)
        except InvalidInput as error:
            self.needs(name, error.message)
            return None

    def text(self, name: str) -> str:
        """Read a text that fits."""
        return self.read(name, lambda cell: _fitting(cell, LONGEST.get(name, 200))) or ""

    def look_at_shape(self) -> None:
        """Refuse a line with more cells than there are headings: a separator too many."""
        more = [each for each in self.row.cells[len(self.columns.headings) :] if as_text(each)]
        if more:
            sentence = _l(
                "Deze regel heeft meer cellen dan er kolommen zijn, vanaf %(value)s. Zet een tekst "
                "met een scheidingsteken erin tussen aanhalingstekens.",
                value=shown(more[0]),
            )
            self.refusals.append(Refusal(self.row.number, "-", sentence))

    def look_at_receipt(self, day: date, today: date, *, allow_old: bool) -> None:
        """Refuse a day of receipt that can hardly be right."""
        problem = receipt_problem(day, today)
        if problem == "future":
            self.needs(
                "received_on",
                _l("Deze dag is nog niet geweest. Vul de dag in waarop de brief binnenkwam."),
            )
        if problem == "old" and not allow_old:
            self.needs(
                "received_on",
                _l(
                    "Deze dag ligt meer dan twee jaar terug. Verbeter hem, of lees in met "
                    "--allow-old als hij klopt."
                ),
            )

    def look_at_law(
        self, house: House, subject: Subject, new: NewCase, happened: Sequence[Happened]
    ) -> None:
        """Refuse what one cannot reckon with, by the same rules as for any letter."""
        case = Case.model_construct(regime=subject.regime, received_on=new.received_on)
        data = {"facts": facts_of_receipt(new)}
        events = [_event(Happened(type=EventType.REGISTERED, on=new.received_on, data=data))]
        events += map(_event, happened)
        try:
            reckon_events(house.basis, case, subject, events, house.today)
        except InvalidInput as error:
            self.needs(_COLUMN_OF.get(error.field, error.field or "received_on"), error.message)


_COLUMN_OF = {"on": "extended_on", "length": "extended_with", "subject": "fact_subject"}


def _event(what: Happened) -> Event:
    return Event.model_construct(type=what.type, on=what.on, data=dict(what.data), reason="")


def _fitting(cell: object, longest: int) -> str:
    text = as_text(cell)
    if len(text) > longest:
        raise InvalidInput(
            _l(
                "Dit is te lang: %(length)s tekens. Gebruik hooguit %(longest)s tekens.",
                length=len(text),
                longest=longest,
            )
        )
    return text


def _word(text: str) -> str:
    return " ".join(text.casefold().split())


def _chosen(cell: object, words: Mapping[str, _T], more: Mapping[str, _T]) -> _T:
    """Choose by one of our words; *more* are taken too, without being offered."""
    word = _word(as_text(cell))
    found = words.get(word) or more.get(word)
    if found is None:
        raise InvalidInput(
            _l(
                "%(value)s kennen we niet. Kies uit: %(known)s.",
                value=shown(cell),
                known=", ".join(words),
            )
        )
    return found


def _channel(cell: object) -> Channel:
    ours = {_word(str(CHANNELS[channel])): channel for channel in Channel}
    return _chosen(cell, ours, {**_MORE_CHANNELS, **{each.value: each for each in Channel}})


def find_subject(cell: object, house: House, given: str) -> Subject:
    """Return the subject that a cell names; an empty cell means the one *given* for all.

    Raises:
        InvalidInput: there is none of that name; tells the nearest one.
    """
    name = as_text(cell) or given
    if not name:
        raise InvalidInput(_l("Vul een onderwerp in dat in Beheer staat."))
    found = house.subjects.get(_word(name))
    if found is not None:
        return found
    near = get_close_matches(_word(name), house.subjects, n=1)
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


def _sender(line: _Line) -> Sender:
    parts = (line.text("initials"), line.text("prefix"), line.text("surname"))
    street = " ".join(filter(None, (line.text("street"), line.text("house_number"))))
    return Sender(
        name=line.text("name") or " ".join(filter(None, parts)),
        email=line.read("email", _email) or "",
        street=" ".join(filter(None, (street, line.text("addition")))),
        postcode=line.text("postcode"),
        place=line.text("place"),
        phone=line.text("phone"),
        kind=line.read("kind", lambda cell: _chosen(cell, _KINDS, _MORE_KINDS))
        or CorrespondentKind.RESIDENT,
    )


def _email(cell: object) -> str:
    address = _fitting(cell, LONGEST["email"])
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


def _facts(line: _Line, house: House, subject: Subject) -> Mapping[str, Any]:
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
        return _chosen(cell, by_name, {value: value for value in fact.choices})
    if fact.kind == "days" and as_text(cell).isdecimal():
        return int(as_text(cell))
    return _length(cell)


def _length(cell: object) -> str:
    try:
        return read_length(as_text(cell))
    except ValueError as error:
        raise InvalidInput(error.args[0]) from error


def _happened(line: _Line, today: date, source: str) -> Sequence[Happened]:
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


def _extended(line: _Line, on: date | None) -> Sequence[Happened]:
    length = line.read("extended_with", _length)
    if on is None and length is None:
        return ()
    if on is None:
        line.needs("extended_on", _l("Vul ook in op welke dag is verlengd."))
        return ()
    if length is None:
        line.needs("extended_with", _l("Vul ook in waarmee is verlengd, zoals 6 weken."))
        return ()
    return (Happened(type=EventType.EXTENDED, on=on, data={"length": length}),)


def _closed(line: _Line, on: date | None, source: str) -> Sequence[Happened]:
    states = {_word(str(STATES[state])): state for state in CLOSED_WITHOUT_ANSWER}
    more = {state.value: state for state in CLOSED_WITHOUT_ANSWER}
    state = line.read("closed_as", lambda cell: _chosen(cell, states, more))
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
