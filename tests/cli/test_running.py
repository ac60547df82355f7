"""Do web and worker start together, serve, and end together?"""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from sqlmodel import select

from tests.servers.parts import free_port, wait_until
from tracker.base.database import Database
from tracker.base.heartbeat import Heartbeat
from tracker.base.migrate import upgrade

ROOT = Path(__file__).parents[2]
LETTER = b"""From: els.brandt@post.example
To: gemeente@buitendijk.example
Subject: De lamp voor ons huis
Message-ID: <lamp-1@post.example>

De lamp voor ons huis brandt al een week niet. Wanneer maakt u hem?
"""


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except OSError:
        return 0


def jobs_that_ran(instance: Path) -> set[str]:
    if not (instance / "tracker.db").exists():
        return set()
    db = Database(f"sqlite:///{instance / 'tracker.db'}")
    try:
        with db.reading() as session:
            beats = session.exec(select(Heartbeat)).all()
            return {beat.job for beat in beats if beat.ended_at and not beat.failed}
    finally:
        db.close()


def told(instance: Path, address: str) -> bool:
    """Say whether a mail to *address* has left for the folder."""
    mails = (instance / "outbox").glob("*.eml")
    return any(f"To: {address}".encode() in mail.read_bytes() for mail in mails)


def test_one_command_starts_web_and_worker_and_ctrl_c_ends_both(tmp_path: Path) -> None:
    # Given an empty folder
    port = free_port()
    settings = {
        "TRACKER_INSTANCE": str(tmp_path),
        "TRACKER_PORT": str(port),
        "TRACKER_IMAP_POLL_SECONDS": "5",
    }
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", "run"],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        # When it is started, it migrates, fills the demo and serves
        address = f"http://127.0.0.1:{port}/inloggen"
        wait_until(lambda: status_of(address) == 200, "the first page", 90)

        # Then the worker beside it has done each job once
        wait_until(
            lambda: jobs_that_ran(tmp_path) >= {"mailbox", "outbox", "alerts", "digests"},
            "each job to have run",
            60,
        )
        text = (tmp_path / "said").read_text()
        assert f"http://127.0.0.1:{port}" in text
        assert "password" in text

        # And whoever writes hears from us at any hour: reminders keep to office hours
        taken_in = subprocess.run(
            [sys.executable, "-m", "tracker", "receive-mail", "-"],
            cwd=ROOT,
            env=os.environ | settings,
            input=LETTER,
            capture_output=True,
            check=False,
        )
        assert taken_in.returncode == 0, taken_in.stderr
        wait_until(lambda: told(tmp_path, "els.brandt@post.example"), "the acknowledgement", 60)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(40)

    # And both have ended
    assert status_of(address) == 0
    assert process.returncode in (0, -signal.SIGINT, 130)


def test_a_worker_that_is_told_to_stop_while_it_watches_its_parent_ends_well(
    tmp_path: Path,
) -> None:
    """It waits for its standard input in a thread, which must not hold up the end."""
    upgrade(f"sqlite:///{tmp_path / 'tracker.db'}")
    with (tmp_path / "said").open("wb") as said:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tracker", "worker", "--until-stdin-closes"],
            cwd=ROOT,
            env=os.environ | {"TRACKER_INSTANCE": str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
        )
    try:
        wait_until(lambda: bool(jobs_that_ran(tmp_path)), "a job to have run", 60)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(40) == 0, (tmp_path / "said").read_text()
    finally:
        worker.kill()
        worker.communicate()
