"""Which work is done on a schedule, and who does it?

The schedule is code and is kept in memory: what must be done is in the database, and every job
finds it again, so a run that was missed costs nothing but time.
"""

import signal
import threading
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any, NamedTuple, Protocol

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobEvent,
)
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from flask_babel import lazy_gettext as _l

from jobs import alerts, digests, mailbox, outbox, reckoning
from jobs.watch import Watch
from tracker.base import heartbeat
from tracker.base.clock import OFFICE_TIME, Clock, system_clock
from tracker.base.config import Settings, read_settings
from tracker.base.database import Database
from tracker.base.errors import NotFound, TrackerError
from tracker.base.log import get_logger, set_up_logging

log = get_logger(__name__)


class Run(Protocol):
    """A piece of work that may be done twice, late, or on two machines at once."""

    def __call__(self, db: Database, clock: Clock, settings: Settings, /) -> str:
        """Do what is due now; return a short sentence with counts."""


class Job(NamedTuple):
    """A piece of work and when it is done."""

    run: Run
    trigger: Callable[[Settings], Any]


def _each(seconds: int) -> Any:
    return IntervalTrigger(seconds=seconds, timezone=OFFICE_TIME)


def _digest_hours(settings: Settings) -> Any:
    """Every five minutes from the digest hour on; whether one is due, the rule decides."""
    until = max(17, settings.digest_hour)
    return CronTrigger(
        day_of_week="mon-fri",  # by name: APScheduler counts the days from Monday, cron does not
        hour=f"{settings.digest_hour}-{until}",
        minute="*/5",
        timezone=OFFICE_TIME,
    )


# Nothing with a fixed hour between two and three: that hour comes twice in autumn, never in spring.
JOBS: Mapping[str, Job] = {
    "mailbox": Job(mailbox.run, lambda settings: _each(settings.imap_poll_seconds)),
    "outbox": Job(outbox.run, lambda _settings: _each(5)),
    "reckoning": Job(reckoning.run, lambda _settings: _each(60)),
    "alerts": Job(alerts.run, lambda _settings: _each(60)),
    "digests": Job(digests.run, _digest_hours),
}


def run_once(
    name: str,
    db: Database,
    clock: Clock,
    settings: Settings,
    jobs: Mapping[str, Job] | None = None,
) -> str:
    """Do one job now and write down how it went.

    Raises:
        NotFound: there is no job of that name.
    """
    known = JOBS if jobs is None else jobs
    job = known.get(name)
    if job is None:
        raise NotFound(
            _l(
                "Er is geen taak %(name)s. Deze zijn er wel: %(names)s.",
                name=name,
                names=", ".join(known),
            ),
            job=name,
        )
    heartbeat.begin(db, clock, name)
    try:
        result = job.run(db, clock, settings)
    except Exception as error:
        heartbeat.end(db, clock, name, _cause(error), failed=True)
        raise
    heartbeat.end(db, clock, name, result, failed=False)
    return result


def _cause(error: Exception) -> str:
    """Return what went wrong without personal data: the details of our own errors are for logs."""
    details = f": {error}" if isinstance(error, TrackerError) else ""
    return f"{type(error).__name__}{details}"


def build_scheduler(
    db: Database, clock: Clock, settings: Settings, jobs: Mapping[str, Job] = JOBS
) -> BlockingScheduler:
    """Return a scheduler with every job on it, each to be run once at the start.

    A memory store forgets what was missed while it was down; the run at the start catches up.
    """
    scheduler = BlockingScheduler(
        timezone=OFFICE_TIME,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, job in jobs.items():
        scheduler.add_job(
            run_once,
            job.trigger(settings),
            args=(name, db, clock, settings, jobs),
            id=name,
            next_run_time=system_clock(),
        )
    scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _report(event: JobEvent) -> None:
    """Log what a job could not do; the next run tries again."""
    if event.code == EVENT_JOB_MAX_INSTANCES:
        log.info("job_still_running", job=event.job_id)
        return
    if event.code == EVENT_JOB_MISSED:
        log.warning("job_missed", job=event.job_id)
        return
    log.error("job_failed", job=event.job_id, exc_info=event.exception)


def run_until_told_to_stop(
    settings: Settings, clock: Clock = system_clock, jobs: Mapping[str, Job] = JOBS
) -> None:
    """Do the work until SIGTERM or SIGINT comes; what runs then is finished first."""
    db = Database(settings.database)
    scheduler = build_scheduler(db, clock, settings, jobs)
    watch = Watch(db, clock, settings) if "mailbox" in jobs else None
    stopping = threading.Thread(target=_end, args=(scheduler, watch))

    def stop(_number: int, _frame: FrameType | None) -> None:
        # Not in the handler itself: it may have interrupted the scheduler while that holds a lock.
        if stopping.ident is None:
            stopping.start()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
    log.info("worker_started", jobs=list(jobs))
    if watch:
        watch.start()
    scheduler.start()
    if watch:
        watch.wait_for_end()
    db.close()
    log.info("worker_stopped")


def _end(scheduler: BlockingScheduler, watch: Watch | None) -> None:
    """End the scheduler once its jobs are done, also when it has hardly begun."""
    mailbox.STOPPING.set()
    if watch:
        watch.tell_to_stop()
    pause = threading.Event()
    while not scheduler.running:
        pause.wait(0.05)
    scheduler.shutdown(wait=True)


def main() -> None:
    """Start a worker with the settings of the environment."""
    settings = read_settings()
    set_up_logging(settings.log_format)
    run_until_told_to_stop(settings)


if __name__ == "__main__":
    main()
