"""How do we say on screen what happened to a case, and what its states are called?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.base.words import both, current_language
from tracker.deadlines import facts as deadlines
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.terms import parse_length
from tracker.register.models import (
    CaseState,
    Channel,
    CorrespondentKind,
    EventType,
    ReplyKind,
)

_TWELVE_WEEKS: Mapping[str, int] = {
    "day": 84,
    "working day": 60,
    "week": 12,
    "month": 2,
    "year": 0,
}

STATES: Mapping[CaseState, Sentence] = {
    CaseState.NEW: _l("nieuw"),
    CaseState.IN_PROGRESS: _l("in behandeling"),
    CaseState.WAITING: _l("wacht op aanvulling"),
    CaseState.ANSWERED: _l("beantwoord"),
    CaseState.WITHDRAWN: _l("ingetrokken"),
    CaseState.FORWARDED: _l("doorgestuurd"),
    CaseState.DUPLICATE: _l("dubbel"),
    CaseState.NO_REPLY_NEEDED: _l("geen antwoord nodig"),
}
CHANNELS: Mapping[Channel, Sentence] = {
    Channel.EMAIL: _l("e-mail"),
    Channel.LETTER: _l("brief"),
    Channel.FORM: _l("webformulier"),
    Channel.PHONE: _l("telefoon"),
    Channel.COUNTER: _l("balie"),
}
CORRESPONDENT_KINDS: Mapping[CorrespondentKind, Sentence] = {
    CorrespondentKind.RESIDENT: _l("inwoner"),
    CorrespondentKind.BUSINESS: _l("ondernemer"),
    CorrespondentKind.ORGANISATION: _l("organisatie"),
}
PARTS_OF_A_SENDER: Mapping[str, Sentence] = {
    "name": _l("naam"),
    "kind": _l("soort afzender"),
    "email": _l("e-mailadres"),
    "street": _l("straat"),
    "postcode": _l("postcode"),
    "place": _l("woonplaats"),
    "phone": _l("telefoon"),
}
KINDS: Mapping[ReplyKind, Sentence] = {
    ReplyKind.ACKNOWLEDGEMENT: _l("ontvangstbevestiging"),
    ReplyKind.INTERIM: _l("tussenbericht"),
    ReplyKind.ANSWER: _l("inhoudelijk antwoord"),
}
CLOCKS: Mapping[str, Sentence] = {
    "acknowledge": _l("Bevestigen voor"),
    "target": _l("Streefdatum"),
    "due": _l("Uiterste datum"),
    "respond": _l("Reactie verwacht uiterlijk"),
}
GROUNDS: Mapping[str, Sentence] = {
    "incomplete": _l("de aanvraag is niet compleet"),
    "defect": _l("het bezwaar mist iets"),
    "third_party_views": _l("zienswijze van een derde"),
    "foreign_information": _l("informatie uit het buitenland"),
    "attributable_to_applicant": _l("vertraging door de aanvrager"),
    "force_majeure": _l("overmacht"),
    "stay": _l("de beslissing is aangehouden"),
    "international_obligation": _l("eerst een internationale verplichting"),
    "natura2000_data": _l("aanvulling voor Natura 2000 gevraagd"),
}
FACTS: Mapping[str, Sentence] = {
    name: both(fact.name.nl, fact.name.en) for name, fact in deadlines.FACTS.items()
} | {"decision_sent_on": _l("Besluit verstuurd op")}
CHOICES: Mapping[str, Sentence] = {
    value: both(word.nl, word.en)
    for fact in deadlines.FACTS.values()
    for value, word in fact.choices.items()
}
WAYS_OUT: Mapping[str, Sentence] = {
    "post": _l("per post"),
    "handed_over": _l("uitgereikt aan de balie"),
    "portal": _l("via een ander systeem of een berichtenbox"),
    "spoken": _l("mondeling, aan de telefoon of in een gesprek"),
}
LETTERS: Mapping[str, Sentence] = {
    "verdaging": _l("verdagingsbericht"),
    "vertraging": _l("bericht dat het later wordt"),
    "aanvulling": _l("vraag om aanvulling"),
    "opschorting": _l("bericht dat de termijn stilstaat"),
    "hervatting": _l("bericht dat de termijn weer loopt"),
    "ingebrekestelling": _l("bevestiging van de ingebrekestelling"),
    "doorzending": _l("doorzendbericht"),
    "instemming": _l("vraag om instemming met uitstel"),
}
EVENTS: Mapping[EventType, Sentence] = {
    EventType.REGISTERED: _l("In het register gezet"),
    EventType.SUBJECT_CHANGED: _l("Onderwerp of gegevens veranderd"),
    EventType.ASSIGNED: _l("Behandelaar gekozen"),
    EventType.ACKNOWLEDGED: _l("Ontvangst bevestigd"),
    EventType.SUSPENSION_STARTED: _l("Termijn opgeschort"),
    EventType.SUSPENSION_ENDED: _l("Opschorting voorbij"),
    EventType.EXTENDED: _l("Termijn verlengd"),
    EventType.POSTPONED_BY_CONSENT: _l("Uitstel met instemming"),
    EventType.FORWARDED_INTERNALLY: _l("Intern doorgestuurd"),
    EventType.NOTICE_OF_DEFAULT: _l("Ingebrekestelling ontvangen"),
    EventType.DECIDED: _l("Besluit genomen"),
    EventType.ANSWERED: _l("Inhoudelijk antwoord verstuurd"),
    EventType.WITHDRAWN: _l("Ingetrokken door de afzender"),
    EventType.REOPENED: _l("Weer geopend"),
    EventType.MESSAGE_RECEIVED: _l("Bericht ontvangen"),
    EventType.INTERIM_SENT: _l("Tussenbericht verstuurd"),
    EventType.CLOSED: _l("Gesloten zonder antwoord"),
    EventType.NOTE: _l("Notitie"),
    EventType.RECKONED_ANEW: _l("Datums opnieuw berekend"),
    EventType.TAKEN_BACK: _l("Teruggenomen"),
}


CAUSES: Mapping[str, Sentence] = {
    "rules": _l("de regels zijn veranderd"),
    "calendar": _l("de kalender is veranderd"),
    "regimes": _l("de eigen regeling is veranderd"),
    "norms": _l("de servicenorm is veranderd"),
    "response_over": _l("de tijd om te reageren is voorbij, dus de termijn loopt weer"),
}
"""Why dates were reckoned anew."""


def details(type: EventType, data: Mapping[str, Any]) -> str:
    """Return what the timeline adds to the name of an event, in one or two short sentences."""
    parts = [
        _ground(data.get("ground", "")),
        _day(_("Reactie gevraagd tot en met %(day)s.", day="%(day)s"), data.get("respond_by")),
        _until(type, data.get("until")),
        _extended(str(data.get("length", ""))),
        _imported(str(data.get("imported_from", ""))),
        _state(type, data),
        _handler(type, data),
        _told(data.get("sender_told")),
        _way_out(str(data.get("how", ""))),
        *map(_corrected, data.get("corrected", [])),
        _sender(data),
        _letter(type, str(data.get("letter", ""))),
        *map(_moved, data.get("moved", [])),
        _causes(data.get("causes", [])),
        str(data.get("why", "")),
        str(data.get("text", "")),
    ]
    return " ".join(part for part in parts if part)


def _ground(ground: str) -> str:
    known = GROUNDS.get(ground)
    return _("Grond: %(ground)s.", ground=known) if known else ""


def _day(sentence: str, iso: object) -> str:
    return sentence % {"day": date_in_words(date.fromisoformat(str(iso)))} if iso else ""


def _until(type: EventType, until: object) -> str:
    if type is EventType.EXTENDED:  # a notice of delay: it names a day and moves nothing
        return _day(_("Wij noemden als dag: %(day)s.", day="%(day)s"), until)
    return _day(_("Uitstel tot en met %(day)s.", day="%(day)s"), until)


def _extended(length: str) -> str:
    if not length:
        return ""
    said = _("Met %(length)s.", length=length_in_words(length))
    return f"{said} {_('Dat is langer dan twaalf weken.')}" if is_long(length) else said


def _told(told: object) -> str:
    if told is None:
        return ""
    return _("De afzender heeft bericht.") if told else _("De afzender heeft nog geen bericht.")


def _way_out(how: str) -> str:
    known = WAYS_OUT.get(how)
    return _("Buiten Tijdig: %(how)s.", how=known) if known else ""


def _letter(type: EventType, letter: str) -> str:
    known = LETTERS.get(letter)
    if not known:
        return ""
    if type is EventType.NOTE:
        return _("Niet nodig of al verstuurd: %(letter)s.", letter=known)
    return _("Brief: %(letter)s.", letter=known)


def _corrected(change: Mapping[str, Any]) -> str:
    name = change["fact"]
    words = {
        "fact": FACTS.get(name, name),
        "before": fact_in_words(change.get("before")),
        "after": fact_in_words(change.get("after")),
    }
    return _("%(fact)s: was %(before)s, is nu %(after)s.", **words)


def _sender(data: Mapping[str, Any]) -> str:
    """Return what a person did to who the sender is."""
    if "sender_merged" in data:
        return _("De afzender is samengevoegd met een andere afzender.")
    if "sender_parted" in data:
        return _("De samenvoeging van de afzender is ongedaan gemaakt.")
    parts = [str(PARTS_OF_A_SENDER[name]) for name in data.get("sender_corrected", [])]
    if not parts:
        return ""
    return _("Gegevens van de afzender verbeterd: %(parts)s.", parts=", ".join(parts))


def fact_in_words(value: object) -> str:
    """Return a fact as it is kept in the words of the reader."""
    if value is None or value == "":
        return _("niet ingevuld")
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    text = str(value)
    if text in CHOICES:
        return str(CHOICES[text])
    try:
        return date_in_words(date.fromisoformat(text))
    except ValueError:
        return length_in_words(text)


def _imported(source: str) -> str:
    return _("Ingelezen uit %(source)s.", source=source) if source else ""


def _state(type: EventType, data: Mapping[str, Any]) -> str:
    if type is not EventType.CLOSED:
        return ""
    return _("Reden: %(state)s.", state=STATES[CaseState(data["state"])])


def _handler(type: EventType, data: Mapping[str, Any]) -> str:
    if type is not EventType.ASSIGNED:
        return ""
    return str(data.get("handler") or _("Terug op de stapel van het team."))


def _moved(change: Mapping[str, Any]) -> str:
    before, after = (change.get(name) for name in ("before", "after"))
    words = {
        "clock": CLOCKS[change["clock"]],
        "before": date_in_words(date.fromisoformat(before)) if before else _("geen datum"),
        "after": date_in_words(date.fromisoformat(after)) if after else _("geen datum"),
    }
    return _("%(clock)s: was %(before)s, is nu %(after)s.", **words)


def is_long(length: str) -> bool:
    """Tell whether an extension is longer than twelve weeks, at which somebody should look up."""
    try:
        number, unit = parse_length(length, "length")
    except DeadlineError:
        return False
    return unit in _TWELVE_WEEKS and number > _TWELVE_WEEKS[unit]


def length_in_words(length: str) -> str:
    """Return "6 weeks" as the reader says it; what is no length stays as it is."""
    try:
        found = parse_length(length, "length")
    except DeadlineError:
        return length
    return found.en if current_language() == "en" else found.nl


def _causes(causes: Sequence[str]) -> str:
    return _("Waarom: %(causes)s.", causes=causes_in_words(causes)) if causes else ""


def causes_in_words(causes: Sequence[str]) -> str:
    """Return why dates were reckoned anew, as a list in one sentence."""
    return "; ".join(str(CAUSES[cause]) for cause in causes)
