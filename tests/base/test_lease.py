"""Does only one worker do the work, until it is done or the worker is dead?"""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tracker.base.database import Database
from tracker.base.lease import Lease, lease


def test_a_second_worker_waits_until_the_first_is_done(db: Database, clock: MovableClock) -> None:
    with lease(db, clock, "mailbox", "one", 60) as first:
        with lease(db, clock, "mailbox", "two", 60) as second:
            assert (first, second) == (True, False)
        with lease(db, clock, "digest", "two", 60) as other_work:
            assert other_work
    with lease(db, clock, "mailbox", "two", 60) as second:
        assert second


def test_the_lease_of_a_worker_that_sleeps_runs_out(db: Database, clock: MovableClock) -> None:
    # Given a worker that takes longer than it may, so that another takes over
    sleeper = ExitStack()
    assert sleeper.enter_context(lease(db, clock, "mailbox", "sleeper", 60))
    clock.forward(timedelta(seconds=61))
    with lease(db, clock, "mailbox", "second", 60) as taken:
        assert taken
        # When the first wakes up and ends
        sleeper.close()
        # Then the second still has the work to itself
        with lease(db, clock, "mailbox", "third", 60) as too_early:
            assert not too_early
    with db.reading() as session:
        assert session.exec(select(Lease)).all() == []


def test_a_lease_is_given_back_when_the_work_fails(db: Database, clock: MovableClock) -> None:
    with pytest.raises(RuntimeError), lease(db, clock, "mailbox", "one", 60):
        raise RuntimeError
    with lease(db, clock, "mailbox", "two", 60) as taken:
        assert taken
