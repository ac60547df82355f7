"""What does the functional administrator look after, and does everything run?"""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker.admin import (
    calendar_views,
    mail_views,
    people_views,
    recalculation_views,
    regime_views,
    subject_views,
)
from tracker.admin.blueprint import bp
from tracker.admin.queries import heartbeats, what_waits
from tracker.admin.rules import (
    JobHealth,
    Waiting,
    health_of_all,
    is_well,
    waits_too_long,
)
from tracker.admin.wording import JOB_STATES, JOBS
from tracker.base.log import get_logger
from tracker.base.web import services
from tracker.deadlines.decrees import undecreed_years
from tracker.register.basis import basis_of

log = get_logger(__name__)

__all__ = ["bp"]
PAGES = (
    calendar_views,
    mail_views,
    people_views,
    recalculation_views,
    regime_views,
    subject_views,
)
"""Each adds its pages to the blueprint."""


@bp.get("/beheer")
def home() -> ResponseReturnValue:
    """Show whether everything runs, and the way to what can be changed."""
    jobs, waiting = _look()
    now = services().clock()
    with services().db.reading() as session:
        calendar = basis_of(session).calendar
    return render_template(
        "admin/home.html",
        undecreed=undecreed_years(services().today(), calendar),
        jobs=jobs,
        waiting=waiting,
        well=is_well(jobs, waiting, now),
        mail_out_late=waits_too_long(waiting.mail_out_since, now),
        mail_in_late=waits_too_long(waiting.mail_in_since, now),
        job_name=lambda name: JOBS.get(name, name),
        job_state=JOB_STATES.__getitem__,
    )


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Tell a monitor whether everything runs; counts and moments only.

    503 means that the database does not answer. Work that is late is still 200: taking the web
    pages away would not help.
    """
    try:
        jobs, waiting = _look()
    except SQLAlchemyError as error:
        log.warning("health_without_database", cause=type(error).__name__)
        return jsonify(status="unavailable"), 503
    return jsonify(
        status="ok" if is_well(jobs, waiting, services().clock()) else "late",
        jobs={job.name: _job_for_monitor(job) for job in jobs},
        mail_out={"waiting": waiting.mail_out, "failed": waiting.mail_failed},
        mail_in={"waiting": waiting.mail_in},
        oldest_unsent=_iso(waiting.mail_out_since),
    )


def _look() -> tuple[list[JobHealth], Waiting]:
    now = services().clock()
    with services().db.reading() as session:
        return health_of_all(heartbeats(session), now), what_waits(session, now)


def _job_for_monitor(job: JobHealth) -> dict[str, object]:
    return {
        "state": job.state.value,
        "started_at": _iso(job.started_at),
        "seconds": job.seconds,
    }


def _iso(moment: object) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else None
