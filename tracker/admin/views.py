"""What does the functional administrator look after, and does everything run?"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker.admin import (
    calendar_views,
    mail_views,
    mailbox_views,
    people_views,
    recalculation_views,
    regime_views,
    subject_views,
)
from tracker.admin.blueprint import bp
from tracker.admin.mailbox_queries import MailboxLine, mailbox_lines
from tracker.admin.mailbox_screens import STATES
from tracker.admin.queries import heartbeats, what_waits
from tracker.admin.rules import (
    JobHealth,
    Waiting,
    health_of_all,
    is_well,
    waits_too_long,
)
from tracker.admin.wording import JOB_STATES, JOBS
from tracker.base.disk import free_megabytes, has_room
from tracker.base.log import get_logger
from tracker.base.web import services
from tracker.deadlines.decrees import undecreed_years
from tracker.register.basis import basis_of

log = get_logger(__name__)

__all__ = ["bp"]
PAGES = (
    calendar_views,
    mail_views,
    mailbox_views,
    people_views,
    recalculation_views,
    regime_views,
    subject_views,
)
"""Each adds its pages to the blueprint."""


@bp.get("/beheer")
def home() -> ResponseReturnValue:
    """Show whether everything runs, and the way to what can be changed."""
    found = _look()
    now, waiting = services().clock(), found.waiting
    with services().db.reading() as session:
        calendar = basis_of(session).calendar
    return render_template(
        "admin/home.html",
        undecreed=undecreed_years(services().today(), calendar),
        jobs=found.jobs,
        waiting=waiting,
        mailboxes=found.mailboxes,
        mailbox_states=STATES,
        free_mb=found.free_mb,
        has_room=found.has_room,
        well=found.is_well,
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
        found = _look()
    except SQLAlchemyError as error:
        log.warning("health_without_database", cause=type(error).__name__)
        return jsonify(status="unavailable"), 503
    return jsonify(
        status="ok" if found.is_well else "late",
        jobs={job.name: _job_for_monitor(job) for job in found.jobs},
        mailboxes={each.account.id: _mailbox_for_monitor(each) for each in found.mailboxes},
        disk={"free_mb": found.free_mb, "has_room": found.has_room},
        mail_out={"waiting": found.waiting.mail_out, "failed": found.waiting.mail_failed},
        mail_in={"waiting": found.waiting.mail_in},
        oldest_unsent=_iso(found.waiting.mail_out_since),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look at everything found."""

    jobs: list[JobHealth]
    waiting: Waiting
    mailboxes: Sequence[MailboxLine]
    free_mb: int
    has_room: bool
    is_well: bool


def _look() -> _Found:
    now, settings = services().clock(), services().settings
    with services().db.reading() as session:
        jobs, waiting = health_of_all(heartbeats(session), now), what_waits(session, now)
        lines = mailbox_lines(session, settings, now)
    room = has_room(settings)
    states = [line.state for line in lines]
    well = is_well(jobs, waiting, now, states, has_room=room)
    return _Found(jobs, waiting, lines, free_megabytes(settings), room, well)


def _mailbox_for_monitor(line: MailboxLine) -> dict[str, object]:
    """Return how a mailbox does, by its number: the name of its user may be somebody's."""
    worked_at = line.look.worked_at if line.look else None
    return {"state": line.state.value, "worked_at": _iso(worked_at)}


def _job_for_monitor(job: JobHealth) -> dict[str, object]:
    return {
        "state": job.state.value,
        "started_at": _iso(job.started_at),
        "seconds": job.seconds,
    }


def _iso(moment: object) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else None
