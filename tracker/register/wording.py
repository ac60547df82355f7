"""How do we say on screen what happened to a case, and what its states are called?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.base.errors import Sentence
from tracker.base.web import date_in_words
from tracker.register.models import CaseState, Channel, EventType, ReplyKind

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
    "incomplete": _l("de aanvraag is niet compleet (Awb 4:5 en 4:15 lid 1 onder a)"),
    "defect": _l("het bezwaar mist iets (Awb 6:6 en 7:10 lid 2)"),
    "third_party_views": _l("zienswijze van een derde (Woo 4.4 lid 3)"),
    "foreign_information": _l("informatie uit het buitenland (Awb 4:15 lid 1 onder b)"),
    "attributable_to_applicant": _l("vertraging door de aanvrager (Awb 4:15 lid 2 onder b)"),
    "force_majeure": _l("overmacht (Awb 4:15 lid 2 onder c)"),
    "stay": _l("de beslissing is aangehouden (Omgevingswet 16.61)"),
    "international_obligation": _l("eerst een internationale verplichting (Omgevingswet 16.77)"),
    "natura2000_data": _l("aanvulling voor Natura 2000 gevraagd (Omgevingswet 16.77a)"),
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
}


def details(type: EventType, data: Mapping[str, Any]) -> str:
    """Return what the timeline adds to the name of an event, in one or two short sentences."""
    parts = [
        _ground(data.get("ground", "")),
        _day(_("Reactie gevraagd tot en met %(day)s.", day="%(day)s"), data.get("respond_by")),
        _day(_("Uitstel tot en met %(day)s.", day="%(day)s"), data.get("until")),
        _("Met %(length)s.", length=_length(data["length"])) if data.get("length") else "",
        _state(type, data),
        _handler(type, data),
        *map(_moved, data.get("moved", [])),
        str(data.get("why", "")),
        str(data.get("text", "")),
    ]
    return " ".join(part for part in parts if part)


def _ground(ground: str) -> str:
    known = GROUNDS.get(ground)
    return _("Grond: %(ground)s.", ground=known) if known else ""


def _day(sentence: str, iso: object) -> str:
    return sentence % {"day": date_in_words(date.fromisoformat(str(iso)))} if iso else ""


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


def _length(length: str) -> str:
    amount, _space, unit = length.partition(" ")
    units = {
        "day": _("dag"),
        "days": _("dagen"),
        "week": _("week"),
        "weeks": _("weken"),
        "month": _("maand"),
        "months": _("maanden"),
    }
    return f"{amount} {units.get(unit, unit)}"
