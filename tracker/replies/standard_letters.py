"""What does a letter say that the law wants with an event: who, why, and by which day now?

The templates lie in ``templates/letters/``; the names that they may use are those of ``Said``.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlmodel import Session

from tracker.base.config import Settings
from tracker.base.mail_texts import render_letter
from tracker.deadlines.sources import awb
from tracker.deadlines.terms import parse_length
from tracker.people.models import Team, User
from tracker.register.models import Case, CaseState, Correspondent, Event, EventType
from tracker.register.standing import Standing, standing_of

_GROUNDS = {
    "incomplete": "er ontbreekt iets",
    "defect": "er ontbreekt iets",
    "third_party_views": "wij vragen eerst wat een ander ervan vindt",
    "foreign_information": "wij wachten op informatie uit het buitenland",
    "attributable_to_applicant": "wij wachten op u",
    "force_majeure": "er is overmacht",
    "stay": "wij moeten onze beslissing aanhouden",
    "international_obligation": "wij moeten eerst voldoen aan een internationale afspraak",
    "natura2000_data": "er ontbreken gegevens over de natuur",
}
"""In the words of a letter, in Dutch whatever the handler reads."""
_MATTERS = {
    "servicenorm": "brief",
    "awb-bezwaar": "bezwaar",
    "woz-bezwaar": "bezwaar",
    "awb-administratief-beroep": "beroep",
    "woo": "verzoek",
    "avg": "verzoek",
    "brp-correctie": "verzoek",
    "hergebruik": "verzoek",
}
"""What the law calls the letter, where it is no application."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """All that a standard letter may name; a day that is not known is None."""

    name: str
    number: str
    title: str
    matter: str
    received_on: date
    on: date
    due_on: date | None
    until: date | None
    respond_by: date | None
    stands_still_from: date
    length: str
    ground: str
    why: str
    article: str
    first_day: date | None
    began: bool
    most_eur: str
    why_no_penalty: str
    penalty_article: str
    closed: bool
    forwarding_article: str
    writer: str
    team: str
    municipality: str


def standard_letter(
    session: Session,
    case: Case,
    letter: str,
    event: Event | None,
    writer: User,
    settings: Settings,
    today: date,
) -> str:
    """Return the text of *letter*, a key of ``wording.LETTERS``, with the dates as they are now."""
    standing = standing_of(session, case, today)
    to = session.get_one(Correspondent, case.correspondent_id)
    team = session.get_one(Team, case.team_id)
    penalty = standing.reckoning.penalty
    on = event.on if event else today
    said = Said(
        name=to.name,
        number=case.number,
        title=case.title,
        matter=_MATTERS.get(case.regime, "aanvraag"),
        received_on=case.received_on,
        on=on,
        due_on=case.due_on or case.target_on,
        until=_day(event, "until"),
        respond_by=_day(event, "respond_by"),
        stands_still_from=on + timedelta(days=1),
        length=_length(event),
        ground=_GROUNDS.get(_ground(event, standing.events), ""),
        why=_text(event, "why").rstrip("."),
        article=_article(event, standing),
        first_day=penalty.first_day if penalty.notice_valid else None,
        began=penalty.first_day is not None and penalty.first_day <= today,
        most_eur=f"{penalty.most_eur:,}".replace(",", "."),
        why_no_penalty=penalty.why("nl").rstrip("."),
        penalty_article=penalty.article,
        closed=case.state is CaseState.FORWARDED,
        forwarding_article=awb("2:3", "1").name,
        writer=writer.name,
        team=team.name,
        municipality=settings.municipality,
    )
    return render_letter(letter, **asdict(said))


def _text(event: Event | None, name: str) -> str:
    return str(event.data.get(name) or "") if event else ""


def _day(event: Event | None, name: str) -> date | None:
    day = _text(event, name)
    return date.fromisoformat(day) if day else None


def _length(event: Event | None) -> str:
    length = _text(event, "length")
    return parse_length(length, "length").nl if length else ""


def _ground(event: Event | None, events: Sequence[Event]) -> str:
    """Return the ground of a suspension; of its end: that of the last one before it."""
    if event is None or event.data.get("ground") or event.type is not EventType.SUSPENSION_ENDED:
        return _text(event, "ground")
    started = [each for each in events if each.type is EventType.SUSPENSION_STARTED]
    before = [each for each in started if (each.id or 0) < (event.id or 0)]
    return _text(before[-1], "ground") if before else ""


def _article(event: Event | None, standing: Standing) -> str:
    """Return the article that allows the event; none when it was kept against the law."""
    if event is None or event.reason or standing.regime.term is None:
        return ""
    if event.type is EventType.EXTENDED and standing.regime.extension:
        return standing.regime.extension.article.name
    ground = standing.regime.grounds.get(str(event.data.get("ground")))
    return ground.name if ground else ""
