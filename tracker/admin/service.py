"""How do teams and subjects change, and what goes with it?"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, select

from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.base.log import get_logger
from tracker.base.words import both
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.terms import parse_length
from tracker.people.models import Team
from tracker.people.rules import tidy_email
from tracker.register.basis import basis_of
from tracker.register.models import Subject

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectInput:
    """What an administrator says about a subject; norms as in ``15 working days``."""

    name: str
    regime: str
    team_id: int
    acknowledge_within: str
    answer_within: str
    active: bool = True


def save_team(db: Database, team_id: int | None, name: str, email: str) -> Team:
    """Add a team, or change its name or address.

    Raises:
        NotFound: there is no such team.
        InvalidInput: another team has that name.
    """
    with db.changing() as session:
        team = Team(name="", email="") if team_id is None else session.get(Team, team_id)
        if team is None:
            raise NotFound(_l("Dit team bestaat niet."), team_id=team_id)
        namesake = session.exec(select(Team.id).where(Team.name == name.strip())).first()
        if namesake not in (None, team_id):
            raise InvalidInput(_l("Er is al een team met deze naam."), "name")
        team.name, team.email = name.strip(), tidy_email(email)
        session.add(team)
    log.info("team_saved", team_id=team.id)
    return team


def add_subject(db: Database, new: SubjectInput) -> Subject:
    """Add a kind of matter.

    Raises:
        InvalidInput: the name is taken, or a norm, regime or team cannot be.
    """
    with db.changing() as session:
        _check(session, new, None)
        subject = Subject(**_values(new))
        session.add(subject)
    log.info("subject_added", subject_id=subject.id)
    return subject


def change_subject(db: Database, subject_id: int, seen_version: int, changed: SubjectInput) -> bool:
    """Change a subject; the job reckons its open cases anew when a norm changed.

    Another regime or team holds for new cases: what lies on a desk keeps its law and its team.

    Returns:
        Whether a norm changed.

    Raises:
        NotFound: there is no such subject.
        ChangedByColleague: somebody else changed it meanwhile.
        InvalidInput: the name is taken, or a norm, regime or team cannot be.
    """
    with db.changing() as session:
        subject = session.get(Subject, subject_id)
        if subject is None:
            raise NotFound(_l("Dit onderwerp bestaat niet."), subject_id=subject_id)
        if subject.version != seen_version:
            raise ChangedByColleague(
                _l("Een collega heeft dit onderwerp veranderd. Open de pagina opnieuw.")
            )
        _check(session, changed, subject_id)
        norms = (subject.acknowledge_within, subject.answer_within)
        for name, value in _values(changed).items():
            setattr(subject, name, value)
    log.info("subject_changed", subject_id=subject_id)
    return norms != (changed.acknowledge_within, changed.answer_within)


def _values(subject: SubjectInput) -> dict[str, Any]:
    return {
        "name": subject.name.strip(),
        "regime": subject.regime,
        "team_id": subject.team_id,
        "acknowledge_within": subject.acknowledge_within,
        "answer_within": subject.answer_within,
        "active": subject.active,
    }


def _check(session: Session, subject: SubjectInput, subject_id: int | None) -> None:
    for field in ("acknowledge_within", "answer_within"):
        try:
            parse_length(getattr(subject, field), field)
        except DeadlineError as error:
            raise InvalidInput(both(error.message_nl, error.message_en), field) from error
    if subject.regime not in basis_of(session).newest():
        raise InvalidInput(_l("Kies een termijnregeling uit de lijst."), "regime")
    if session.get(Team, subject.team_id) is None:
        raise InvalidInput(_l("Kies een team uit de lijst."), "team_id")
    namesake = session.exec(select(Subject.id).where(Subject.name == subject.name.strip())).first()
    if namesake not in (None, subject_id):
        raise InvalidInput(_l("Er is al een onderwerp met deze naam."), "name")
