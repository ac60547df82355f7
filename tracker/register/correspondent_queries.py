"""What did somebody send and get, who is much like them, and which cases of them may a user see?"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, and_, col, func, or_, select

from tracker.base.errors import NotAllowed, NotFound
from tracker.people.models import User
from tracker.people.rules import Act, may
from tracker.register.models import Case, Correspondent, CorrespondentMerge, Message

CASES_SHOWN, MESSAGES_SHOWN, MOST_ALIKE = 25, 25, 10


@dataclass(frozen=True, slots=True)
class MergeMade:
    """A merge that stands, with who went into the other."""

    merge: CorrespondentMerge
    gone: Correspondent


def may_be_seen_by(user: User) -> ColumnElement[bool]:
    """Say that a case may be seen by *user*: ``people.rules.may_see`` for a query."""
    if not may(user, Act.SEE_CASE):
        return false()
    if may(user, Act.SEE_ALL_TEAMS):
        return true()
    return or_(col(Case.team_id) == user.team_id, col(Case.handler_id) == user.id)


def correspondent_for(
    session: Session, correspondent_id: int, user: User, act: Act = Act.SEE_CASE
) -> Correspondent:
    """Return the correspondent, if *user* may see one of their cases and do *act*.

    Raises:
        NotFound: there is nobody with this id.
        NotAllowed: all cases are other teams', or this is not the user's to do.
    """
    found = session.get(Correspondent, correspondent_id)
    if found is None:
        raise NotFound(_l("Deze afzender bestaat niet (meer)."))
    if not may(user, Act.SEE_ALL_TEAMS) and not cases_of(session, user, correspondent_id, size=1):
        raise NotAllowed(
            _l("De zaken van deze afzender zijn van een ander team."),
            correspondent_id=correspondent_id,
        )
    if not may(user, act):
        raise NotAllowed(_l("Dit hoort niet bij uw taak."), correspondent_id=correspondent_id)
    return found


def cases_of(
    session: Session, user: User, correspondent_id: int, below: int = 0, size: int = CASES_SHOWN
) -> Sequence[Case]:
    """Return the cases of somebody that *user* may see, newest first, under id *below*."""
    query = select(Case).where(Case.correspondent_id == correspondent_id, may_be_seen_by(user))
    if below:
        query = query.where(col(Case.id) < below)
    return session.exec(query.order_by(col(Case.id).desc()).limit(size)).all()


def messages_of(
    session: Session, user: User, correspondent_id: int, below: int = 0, size: int = MESSAGES_SHOWN
) -> Sequence[tuple[Message, Case]]:
    """Return what somebody sent and got in cases that *user* may see, newest first.

    Args:
        below: the id of the last message that was shown; 0: from the newest on.
    """
    query = (
        select(Message, Case)
        .join(Case, col(Message.case_id) == Case.id)
        .where(Case.correspondent_id == correspondent_id, may_be_seen_by(user))
    )
    if last := session.get(Message, below) if below else None:
        same_moment = and_(col(Message.at) == last.at, col(Message.id) < below)
        query = query.where(or_(col(Message.at) < last.at, same_moment))
    newest = (col(Message.at).desc(), col(Message.id).desc())
    return session.exec(query.order_by(*newest).limit(size)).all()


def alike(session: Session, user: User, one: Correspondent) -> Sequence[Correspondent]:
    """Return others who may be the same: the same e-mail address, or name and postcode.

    Only those with a case that *user* may see; whoever was merged has none left.
    """
    same: list[ColumnElement[bool]] = []
    if one.email:
        same.append(col(Correspondent.email).in_({one.email, one.email.lower()}))
    if one.postcode:
        postcode = func.replace(func.upper(col(Correspondent.postcode)), " ", "")
        names = {one.name, one.name.title()}
        there = postcode == one.postcode.upper().replace(" ", "")
        same.append(and_(col(Correspondent.name).in_(names), there))
    if not same:
        return []
    seen = select(Case.id).where(Case.correspondent_id == Correspondent.id, may_be_seen_by(user))
    return session.exec(
        select(Correspondent)
        .where(or_(*same), Correspondent.id != one.id, seen.exists())
        .order_by(col(Correspondent.id))
        .limit(MOST_ALIKE)
    ).all()


def merges_into(session: Session, kept_id: int) -> Sequence[MergeMade]:
    """Return the merges into somebody that stand, newest first."""
    rows = session.exec(
        select(CorrespondentMerge, Correspondent)
        .join(Correspondent, col(CorrespondentMerge.gone_id) == Correspondent.id)
        .where(CorrespondentMerge.kept_id == kept_id, col(CorrespondentMerge.undone_at).is_(None))
        .order_by(col(CorrespondentMerge.id).desc())
    )
    return [MergeMade(merge, gone) for merge, gone in rows]


def kept_instead_of(session: Session, correspondent_id: int) -> int:
    """Return who this correspondent was merged into, at the end of the chain; else themselves."""
    standing = select(CorrespondentMerge.kept_id).where(
        CorrespondentMerge.gone_id == correspondent_id,
        col(CorrespondentMerge.undone_at).is_(None),
    )
    kept = session.exec(standing).first()
    return correspondent_id if kept is None else kept_instead_of(session, kept)
