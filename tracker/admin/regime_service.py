"""How does the municipality write down a regime of its own, and correct or renew it?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from tracker.admin.regime_rules import code_for
from tracker.admin.turns import alone_in
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.base.log import get_logger
from tracker.base.words import both
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.own import OwnTerm, own_regime
from tracker.deadlines.regime import Regime
from tracker.deadlines.regimes import REGIMES
from tracker.register.basis import forget_basis
from tracker.register.models import OwnRegime

log = get_logger(__name__)

NOT_THERE = _l("Deze termijnregeling bestaat niet.")


def rows_of(session: Session, code: str) -> Sequence[OwnRegime]:
    """Return the rows of one own regime, the newest first."""
    newest_first = col(OwnRegime.valid_from).desc()
    return session.exec(
        select(OwnRegime).where(OwnRegime.code == code).order_by(newest_first)
    ).all()


def checked(session: Session, term: OwnTerm, row_id: int | None = None) -> Regime:
    """Return the regime to reckon with, before anything is stored.

    Args:
        term: its code is empty while the regime is new.
        row_id: the row that is corrected.

    Raises:
        InvalidInput: a length, ground or link cannot be; the name is another regime's; or there
            is a row for this first day already.
    """
    try:
        regime = own_regime(term)
    except DeadlineError as error:
        raise InvalidInput(both(error.message_nl, error.message_en), error.field) from error
    rows = session.exec(select(OwnRegime)).all()
    names = {row.name_nl: row.code for row in rows}
    names |= {row.name_nl: code for code, row in REGIMES.items()}
    for name, code in names.items():
        if name.casefold() == term.name_nl.casefold() and code != term.code:
            raise InvalidInput(_l("Er is al een regeling met deze naam."), "name_nl")
    for row in rows:
        same = (row.code, row.valid_from) == (term.code, term.valid_from)
        if same and row.id != row_id:
            raise InvalidInput(_l("Er is al een versie die op deze dag begint."), "valid_from")
    return regime


def add_regime(db: Database, new: OwnTerm) -> OwnRegime:
    """Add a regime; its code is made of its name.

    Raises:
        InvalidInput: see ``checked``.
    """
    with db.changing() as session:
        alone_in(session, OwnRegime)
        checked(session, new)
        taken = {*REGIMES, *session.exec(select(OwnRegime.code)).all()}
        row = _stored(session, replace(new, code=code_for(new.name_nl, taken)))
    log.info("own_regime_added", own_regime_id=row.id, code=row.code)
    return row


def add_version(db: Database, new: OwnTerm) -> OwnRegime:
    """Add a row to an own regime, for what is received from another day on.

    Raises:
        NotFound: there is no such own regime.
        InvalidInput: see ``checked``.
    """
    with db.changing() as session:
        alone_in(session, OwnRegime)
        if not rows_of(session, new.code):
            raise NotFound(NOT_THERE, code=new.code)
        checked(session, new)
        row = _stored(session, new)
    log.info("own_regime_version_added", own_regime_id=row.id, valid_from=str(row.valid_from))
    return row


def correct_regime(db: Database, row_id: int, seen_version: int, term: OwnTerm) -> OwnRegime:
    """Mend a mistake in a row: it holds for every case that has this row.

    Raises:
        NotFound: there is no such row.
        ChangedByColleague: somebody else changed it meanwhile.
        InvalidInput: see ``checked``.
    """
    with db.changing() as session:
        alone_in(session, OwnRegime)
        row = session.get(OwnRegime, row_id)
        if row is None:
            raise NotFound(NOT_THERE, own_regime_id=row_id)
        if row.version != seen_version:
            raise ChangedByColleague(
                _l("Een collega heeft deze regeling veranderd. Open de pagina opnieuw.")
            )
        term = replace(term, code=row.code)
        checked(session, term, row_id)
        for name, value in _values(term).items():
            setattr(row, name, value)
        forget_basis(session)
    log.info("own_regime_corrected", own_regime_id=row_id)
    return row


def _stored(session: Session, term: OwnTerm) -> OwnRegime:
    row = OwnRegime(**_values(term))
    session.add(row)
    forget_basis(session)
    return row


def _values(term: OwnTerm) -> dict[str, Any]:
    return {
        "code": term.code,
        "name_nl": term.name_nl,
        "name_en": term.name_en,
        "article": term.article,
        "link": term.link,
        "term": term.term,
        "counting": term.counting,
        "extension": term.extension,
        "grounds": list(term.grounds),
        "is_decision": term.is_decision,
        "valid_from": term.valid_from,
    }
