"""With which calendar, regimes and norms does this municipality reckon?

The law is in the tables of ``deadlines``; an administrator adds closing days, later royal decrees
and regimes of the municipality's own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from sqlmodel import Session, col, select

from tracker.base.database import Database
from tracker.deadlines.calendar import Calendar
from tracker.deadlines.clocks import RULES_VERSION
from tracker.deadlines.decree_days import DECREE_DAYS, DECREED_YEARS
from tracker.deadlines.own import OwnTerm, own_regime
from tracker.deadlines.regime import Regime
from tracker.deadlines.regimes import REGIMES, regime_on, row_in_force
from tracker.register.models import ClosingDay, OwnRegime, RoyalDecree, Subject

_KEPT_AS = "basis"
Decreed = tuple[str, tuple[date, ...], range]


@dataclass(frozen=True)
class Basis:
    """All that dates are reckoned with, besides the case itself and its subject's norms."""

    calendar: Calendar
    own: Mapping[str, tuple[Regime, ...]]
    prints: tuple[str, str]
    """Fingerprints of the calendar and of the municipality's own regimes."""

    def regime(self, code: str, day: date) -> Regime:
        """Return the row of *code* that was in force on *day*.

        Raises:
            DeadlineError: there is no regime of that code.
        """
        rows = self.own.get(code)
        return row_in_force(rows, day) if rows else regime_on(code, day)

    def newest(self) -> Mapping[str, Regime]:
        """Return the newest row of every regime by its code: those of the law first."""
        return {**REGIMES, **{code: rows[-1] for code, rows in self.own.items()}}

    def mark(self, subjects: Iterable[Subject]) -> str:
        """Return what cases of *subjects* are reckoned with: another mark, another reckoning."""
        norms = [(each.id, each.acknowledge_within, each.answer_within) for each in subjects]
        return " ".join((RULES_VERSION, *self.prints, _print(norms)))


def why_anew(before: str, after: str) -> tuple[str, ...]:
    """Return which parts of two marks differ: rules, calendar, regimes or norms."""
    parts = ("rules", "calendar", "regimes", "norms")
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        return ("rules",)
    return tuple(part for part, a, b in zip(parts, old, new, strict=True) if a != b)


def basis_of(session: Session) -> Basis:
    """Return what this municipality reckons with now; read once a session."""
    known = session.info.get(_KEPT_AS)
    if not isinstance(known, Basis):
        known = session.info[_KEPT_AS] = _read(session)
    return known


def house_calendar(db: Database) -> Calendar:
    """Return the working days of the town hall, its closing days left out."""
    with db.reading() as session:
        return basis_of(session).calendar


def forget_basis(session: Session) -> None:
    """Read the basis again at the next question, after one of its tables changed."""
    session.flush()
    session.info.pop(_KEPT_AS, None)


def own_term(row: OwnRegime) -> OwnTerm:
    """Return a row of the table as ``deadlines`` reads it."""
    return OwnTerm(
        code=row.code,
        name_nl=row.name_nl,
        name_en=row.name_en,
        article=row.article,
        link=row.link,
        term=row.term,
        counting="none" if row.counting == "none" else "atw",
        valid_from=row.valid_from,
        extension=row.extension,
        grounds=tuple(row.grounds),
        is_decision=row.is_decision,
    )


def _read(session: Session) -> Basis:
    closing = tuple(session.exec(select(col(ClosingDay.day)).order_by(col(ClosingDay.day))).all())
    decrees = tuple(map(_decreed, session.exec(select(RoyalDecree)).all()))
    rows = session.exec(select(OwnRegime).order_by(col(OwnRegime.valid_from))).all()
    own: dict[str, tuple[Regime, ...]] = {}
    for row in rows:
        own[row.code] = (*own.get(row.code, ()), own_regime(own_term(row)))
    written = [row.model_dump(exclude={"id", "version"}) for row in rows]
    return Basis(_calendar(closing, decrees), own, (_print((closing, decrees)), _print(written)))


def _decreed(row: RoyalDecree) -> Decreed:
    days = tuple(sorted(map(date.fromisoformat, row.days)))
    return row.source, days, range(row.first_year, row.last_year + 1)


@lru_cache(maxsize=8)
def _calendar(closing: tuple[date, ...], decrees: tuple[Decreed, ...]) -> Calendar:
    """Make the calendar once: it works out each year when it is first asked for."""
    days, years = dict(DECREE_DAYS), set(DECREED_YEARS)
    for source, its_days, its_years in decrees:
        days.update(dict.fromkeys(its_days, source))
        years.update(its_years)
    return Calendar(closing, days, years)


def _print(said: Iterable[object]) -> str:
    text = json.dumps(list(said), default=str, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:8]
