"""Does the worker do each job at its time, go on when one fails, and end without losing work?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import select

from jobs.worker import JOBS, Job, build_scheduler, run_once
from tests.clock import MovableClock
from tests.servers.parts import wait_until
from tests.servers.tables import GiveTables
from tracker.base.clock import OFFICE_TIME, Clock, system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import NotFound, Unavailable
from tracker.base.heartbeat import Heartbeat
from tracker.outbox.service import Mail, queue_mail

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path)


@pytest.fixture
def db(settings: Settings, give_tables: GiveTables) -> Iterator[Database]:
    give_tables(settings.database)
    database = Database(settings.database)
    yield database
    database.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def heartbeats(db: Database) -> dict[str, Heartbeat]:
    with db.reading() as session:
        return {beat.job: beat for beat in session.exec(select(Heartbeat))}


def fire_times(settings: Settings, start: datetime, count: int) -> list[datetime]:
    trigger = JOBS["digests"].trigger(settings)
    found: list[datetime] = []
    previous, now = None, start
    for _ in range(count):
        previous = trigger.get_next_fire_time(previous, now)
        now = previous + timedelta(seconds=1)
        found.append(previous)
    return found


def test_digests_are_looked_at_on_working_days_in_the_day_only(settings: Settings) -> None:
    # Given Friday evening before the clock goes back
    start = datetime(2026, 10, 23, 17, 50, tzinfo=OFFICE_TIME)

    times = fire_times(settings, start, 3)

    # Then the next look after five to six is on Monday at eight, in the new time
    assert [f"{time:%a %H:%M %z}" for time in times] == [
        "Fri 17:50 +0200",
        "Fri 17:55 +0200",
        "Mon 08:00 +0100",
    ]


def test_a_late_digest_hour_is_looked_at_too(settings: Settings) -> None:
    late = settings.model_copy(update={"digest_hour": 20})

    (first,) = fire_times(late, datetime(2026, 11, 24, 9, 0, tzinfo=OFFICE_TIME), 1)

    assert f"{first:%H:%M}" == "20:00"


def test_nothing_has_a_fixed_hour_in_the_night_of_the_changing_clock(settings: Settings) -> None:
    for hour in range(4, 23):
        chosen = settings.model_copy(update={"digest_hour": hour})
        for job in JOBS.values():
            trigger = job.trigger(chosen)
            if isinstance(trigger, CronTrigger):
                night = datetime(2026, 10, 25, 0, 0, tzinfo=OFFICE_TIME)
                time = trigger.get_next_fire_time(None, night)
                assert time.hour != 2


def test_each_job_is_on_the_schedule_once_and_runs_at_the_start(
    db: Database, settings: Settings
) -> None:
    scheduler = build_scheduler(db, system_clock, settings)

    found = {job.id: job for job in scheduler.get_jobs()}

    assert set(found) == set(JOBS) == {"mailbox", "outbox", "reckoning", "alerts", "digests"}
    for job in found.values():
        assert job.next_run_time <= system_clock()


def test_a_job_run_by_hand_leaves_a_heartbeat(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    for name in JOBS:
        run_once(name, db, clock, settings)

    beats = heartbeats(db)
    assert set(beats) == set(JOBS)
    assert {(beat.failed, beat.ended_at) for beat in beats.values()} == {(False, clock())}
    assert beats["outbox"].result == "0 sent, 0 postponed, 0 failed, 0 withdrawn, 0 settled"
    assert beats["reckoning"].result == "0 cases reckoned anew, 0 moved, 0 failed, 0 resumed"
    assert beats["alerts"].result == "0 told, 0 mails queued, 0 withdrawn"
    assert beats["digests"].result == "0 digests queued"


def test_a_job_that_fails_says_so_in_its_heartbeat(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    # Given a mail server for incoming mail that is not there
    away = settings.model_copy(
        update={"imap_host": "127.0.0.1", "imap_port": 1, "imap_security": "none"}
    )

    # When its job runs
    with pytest.raises(Unavailable):
        run_once("mailbox", db, clock, away)

    # Then the health page can tell
    beat = heartbeats(db)["mailbox"]
    assert beat.failed
    assert beat.result.startswith("Unavailable")
    assert beat.ended_at == clock()


def test_a_surprise_in_a_job_is_told_without_its_text(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    def broken(db: Database, clock: Clock, settings: Settings) -> str:
        raise RuntimeError("mail of W. de Wit")

    jobs = {"broken": Job(broken, lambda _settings: None)}

    with pytest.raises(RuntimeError):
        run_once("broken", db, clock, settings, jobs)

    assert heartbeats(db)["broken"].result == "RuntimeError"


def test_an_unknown_job_is_refused_with_the_names_of_those_there_are(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    with pytest.raises(NotFound) as problem:
        run_once("koffie", db, clock, settings)

    assert "mailbox, outbox, reckoning, alerts, digests" in str(problem.value.message)
    assert heartbeats(db) == {}


@contextmanager
def started(settings: Settings, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TRACKER_INSTANCE": str(settings.instance),
        "PYTHONWARNINGS": "error",
    }
    log = settings.instance / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stderr=output
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def test_a_real_worker_sends_what_waits_and_ends_when_told(
    db: Database, settings: Settings
) -> None:
    # Given a mail in the outbox
    mail = Mail(key="answer:1", recipient="zoe@inwoner.example", subject="Dag", text="Hallo")
    with db.changing() as session:
        queue_mail(session, system_clock() - timedelta(minutes=1), settings, mail)

    # When a worker is started, and told to stop once the mail has left
    with started(settings, "-m", "jobs.worker") as worker:
        wait_until(lambda: any(settings.outbox_path.glob("*.eml")), "the mail")
        wait_until(
            lambda: {n for n, beat in heartbeats(db).items() if beat.ended_at} == set(JOBS),
            "a first run of every job",
        )
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(20)

    # Then it ends well, and every job ran at the start
    assert code == 0, (settings.instance / "worker.log").read_text()
    assert not any(beat.failed for beat in heartbeats(db).values())
    assert len(list(settings.outbox_path.glob("*.eml"))) == 1
    log = (settings.instance / "worker.log").read_text()
    assert '"event": "worker_stopped"' in log
    assert "zoe" not in log


TWO_JOBS = """
import sys, threading
from pathlib import Path
from apscheduler.triggers.interval import IntervalTrigger
from jobs.worker import Job, run_until_told_to_stop
from tracker.base.config import Settings
from tracker.base.log import set_up_logging

settings = Settings()
folder = settings.instance
set_up_logging()

def slow(db, clock, settings):
    (folder / "begun").touch()
    pause = threading.Event()
    while not (folder / "go").exists():
        pause.wait(0.02)
    (folder / "ended").touch()
    return "done"

def broken(db, clock, settings):
    raise RuntimeError("broken on purpose")

each = lambda settings: IntervalTrigger(seconds=1)
run_until_told_to_stop(settings, jobs={"broken": Job(broken, each), "slow": Job(slow, each)})
"""


def test_a_worker_finishes_what_it_does_before_it_ends_and_goes_on_after_a_failure(
    db: Database, settings: Settings
) -> None:
    # Given a worker with a job that fails and one that is in the middle of its work
    folder = settings.instance
    with started(settings, "-c", TWO_JOBS) as worker:
        wait_until((folder / "begun").exists, "the slow job")
        wait_until(
            lambda: "broken" in heartbeats(db) and heartbeats(db)["broken"].failed,
            "the broken job",
        )

        # When it is told to stop, twice
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(0.5)
        assert not (folder / "ended").exists()
        assert "worker_stopped" not in (folder / "worker.log").read_text()
        (folder / "go").touch()

        # Then it ends only after the work is done and written down
        assert worker.wait(20) == 0
    assert (folder / "ended").exists()
    assert heartbeats(db)["slow"].result == "done"
    assert '"event": "job_failed"' in (folder / "worker.log").read_text()
