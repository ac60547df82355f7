"""Who still waits for a first word from us, and what do we say?

Run after mail was taken in, and again at every round: nothing depends on the one moment.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.log import get_logger
from tracker.base.mail_texts import render_mail
from tracker.people.models import Team
from tracker.register.models import Case, Channel, Correspondent, Direction, Message, ReplyKind
from tracker.register.queries import last_incoming
from tracker.replies.queries import acknowledgements_since, unacknowledged
from tracker.replies.rules import promised_day, reply_subject
from tracker.replies.service import mail_in_thread

log = get_logger(__name__)


def acknowledge_waiting(db: Database, clock: Clock, settings: Settings) -> int:
    """Queue an acknowledgement for every electronic case that has none.

    At most one a case, and at most ``acknowledgements_a_sender_a_day`` to one address, so that
    two machines that answer each other come to rest.

    Returns:
        How many were queued.
    """
    with db.reading() as session:
        waiting = unacknowledged(session)
    return sum(_acknowledge(db, clock, settings, case_id) for case_id in waiting)


def _acknowledge(db: Database, clock: Clock, settings: Settings, case_id: int) -> bool:
    now = clock()
    with db.changing() as session:
        case = session.get_one(Case, case_id, with_for_update=True)
        if not unacknowledged(session, case_id):  # since we looked, somebody acted or was faster
            return False
        correspondent = session.get_one(Correspondent, case.correspondent_id)
        recent = acknowledgements_since(session, correspondent.email, now - timedelta(days=1))
        if recent >= settings.acknowledgements_a_sender_a_day:
            log.warning("acknowledgement_held_back", case_id=case_id, recent=recent)
            return False
        message = _message(session, now, settings, case, correspondent)
        key = f"acknowledgement:{case.number}"
        mail_in_thread(session, now, settings, case, message, key, automatic=True)
    return True


def _message(
    session: Session, now: datetime, settings: Settings, case: Case, to: Correspondent
) -> Message:
    team = session.get_one(Team, case.team_id)
    asked = last_incoming(session, case.id or 0)
    mail = render_mail(
        "acknowledgement",
        "nl",
        name=to.name,
        number=case.number,
        title=case.title,
        received_on=case.received_on,
        promised_on=promised_day(case.target_on, case.due_on),
        team=team.name,
        municipality=settings.municipality,
    )
    message = Message(
        case_id=case.id or 0,
        direction=Direction.OUT,
        channel=Channel.EMAIL,
        kind=ReplyKind.ACKNOWLEDGEMENT,
        subject=reply_subject((asked.subject if asked else "") or case.title, case.number),
        text=mail.text,
        from_name=team.name,
        from_address=team.email,
        to_address=to.email,
        at=now,
    )
    session.add(message)
    session.flush()
    return message
