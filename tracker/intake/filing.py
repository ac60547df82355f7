"""To which case does a mail go, or why to none?

All of it happens inside the transaction of the caller.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from tracker.base.clock import office_date
from tracker.base.config import Settings
from tracker.base.errors import InvalidInput, Unavailable
from tracker.intake.destinations import destination
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.parsing import ReadMail
from tracker.intake.rules import (
    Automatic,
    case_numbers,
    may_acknowledge,
    sent_by_machine,
    thread_candidates,
)
from tracker.outbox.models import OutboxMessage
from tracker.register.models import Case, Channel, EventType, Subject
from tracker.register.queries import case_of_message_ids, find_case, message_made_once
from tracker.register.service import (
    NewCase,
    NewFile,
    NewMessage,
    Sender,
    ask_to_read,
    open_case,
    receive_message,
    record_event,
)

DEFAULT_SUBJECT = "Algemene vraag"
DEFAULT_REGIME = "servicenorm"
_WHY_SET_ASIDE = {
    Automatic.AUTO_REPLY: _l("Automatisch antwoord, bijvoorbeeld een afwezigheidsmelding."),
    Automatic.LIST: _l("Bericht aan een mailinglijst of nieuwsbrief."),
    Automatic.OWN: _l("Ons eigen bericht dat terugkwam."),
    Automatic.BOUNCE: _l("Een bericht kon niet worden bezorgd."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """What became of a mail."""

    state: MailState
    case_number: str = ""
    reason: str = ""


def file_read_mail(
    session: Session,
    now: datetime,
    settings: Settings,
    row: ReceivedMail,
    mail: ReadMail,
    kept: tuple[NewFile, ...],
    own: Collection[str],
) -> Filed:
    """Put a mail where it belongs and write that in its row of the ledger.

    Args:
        kept: the files of the mail, in the file store already.
        own: the addresses from which we send.

    Raises:
        Unavailable: there is no subject under which mail can come in.
    """
    why = _automatic(session, mail, own)
    if why is not None:
        return _set_aside(session, now, row, mail, why)
    message = _message(row, mail, kept)
    case = _answered_case(session, mail) if mail.is_readable else None
    if case is None:
        case = _open(session, now, settings, row, mail, message)
    else:
        receive_message(session, now, case, message)
    _remember(session, row, case, mail, own)
    return Filed(state=row.state, case_number=case.number)


def filed_before(session: Session, row: ReceivedMail) -> Filed:
    """Return what became of a mail earlier."""
    case = session.get(Case, row.case_id) if row.case_id else None
    return Filed(state=row.state, case_number=case.number if case else "", reason=row.reason)


def _automatic(session: Session, mail: ReadMail, own: Collection[str]) -> Automatic | None:
    """Return why a mail is automatic; mail that looks like ours is, when our outbox knows it.

    A colleague who writes from a team's address in an ordinary mail program is a person; a
    mailbox of ours that answers by itself is not.
    """
    if mail.automatic is not Automatic.OWN:
        return mail.automatic
    known = select(OutboxMessage.id).where(OutboxMessage.message_id == mail.message_id)
    return Automatic.OWN if session.exec(known).first() else sent_by_machine(mail.signs, own)


def _set_aside(
    session: Session, now: datetime, row: ReceivedMail, mail: ReadMail, why: Automatic
) -> Filed:
    row.state, row.reason = MailState.SET_ASIDE, str(_WHY_SET_ASIDE[why])
    case = _note_bounce(session, now, mail) if why is Automatic.BOUNCE else None
    if case is not None:
        row.case_id = case.id
        row.reason = str(_l("Ons bericht kon niet worden bezorgd. Het staat bij de zaak."))
    session.add(row)
    return Filed(state=row.state, case_number=case.number if case else "", reason=row.reason)


def _note_bounce(session: Session, now: datetime, mail: ReadMail) -> Case | None:
    """Put on the timeline that the correspondent did not get our mail."""
    case = case_of_message_ids(session, mail.bounced_ids)
    if case is None:
        return None
    sentence = _l(
        "Ons bericht is niet aangekomen: de mailserver stuurde het terug. Controleer het adres "
        "en stuur het opnieuw, of schrijf een brief."
    )
    ids = list(mail.bounced_ids)[:5]
    data = {"about": "bounce", "bounced_ids": ids, "text": str(sentence)}
    record_event(session, now, case, EventType.NOTE, office_date(now), data=data)
    ask_to_read(case)
    return case


def _answered_case(session: Session, mail: ReadMail) -> Case | None:
    """Return the case that this mail answers: by what it refers to, else by the number."""
    case = case_of_message_ids(session, thread_candidates(mail.in_reply_to, mail.references))
    if case is not None:
        return case
    for number in case_numbers(mail.subject):
        if case := find_case(session, number):
            return case
    return None


def _open(
    session: Session,
    now: datetime,
    settings: Settings,
    row: ReceivedMail,
    mail: ReadMail,
    message: NewMessage,
) -> Case:
    to = destination(session, row.mailbox)
    new = NewCase(
        title=mail.subject or str(_l("(zonder onderwerp)")),
        subject_id=to.subject_id or _default_subject(session, settings),
        team_id=to.team_id,
        received_on=office_date(row.received_at),
        sender=_sender(mail),
        message=message,
    )
    try:
        return open_case(session, now, new)
    except InvalidInput as error:
        raise Unavailable(
            _l(
                "Het onderwerp voor nieuwe e-mail vraagt om gegevens die een e-mail niet heeft. "
                "Vraag de beheerder om een ander onderwerp voor nieuwe e-mail te kiezen."
            ),
            field=error.field,
        ) from error


def _remember(
    session: Session, row: ReceivedMail, case: Case, mail: ReadMail, own: Collection[str]
) -> None:
    """Write in the ledger where the mail went, and on the message what a reader must know."""
    message = message_made_once(session, _once(row))
    if message is None:
        raise LookupError("a mail that was just filed has a message")
    data = {
        "reply_text": mail.reply_text if mail.reply_text != mail.text else "",
        "problems": list(mail.problems),
        "no_acknowledgement": not may_acknowledge(mail.signs, own),
    }
    message.data = {name: value for name, value in data.items() if value}
    row.state = MailState.FILED if mail.is_readable else MailState.UNREADABLE
    row.case_id, row.message_id = case.id, message.id
    session.add_all([message, row])


def _default_subject(session: Session, settings: Settings) -> int:
    """Return the subject under which mail comes in, until a person chooses a better one.

    Raises:
        Unavailable: nobody has made such a subject yet.
    """
    in_use = session.exec(select(Subject).where(Subject.active).order_by(col(Subject.id))).all()
    wanted = settings.default_subject
    named = [subject for subject in in_use if wanted and subject.name == wanted]
    general = [subject for subject in in_use if subject.regime == DEFAULT_REGIME]
    general.sort(key=lambda subject: subject.name != DEFAULT_SUBJECT)
    for subject in (*named, *general):
        return subject.id or 0
    raise Unavailable(
        _l(
            "Er is nog geen onderwerp voor nieuwe e-mail. De post blijft veilig bewaard. Vraag "
            "de beheerder om het onderwerp Algemene vraag te maken."
        )
    )


def _sender(mail: ReadMail) -> Sender:
    writer = mail.writer
    if writer is None:
        return Sender(name=str(_l("(afzender onbekend)")))
    return Sender(name=writer.name or writer.address, email=writer.address)


def _message(row: ReceivedMail, mail: ReadMail, kept: tuple[NewFile, ...]) -> NewMessage:
    writer = mail.writer
    return NewMessage(
        channel=Channel.EMAIL,
        at=row.received_at,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        from_name=writer.name if writer else "",
        from_address=writer.address if writer else "",
        to_address=", ".join(each.address for each in mail.to if each.address)[:400],
        header_id=mail.message_id,
        references=" ".join(dict.fromkeys([*mail.references, *mail.in_reply_to])),
        raw_sha256=row.raw_sha256,
        once=_once(row),
        files=kept,
    )


def _once(row: ReceivedMail) -> str:
    """Return what makes the database itself refuse a second message of the same mail."""
    return f"mail:{row.id}"
