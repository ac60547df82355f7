"""Does mail leave once though a worker dies or oversleeps?"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.outbox.sending import Outbox, outbox, queue, rows
from tests.servers.parts import wait_until
from tests.servers.smtp import SmtpServer
from tracker.base.files import FileStore
from tracker.outbox.queries import OutboxState, state_of
from tracker.outbox.rules import lease_for
from tracker.outbox.service import (
    Sent,
    send_waiting,
)

__all__ = ["outbox"]

ROOT = Path(__file__).parents[2]

SENDER = """
import sys
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.clock import system_clock
from datetime import datetime
from jobs import outbox
settings = Settings()
outbox.run(Database(settings.database), lambda: datetime.fromisoformat(sys.argv[1]), settings)
"""


def start_sender(outbox: Outbox) -> subprocess.Popen[bytes]:
    chosen = outbox.settings
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TRACKER_INSTANCE": str(chosen.instance),
        "TRACKER_DATABASE_URL": chosen.database,
        "TRACKER_SMTP_HOST": chosen.smtp_host,
        "TRACKER_SMTP_PORT": str(chosen.smtp_port),
        "TRACKER_SMTP_TIMEOUT_SECONDS": "60",
    }
    return subprocess.Popen(
        [sys.executable, "-c", SENDER, outbox.clock().isoformat()], env=environment, cwd=ROOT
    )


@pytest.mark.parametrize("server_kept_it", [False, True])
def test_a_worker_killed_while_the_server_keeps_it_waiting_loses_nothing(
    outbox: Outbox, smtp_server: SmtpServer, server_kept_it: bool
) -> None:
    # Given a mail, and a server that does not answer after the data
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1")
    smtp_server.hang(keep_first=server_kept_it)

    # When a real worker is killed while it waits
    worker = start_sender(outbox)
    wait_until(lambda: rows(outbox.db)[0].claimed_at is not None, "the claim")
    if server_kept_it:
        smtp_server.wait_for(1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    smtp_server.heal()

    # Then nobody sends it while the claim of the dead worker lasts
    assert outbox.send("two") == Sent()
    outbox.clock.forward(lease_for(outbox.settings.smtp_timeout_seconds) - timedelta(seconds=1))
    assert outbox.send("two") == Sent()

    # And after that it arrives, recognisable if it came before
    outbox.clock.forward(timedelta(seconds=2))
    assert outbox.send("two") == Sent(sent=1)
    assert outbox.send("two") == Sent()
    arrived = [str(taken.message["Message-ID"]) for taken in smtp_server.inbox]
    assert arrived == [rows(outbox.db)[0].message_id] * (2 if server_kept_it else 1)


def test_a_worker_that_wakes_after_its_lease_does_not_undo_what_another_did(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given a worker whose delivery fails only after its lease has run out,
    # while another worker has sent the mail
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1")

    class Paused:
        def send(self, mail: EmailMessage) -> None:
            outbox.clock.forward(timedelta(hours=1))
            assert outbox.send("two") == Sent(sent=1)
            raise OSError("woken up too late")

        def close(self) -> None:
            return

    # When it wakes
    files = FileStore(outbox.settings.files_path)
    send_waiting(outbox.db, outbox.clock, outbox.settings, files, Paused(), "one")

    # Then the mail stays sent
    (row,) = rows(outbox.db)
    assert state_of(row) is OutboxState.SENT
    assert row.last_error == ""
    assert len(smtp_server.inbox) == 1


def test_a_worker_that_wakes_after_its_lease_leaves_the_claim_of_another_alone(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given a paused worker, and a second one that took the mail over and is at work on it
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1")
    files = FileStore(outbox.settings.files_path)

    class Dies:
        def send(self, mail: EmailMessage) -> None:
            raise SystemExit

        def close(self) -> None:
            return

    class Paused(Dies):
        def send(self, mail: EmailMessage) -> None:
            outbox.clock.forward(timedelta(hours=1))
            with pytest.raises(SystemExit):
                send_waiting(outbox.db, outbox.clock, outbox.settings, files, Dies(), "two")
            raise OSError("woken up too late")

    # When the first wakes and finds that its own delivery failed
    send_waiting(outbox.db, outbox.clock, outbox.settings, files, Paused(), "one", limit=1)

    # Then the mail is still the second worker's
    assert rows(outbox.db)[0].claimed_by == "two"
