"""Can somebody see when a job last ran and how it went?"""

from datetime import timedelta

from tests.clock import MovableClock
from tracker.base import heartbeat
from tracker.base.database import Database
from tracker.base.heartbeat import Heartbeat


def beat(db: Database) -> Heartbeat:
    with db.reading() as session:
        return session.get_one(Heartbeat, "mailbox")


def test_a_job_that_runs_has_begun_and_not_ended(db: Database, clock: MovableClock) -> None:
    heartbeat.begin(db, clock, "mailbox")
    assert (beat(db).started_at, beat(db).ended_at) == (clock(), None)


def test_the_last_run_replaces_the_one_before(db: Database, clock: MovableClock) -> None:
    heartbeat.begin(db, clock, "mailbox")
    heartbeat.end(db, clock, "mailbox", "x" * 600, failed=True)
    assert (beat(db).failed, len(beat(db).result)) == (True, 500)
    clock.forward(timedelta(minutes=1))
    heartbeat.begin(db, clock, "mailbox")
    assert beat(db).ended_at is None
    heartbeat.end(db, clock, "mailbox", "2 new", failed=False)
    last = beat(db)
    assert (last.failed, last.result, last.ended_at) == (False, "2 new", clock())
