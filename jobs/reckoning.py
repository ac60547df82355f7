"""Do the dates of all open cases follow the rules, calendar, regimes and norms of now?"""

from datetime import date
from functools import lru_cache

from tracker.base.clock import Clock, office_date
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.log import get_logger
from tracker.deadlines.decrees import undecreed_years
from tracker.register.basis import basis_of
from tracker.register.recalculation import recalculate

log = get_logger(__name__)


def run(db: Database, clock: Clock, settings: Settings) -> str:
    """Reckon anew what must be, and tell which royal decree is still to come.

    Safe to run twice, late, or on several machines.
    """
    done = recalculate(db, clock)
    last = done.recalculation
    cases, moved, failed = (last.cases, last.moved, last.failed) if last else (0, 0, 0)
    counts = f"{cases} cases reckoned anew, {moved} moved, {failed} failed, {done.over} resumed"
    today = office_date(clock())
    with db.reading() as session:
        years = undecreed_years(today, basis_of(session).calendar)
    if not years:
        return counts
    _warn(db.engine.url.render_as_string(), today, years)
    return f"{counts}; no royal decree yet for {', '.join(map(str, years))}"


@lru_cache(maxsize=1)
def _warn(_house: str, day: date, years: tuple[int, ...]) -> None:
    """Warn once a day, though the job runs every minute."""
    log.warning("year_without_decree", day=day.isoformat(), years=years)
