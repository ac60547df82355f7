"""Who may do a piece of work that only one worker may do at a time?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlmodel import Field, SQLModel, col, delete, update

from tracker.base.clock import Clock
from tracker.base.database import Database, insert_once


class Lease(SQLModel, table=True):
    """One row a piece of work that is being done; it runs out by itself when its holder dies."""

    name: str = Field(primary_key=True, max_length=120)
    holder: str = Field(max_length=120)
    expires_at: datetime


@contextmanager
def lease(db: Database, clock: Clock, name: str, holder: str, seconds: int) -> Iterator[bool]:
    """Yield True when *holder* has the work to itself for *seconds*, False when another has it."""
    mine = _take(db, clock, name, holder, seconds)
    try:
        yield mine
    finally:
        if mine:
            with db.changing() as session:
                session.exec(
                    delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder)
                )


def _take(db: Database, clock: Clock, name: str, holder: str, seconds: int) -> bool:
    now = clock()
    until = now + timedelta(seconds=seconds)
    with db.changing() as session:
        row = {"name": name, "holder": holder, "expires_at": until}
        if insert_once(session, Lease, [row], ["name"]):
            return True
        taken = session.exec(
            update(Lease)
            .where(col(Lease.name) == name, col(Lease.expires_at) < now)
            .values(holder=holder, expires_at=until)
        )
        return bool(taken.rowcount)
