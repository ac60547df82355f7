"""How does a letter on paper, a call or a visit get into the register?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.base.clock import Clock, office_date
from tracker.base.database import Database
from tracker.base.errors import InvalidInput
from tracker.people.models import User
from tracker.register.models import Case, Channel
from tracker.register.queries import message_made_once
from tracker.register.rules import mark_of_form, receipt_problem
from tracker.register.service import NewCase, NewFile, NewMessage, Sender, open_case


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperLetter:
    """What the registrar filled in; the scan is kept already."""

    channel: Channel
    received_on: date
    title: str
    subject_id: int
    sender: Sender
    text: str
    facts: Mapping[str, Any]
    scan: NewFile | None
    once: str
    sure_of_day: bool = False


def register_letter(db: Database, clock: Clock, letter: PaperLetter, user: User) -> Case:
    """Make a case of a letter; the same form sent twice makes one case.

    Raises:
        InvalidInput: the day of receipt cannot be right, or a fact that the law needs is missing.
    """
    now = clock()
    _check_day(letter, office_date(now))
    mark = mark_of_form(f"letter:{user.id}", letter.once)
    with db.changing() as session:
        if made := message_made_once(session, mark):
            return session.get_one(Case, made.case_id)
        message = NewMessage(
            channel=letter.channel,
            at=now,
            subject=letter.title,
            text=letter.text,
            from_name=letter.sender.name,
            from_address=letter.sender.email,
            once=mark,
            files=(letter.scan,) if letter.scan else (),
        )
        new = NewCase(
            title=letter.title,
            subject_id=letter.subject_id,
            received_on=letter.received_on,
            sender=letter.sender,
            message=message,
            facts=letter.facts,
        )
        return open_case(session, now, new, by_id=user.id)


def _check_day(letter: PaperLetter, today: date) -> None:
    problem = receipt_problem(letter.received_on, today)
    if problem == "future":
        raise InvalidInput(
            _l("Deze dag is nog niet geweest. Vul de dag in waarop de brief binnenkwam."),
            "received_on",
        )
    if problem == "old" and not letter.sure_of_day:
        raise InvalidInput(
            _l("Deze dag ligt meer dan twee jaar terug. Verbeter hem, of vink aan dat hij klopt."),
            "received_on",
            old=True,
        )
