"""How is a reply kept, sent, and its clock stopped once it has really left the house?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from tracker.base.clock import Clock, office_date
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound, TrackerError
from tracker.base.log import get_logger
from tracker.outbox.rules import named_address
from tracker.outbox.service import Mail, queue_mail
from tracker.people.models import Team, User
from tracker.people.rules import Act, has_desk
from tracker.readability.report import Report, check_reply
from tracker.register.acts import case_for
from tracker.register.models import (
    OPEN_STATES,
    Case,
    Channel,
    Correspondent,
    Direction,
    EventType,
    Message,
    ReplyKind,
)
from tracker.register.queries import (
    last_incoming,
    last_news_id,
    message_made_once,
    message_of,
)
from tracker.register.rules import mark_of_form
from tracker.register.service import assign, record_event
from tracker.replies.letters import as_html
from tracker.replies.models import Draft
from tracker.replies.queries import draft_of, last_reply_id, sent_but_not_settled
from tracker.replies.rules import SHORTEST_REPLY, needs_reason, references_of, reply_subject

log = get_logger(__name__)

OPEN_PLACE = "[vul in"
"""Marks what a standard letter cannot know; nobody should get a letter that still has one."""

EVENT_OF: dict[ReplyKind, EventType] = {
    ReplyKind.ACKNOWLEDGEMENT: EventType.ACKNOWLEDGED,
    ReplyKind.INTERIM: EventType.INTERIM_SENT,
    ReplyKind.ANSWER: EventType.ANSWERED,
}


class NewsCameIn(ChangedByColleague):
    """The resident wrote again, or our mail came back, while somebody wrote a reply."""

    title = _l("Er kwam net iets binnen")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What the user wrote, and what was there when the page was opened.

    ``seen_version`` is the version of the draft (0: none yet), ``seen_reply`` the id of the last
    reply that a colleague sent and ``seen_news`` that of the last thing that came in (0: none
    yet; None: not looked at).
    """

    text: str
    kind: ReplyKind
    seen_version: int
    seen_reply: int | None = None
    seen_news: int | None = None
    reason: str = ""
    once: str = ""
    letter: str = ""
    letter_for: int | None = None


def save_draft(db: Database, clock: Clock, number: str, user: User, written: Written) -> Draft:
    """Keep what was written.

    Raises:
        ChangedByColleague: a colleague saved another text since the page was opened.
    """
    with db.changing() as session:
        case = case_for(session, number, user, Act.WORK_ON_CASE)
        return _keep(session, clock(), case, user, written)


def send_reply(
    db: Database, clock: Clock, settings: Settings, number: str, user: User, written: Written
) -> Message:
    """Let the reply leave the house: by mail in the thread, or as a letter to be posted.

    The clocks do not stop here: they stop when it has really gone (``settle_sent``, ``posted``).

    Raises:
        InvalidInput: the text is empty, or it reads as an acknowledgement, is sent as an answer
            and no reason was given.
        ChangedByColleague: a colleague saved or sent another text since the page was opened.
        NewsCameIn: something came in since then that the user has not seen.
    """
    report = check_reply(written.text)
    _refuse_what_needs_a_word(written, report)
    with db.changing() as session:
        case = case_for(session, number, user, Act.WORK_ON_CASE)
        mark = mark_of_form(f"reply:{case.id}", written.once)
        if sent_already := message_made_once(session, mark):
            return sent_already
        _refuse_unseen_reply(session, case, written)
        _refuse_unseen_news(session, case, written)
        draft = None if written.letter else _keep(session, clock(), case, user, written)
        message = _outgoing(session, clock(), case, user, written, report)
        message.once = mark
        if message.channel is Channel.EMAIL:
            mail_in_thread(session, clock(), settings, case, message, f"reply:{message.id}")
        if draft is not None:
            session.delete(draft)
        if has_desk(user) and _is_nobodys(session, case):
            assign(session, clock(), case, user.id, user.id)
        if not written.letter:  # a standard letter answers no new message
            case.unread_message = False
        return message


def settle_sent(db: Database, clock: Clock) -> int:
    """Write on the timeline of each case what its sent mails were; that stops the clocks.

    A case that cannot be settled does not keep the others waiting.

    Returns:
        How many messages were settled.

    Raises:
        TrackerError: the first reason for which one could not be; it is tried again next time.
    """
    with db.reading() as session:
        waiting = [(message.id or 0, at) for message, at in sent_but_not_settled(session)]
    settled, troubles = 0, []
    for message_id, sent_at in waiting:
        try:
            settled += _settle(db, clock, message_id, sent_at)
        except (TrackerError, StaleDataError) as error:
            log.warning("message_not_settled", message_id=message_id, cause=type(error).__name__)
            troubles.append(error)
    if troubles:
        raise troubles[0]
    return settled


def _settle(db: Database, clock: Clock, message_id: int, sent_at: datetime) -> bool:
    with db.changing() as session:
        message = session.get_one(Message, message_id, with_for_update=True)
        if message.sent_at is not None:
            return False
        _gone(session, clock(), message, sent_at, office_date(sent_at))
        return True


def posted(db: Database, clock: Clock, number: str, user: User, message_id: int, on: date) -> None:
    """Write down that a printed letter was posted; that stops the clocks.

    Raises:
        InvalidInput: the day has not come yet, or lies before the letter was written.
        NotFound: there is no such letter waiting.
    """
    with db.changing() as session:
        case = case_for(session, number, user, Act.WORK_ON_CASE)
        message = message_of(session, case.id or 0, message_id)
        if message is not None:  # of two who press at once, the second waits and is told
            session.refresh(message, with_for_update=True)
        if message is None or message.sent_at or message.channel is not Channel.LETTER:
            raise NotFound(_l("Deze brief wacht niet (meer) op de post."))
        if not office_date(message.at) <= on <= office_date(clock()):
            raise InvalidInput(
                _l("Vul de dag in waarop de brief op de post ging, niet later dan vandaag."), "on"
            )
        _gone(session, clock(), message, clock(), on)


def _gone(session: Session, now: datetime, message: Message, at: datetime, on: date) -> None:
    case = session.get_one(Case, message.case_id)
    message.sent_at = at
    kind = message.kind or ReplyKind.INTERIM
    event = EVENT_OF[kind]
    if event is EventType.ANSWERED and case.state not in OPEN_STATES:
        event = EventType.INTERIM_SENT  # a word after the answer: its clock has stopped already
    record_event(
        session,
        now,
        case,
        event,
        on,
        by_id=message.author_id,
        data={"message_id": message.id, **_why(message)},
    )
    log.info("message_sent", case_id=case.id, message_id=message.id, kind=kind.value)


def _why(message: Message) -> dict[str, Any]:
    kept = {"why": message.data.get("reason"), "letter": message.data.get("letter")}
    return {name: value for name, value in kept.items() if value}


def _keep(session: Session, now: datetime, case: Case, user: User, written: Written) -> Draft:
    draft = draft_of(session, case.id or 0)
    if (draft.version if draft else 0) != written.seen_version:
        raise ChangedByColleague(
            _l("Een collega heeft intussen aan dit antwoord geschreven. Uw tekst staat nog hier."),
            case_id=case.id,
        )
    if draft is None:
        draft = Draft(case_id=case.id or 0, updated_at=now)
    draft.text, draft.kind = written.text, written.kind
    draft.author_id, draft.updated_at = user.id, now
    session.add(draft)
    session.flush()
    return draft


def _is_nobodys(session: Session, case: Case) -> bool:
    handler = session.get(User, case.handler_id) if case.handler_id else None
    return handler is None or not has_desk(handler)


def _refuse_unseen_reply(session: Session, case: Case, written: Written) -> None:
    """Two who open the page before anything is sent do not both answer the resident."""
    if written.seen_reply not in (None, last_reply_id(session, case.id or 0)):
        raise ChangedByColleague(
            _l("Er is intussen al een bericht verstuurd in deze zaak. Uw tekst staat nog hier."),
            case_id=case.id,
        )


def _refuse_unseen_news(session: Session, case: Case, written: Written) -> None:
    """Stop who has not seen it: sending marks all as read, and it would be in no list any more."""
    if written.seen_news not in (None, last_news_id(session, case.id or 0)):
        raise NewsCameIn(
            _l("Er is intussen een nieuw bericht in deze zaak. Lees het eerst. Uw tekst staat er."),
            case_id=case.id,
        )


def _refuse_what_needs_a_word(written: Written, report: Report) -> None:
    if len(written.text.split()) < SHORTEST_REPLY:
        raise InvalidInput(_l("Schrijf eerst een antwoord."), "text")
    if written.letter and OPEN_PLACE in written.text:
        raise InvalidInput(_l("Vul eerst de plekken in waar [vul in: …] staat."), "text")
    if needs_reason(written.kind, report.kind) and not written.reason.strip():
        raise InvalidInput(
            _l(
                "Dit leest als een ontvangstbevestiging. Is het toch het antwoord? "
                "Schrijf dan in één zin waarom."
            ),
            "reason",
        )


def _outgoing(
    session: Session, now: datetime, case: Case, user: User, written: Written, report: Report
) -> Message:
    correspondent = session.get_one(Correspondent, case.correspondent_id)
    team = session.get_one(Team, case.team_id)
    asked = last_incoming(session, case.id or 0)
    by_mail = bool(correspondent.email)
    message = Message(
        case_id=case.id or 0,
        direction=Direction.OUT,
        channel=Channel.EMAIL if by_mail else Channel.LETTER,
        kind=written.kind,
        subject=reply_subject((asked.subject if asked else "") or case.title, case.number),
        text=written.text.replace("\x00", "").replace("\r\n", "\n"),
        from_name=team.name,
        from_address=team.email,
        to_address=correspondent.email if by_mail else correspondent.name,
        at=now,
        author_id=user.id,
        data={
            "difficulty": report.difficulty,
            "reads_as": report.kind,
            "reason": written.reason.strip(),
            **({"letter": written.letter} if written.letter else {}),
            **({"letter_for": written.letter_for} if written.letter_for else {}),
        },
    )
    session.add(message)
    session.flush()
    return message


def mail_in_thread(
    session: Session,
    now: datetime,
    settings: Settings,
    case: Case,
    message: Message,
    key: str,
    *,
    automatic: bool = False,
) -> None:
    """Put *message* in the outbox as a reply in the thread of the last letter that came in."""
    asked = last_incoming(session, case.id or 0)
    header_id = asked.header_id if asked else ""
    row = queue_mail(
        session,
        now,
        settings,
        Mail(
            key=key,
            recipient=message.to_address,
            sender=named_sender(message.from_name, settings.municipality, message.from_address),
            subject=message.subject,
            text=message.text,
            html=as_html(message.text),
            in_reply_to=header_id,
            references=references_of(asked.references if asked else "", header_id),
            automatic=automatic,
        ),
    )
    message.outbox_id, message.header_id, message.references = (
        row.id,
        row.message_id,
        row.references,
    )
    session.add(message)


def named_sender(team: str, municipality: str, address: str) -> str:
    """Return the sender line of a mail: who of us writes."""
    return named_address(f"{team}, {municipality}", address)
