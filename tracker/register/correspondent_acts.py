"""How does a person correct who somebody is, and say that two are one, or two after all?

Nothing here happens by itself: programs never decide that two correspondents are one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.base.log import get_logger
from tracker.people.models import User
from tracker.people.rules import Act
from tracker.register.correspondent_queries import correspondent_for, kept_instead_of
from tracker.register.models import (
    OPEN_STATES,
    Case,
    Correspondent,
    CorrespondentMerge,
    EventType,
)
from tracker.register.service import record_event

log = get_logger(__name__)
CORRECTABLE = ("name", "kind", "email", "street", "postcode", "place", "phone")


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A correspondent as the user saw them when the form was opened."""

    id: int
    version: int


def correct(
    db: Database, clock: Clock, seen: SeenPerson, user: User, changes: Mapping[str, object]
) -> None:
    """Correct who somebody is; their open cases tell that it was done, and what.

    Raises:
        ChangedByColleague: somebody else corrected them since the form was opened.
    """
    with db.changing() as session:
        person = _as_seen(session, seen, user)
        changed = [name for name in CORRECTABLE if getattr(person, name) != changes.get(name)]
        if not changed:
            return
        for name in changed:
            setattr(person, name, changes[name])
        session.add(person)
        open_cases = select(Case).where(
            Case.correspondent_id == seen.id, col(Case.state).in_(OPEN_STATES)
        )
        _note(session, clock, session.exec(open_cases).all(), user, {"sender_corrected": changed})
    log.info("correspondent_corrected", correspondent_id=seen.id, by_id=user.id, fields=changed)


def merge(db: Database, clock: Clock, kept: SeenPerson, gone: SeenPerson, user: User) -> None:
    """Bring all cases of *gone* to *kept*; what was moved is kept, so that it can go back.

    Raises:
        InvalidInput: they are the same row, or one of them was merged already.
        ChangedByColleague: one of them is another than the user saw.
    """
    if kept.id == gone.id:
        raise InvalidInput(_l("Kies twee verschillende afzenders."))
    with db.changing() as session:
        _as_seen(session, kept, user)
        _as_seen(session, gone, user).version += 1  # the same form sent twice is told
        if any(kept_instead_of(session, one.id) != one.id for one in (kept, gone)):
            raise InvalidInput(_l("Deze afzenders zijn al samengevoegd."))
        cases = session.exec(select(Case).where(Case.correspondent_id == gone.id)).all()
        _move(session, cases, kept.id)
        ids = [case.id for case in cases if case.id]
        session.add(
            CorrespondentMerge(
                kept_id=kept.id, gone_id=gone.id, case_ids=ids, by_id=user.id or 0, at=clock()
            )
        )
        _note(session, clock, cases, user, {"sender_merged": gone.id})
    log.info("correspondents_merged", kept_id=kept.id, gone_id=gone.id, by_id=user.id)


def undo_merge(db: Database, clock: Clock, kept_id: int, merge_id: int, user: User) -> int:
    """Give the cases back that a merge moved; return to whom.

    Cases that came later stay: nobody knows whose they are.

    Raises:
        NotFound: there is no such merge that stands.
    """
    with db.changing() as session:
        correspondent_for(session, kept_id, user, Act.WORK_ON_CASE)
        made = session.get(CorrespondentMerge, merge_id)
        if made is None or made.kept_id != kept_id or made.undone_at is not None:
            raise NotFound(_l("Deze samenvoeging is er niet (meer)."))
        still = select(Case).where(
            col(Case.id).in_(made.case_ids), Case.correspondent_id == made.kept_id
        )
        cases = session.exec(still).all()
        _move(session, cases, made.gone_id)
        made.undone_at, made.undone_by_id = clock(), user.id
        session.add(made)
        _note(session, clock, cases, user, {"sender_parted": made.kept_id})
        gone_id = made.gone_id
    log.info("merge_of_correspondents_undone", kept_id=kept_id, gone_id=gone_id, by_id=user.id)
    return gone_id


def _as_seen(session: Session, seen: SeenPerson, user: User) -> Correspondent:
    person = correspondent_for(session, seen.id, user, Act.WORK_ON_CASE)
    if person.version != seen.version:
        raise ChangedByColleague(
            _l("Een collega heeft deze afzender veranderd. Bekijk eerst wat er veranderd is."),
            correspondent_id=seen.id,
        )
    return person


def _move(session: Session, cases: Sequence[Case], to_id: int) -> None:
    for case in cases:
        case.correspondent_id = to_id
    session.add_all(cases)
    session.flush()


def _note(
    session: Session, clock: Clock, cases: Sequence[Case], user: User, data: Mapping[str, object]
) -> None:
    now = clock()
    for case in cases:
        record_event(
            session, now, case, EventType.NOTE, office_date(now), by_id=user.id, data=dict(data)
        )
