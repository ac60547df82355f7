"""When did each job last run, and did it go well?"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from tracker.base.clock import Clock
from tracker.base.database import Database, insert_once


class Heartbeat(SQLModel, table=True):
    """One row a job: proof that it runs."""

    job: str = Field(primary_key=True, max_length=60)
    started_at: datetime
    ended_at: datetime | None = None
    result: str = Field(default="", max_length=500)
    failed: bool = False


def begin(db: Database, clock: Clock, job: str) -> None:
    """Write down that *job* has started; two workers may begin their first one at once."""
    now = clock()
    with db.changing() as session:
        first = {"job": job, "started_at": now, "result": "", "failed": False}
        insert_once(session, Heartbeat, [first], ["job"])
        beat = session.get_one(Heartbeat, job)
        beat.started_at, beat.ended_at = now, None


def end(db: Database, clock: Clock, job: str, result: str, *, failed: bool) -> None:
    """Write down how *job* went; ``result`` holds counts and causes, never personal data."""
    with db.changing() as session:
        beat = session.get_one(Heartbeat, job)
        beat.ended_at, beat.result, beat.failed = clock(), result[:500], failed
