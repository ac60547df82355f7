"""How does an administrator say on which days nobody works, besides those of the law?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from tracker.admin.calendar_rules import decreed_days, decreed_years, why_no_working_day
from tracker.admin.turns import alone_in
from tracker.base.database import Database, insert_once
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.log import get_logger
from tracker.register.basis import basis_of, forget_basis
from tracker.register.models import ClosingDay, RoyalDecree

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecreeInput:
    """A royal decree as an administrator types it: its days one a line."""

    source: str
    first_year: int
    last_year: int
    days: str


def closing_names(session: Session) -> Mapping[date, str]:
    """Return what each closing day is for."""
    return {row.day: row.name for row in session.exec(select(ClosingDay))}


def decrees(session: Session) -> Sequence[RoyalDecree]:
    """Return the decrees that were added here, the newest first."""
    return session.exec(select(RoyalDecree).order_by(col(RoyalDecree.first_year).desc())).all()


def add_closing_day(db: Database, day: date, name: str) -> None:
    """Say that the office is shut on *day*; it counts for our own norms only.

    Raises:
        InvalidInput: nobody works on that day as it is.
    """
    with db.changing() as session:
        calendar = basis_of(session).calendar
        if not calendar.is_working_day(day):
            why = why_no_working_day(calendar, day)
            raise InvalidInput(_l("Deze dag is al vrij: %(why)s.", why=why), "day")
        if not insert_once(session, ClosingDay, [{"day": day, "name": name}], ["day"]):
            raise InvalidInput(_l("Deze dag is al een sluitingsdag."), "day")
        forget_basis(session)
    log.info("closing_day_added", day=str(day))


def remove_closing_day(db: Database, day: date) -> None:
    """Say that the office is open on *day* after all.

    Raises:
        NotFound: it is no closing day.
    """
    with db.changing() as session:
        row = session.get(ClosingDay, day)
        if row is None:
            raise NotFound(_l("Deze sluitingsdag is er niet (meer)."), day=str(day))
        session.delete(row)
        forget_basis(session)
    log.info("closing_day_removed", day=str(day))


def add_decree(db: Database, new: DecreeInput) -> RoyalDecree:
    """Add a royal decree of Atw 3 lid 3; its days count for legal terms too.

    Raises:
        InvalidInput: its years or days cannot be, or are known already.
    """
    with db.changing() as session:
        alone_in(session, RoyalDecree)
        calendar = basis_of(session).calendar
        years = decreed_years(new.first_year, new.last_year, calendar.decreed_years)
        days = decreed_days(new.days, years, calendar)
        row = RoyalDecree(
            source=new.source,
            first_year=new.first_year,
            last_year=new.last_year,
            days=[day.isoformat() for day in days],
        )
        session.add(row)
        forget_basis(session)
    log.info("royal_decree_added", royal_decree_id=row.id, days=row.days)
    return row


def remove_decree(db: Database, decree_id: int) -> None:
    """Take away a decree that was typed in wrongly, to add it again.

    Raises:
        NotFound: it is not there; those of our own table are no rows.
    """
    with db.changing() as session:
        row = session.get(RoyalDecree, decree_id)
        if row is None:
            raise NotFound(_l("Dit besluit is er niet (meer)."), royal_decree_id=decree_id)
        session.delete(row)
        forget_basis(session)
    log.info("royal_decree_removed", royal_decree_id=decree_id, days=row.days)
