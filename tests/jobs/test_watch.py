"""Does mail come in at the moment that it reaches a mailbox, and does waiting end when told?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

import jobs.watch
from jobs.watch import Watch
from tests.intake.letters import letter
from tests.intake.mailboxes import last_look, set_up
from tests.servers.dovecot import BARE_HOST, ImapServer
from tests.servers.parts import wait_until
from tests.servers.proxy import Line, bad_line
from tracker.base.clock import system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.heartbeat import Heartbeat
from tracker.base.lease import Lease
from tracker.base.migrate import upgrade
from tracker.intake.accounts import Account
from tracker.intake.looks import look_failed
from tracker.intake.models import Mailbox, MailboxLook
from tracker.outbox.models import OutboxMessage
from tracker.people.models import Team
from tracker.register.models import Case, Subject

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, mail_from="post@waterrijk.example")


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    upgrade(settings.database)
    database = Database(settings.database)
    with database.changing() as session:
        team = Team(name="Klantcontact", email="klantcontact@waterrijk.example")
        session.add(team)
        session.flush()
        session.add(Subject(name="Algemene vraag", regime="servicenorm", team_id=team.id or 0))
    yield database
    database.close()


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long between two tries."""
    monkeypatch.setattr(jobs.watch, "FIND_MAILBOXES_EVERY_SECONDS", 0.2)
    monkeypatch.setattr(jobs.watch, "FIRST_PAUSE_SECONDS", 0.2)


@contextmanager
def watching(db: Database, settings: Settings) -> Iterator[Watch]:
    watch = Watch(db, system_clock, settings)
    watch.start()
    try:
        yield watch
    finally:
        watch.tell_to_stop()
        watch.wait_for_end()


def count_of(db: Database, table: type) -> int:
    with db.reading() as session:
        return len(session.exec(select(table)).all())


@contextmanager
def listened(server: ImapServer) -> Iterator[tuple[Line, list[bytes]]]:
    """Give a line to the server, and all that the server says on it."""
    with bad_line(server.port) as line:
        heard: list[bytes] = []

        def hear(data: bytes) -> bytes:
            heard.append(data)
            return data

        line.said = hear
        yield line, heard


def waits(heard: list[bytes], times: int = 1) -> None:
    """Return when the server has taken so many requests to wait (IDLE)."""
    wait_until(lambda: b"".join(heard).count(b"+ idling") >= times, f"waiting, {times} times")


def test_a_letter_is_in_and_acknowledged_while_nobody_looks(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a mailbox with a letter from before we waited
    imap_server.deliver(letter())
    with listened(imap_server) as (line, heard):
        set_up(db, settings, imap_server, port=line.port)
        with watching(db, settings):
            wait_until(lambda: count_of(db, Case) == 1, "the letter that was there")
            waits(heard)

            # When another comes in
            imap_server.deliver(letter(message_id="<2@inwoner.example>"))

            # Then it is a case at once, and both senders hear from us
            wait_until(lambda: count_of(db, Case) == 2, "the letter that came in", 10)
            wait_until(lambda: count_of(db, OutboxMessage) == 2, "the acknowledgements", 10)


def test_waiting_ends_within_a_second(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    with listened(imap_server) as (line, heard):
        set_up(db, settings, imap_server, port=line.port)
        watch = Watch(db, system_clock, settings)
        watch.start()
        waits(heard)
        told_at = time.monotonic()
        watch.tell_to_stop()
        watch.wait_for_end()
        took = time.monotonic() - told_at
    assert took < 2, took  # 1 second, and as much for a busy machine
    assert count_of(db, Lease) == 0


def test_a_mailbox_that_is_added_is_watched_and_one_that_is_turned_off_is_not(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    with listened(imap_server) as (line, heard), watching(db, settings):
        set_up(db, settings, imap_server, port=line.port)
        waits(heard)
        with db.changing() as session:
            session.exec(select(Mailbox)).one().active = False
        wait_until(lambda: b"OK Idle completed" in b"".join(heard), "the end of waiting")
        imap_server.deliver(letter())
        assert count_of(db, Case) == 0


def test_a_line_that_breaks_is_taken_up_again(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    with listened(imap_server) as (line, heard):
        account = set_up(db, settings, imap_server, port=line.port)
        with watching(db, settings):
            waits(heard)
            wait_until(lambda: has_looked(db, account), "the first look")
            line.cut()
            imap_server.deliver(letter())
            waits(heard, times=2)
            wait_until(lambda: count_of(db, Case) == 1, "the letter")


def test_a_waiting_connection_is_made_anew_before_routers_forget_it(
    db: Database,
    settings: Settings,
    imap_server: ImapServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs.watch, "WAIT_SECONDS", 0.5)
    with listened(imap_server) as (line, heard):
        set_up(db, settings, imap_server, port=line.port)
        with watching(db, settings):
            waits(heard, times=3)


def test_two_workers_wait_on_one_connection(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    with listened(imap_server) as (line, heard):
        set_up(db, settings, imap_server, port=line.port)
        with watching(db, settings), watching(db, settings):
            waits(heard)
            imap_server.deliver(letter())
            wait_until(lambda: count_of(db, Case) == 1, "the letter")
            assert b"".join(heard).count(b"+ idling") == 1


def test_a_server_without_idle_and_a_mailbox_in_trouble_are_left_to_the_job(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    with bad_line(imap_server.port, BARE_HOST) as bare, bad_line(imap_server.port) as troubled:
        set_up(db, settings, imap_server, "Kaal", port=bare.port)
        other = imap_server.mailbox_of("ander@gemeente.example")
        account = set_up(db, settings, other, "Moeite", port=troubled.port)
        look_failed(db, system_clock, account, "Het wachtwoord klopt niet.", refused=True)
        with watching(db, settings):
            wait_until(lambda: bare.calls == 1, "a first connection")
            started = time.monotonic()
        assert time.monotonic() - started < 2
        assert troubled.calls == 0
    assert last_look(db, account).refused == 1


def test_a_real_worker_takes_mail_in_at_once_and_ends_within_a_second(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a worker that looks once an hour
    with listened(imap_server) as (line, heard):
        set_up(db, settings, imap_server, port=line.port)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TRACKER_INSTANCE": str(settings.instance),
            "TRACKER_IMAP_POLL_SECONDS": "3600",
            "PYTHONWARNINGS": "error",
        }
        log = settings.instance / "worker.log"
        with log.open("wb") as output:
            worker = subprocess.Popen(
                [sys.executable, "-m", "jobs.worker"], cwd=ROOT, env=environment, stderr=output
            )
        try:
            waits(heard)
            wait_until(lambda: has_run(db, "mailbox"), "the first look")

            # When a letter comes in, then it is a case long before the hour is over
            imap_server.deliver(letter())
            wait_until(lambda: count_of(db, Case) == 1, "the letter", 15)

            # And when the worker is told to stop, it does
            told_at = time.monotonic()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == 0, log.read_text()
            took = time.monotonic() - told_at
        finally:
            worker.kill()
            worker.wait()
    assert took < 4, took  # 1 second, and more for a busy machine
    assert '"event": "worker_stopped"' in log.read_text()
    assert "inwoner" not in log.read_text()


def has_looked(db: Database, account: Account) -> bool:
    with db.reading() as session:
        return session.get(MailboxLook, account.address) is not None


def has_run(db: Database, job: str) -> bool:
    with db.reading() as session:
        beat = session.get(Heartbeat, job)
        return beat is not None and beat.ended_at is not None
