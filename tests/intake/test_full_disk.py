"""Does mail stay in its mailbox while the disk is really full, and come in when there is room?"""

import json
import os
import shutil
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.servers.dovecot import ImapServer

ROOT = Path(__file__).parents[2]
# A name space of our own, so that the disk is there for this process alone.
ON_A_SMALL_DISK = 'mount -t tmpfs -o size=6m none "$0" && exec "$@"'


@pytest.mark.parametrize("room", [600_000, 0])
def test_a_disk_that_is_really_full_loses_nothing(
    imap_server: ImapServer, tmp_path: Path, room: int
) -> None:
    # Given a letter with two megabytes of attachment, and a disk with less room than that, or none
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Jo <jo@inwoner.example>", "Bouwtekening"
    mail.set_content("Hierbij de tekening.")
    mail.add_attachment(os.urandom(2_000_000), "application", "pdf", filename="tekening.pdf")
    imap_server.deliver(mail.as_bytes())

    # When we look, make room, and look again
    told = json.loads(look_on_a_small_disk(imap_server, tmp_path, room))

    # Then the first look said why, and in health where a row still fits, and took nothing in
    assert "schijf is vol" in told["full"]["said"]
    assert told["full"]["health"] == (told["full"]["said"] if room else None)
    assert told["full"]["cases"] == 0

    # And the second one took it in by itself
    assert told["room"] == {"said": "", "health": "", "cases": 1}
    assert imap_server.raw_messages() == []
    assert len(imap_server.raw_messages("Verwerkt")) == 1


def look_on_a_small_disk(server: ImapServer, folder: Path, room: int) -> str:
    alone = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK]
    if shutil.which("unshare") is None or subprocess.run([*alone, folder, "true"]).returncode:
        pytest.skip("no disk of our own can be made here: unshare is not there or not allowed")
    settings = {
        "TRACKER_INSTANCE": str(folder),
        "TRACKER_LEAST_FREE_MB": "0",
        "TRACKER_IMAP_HOST": server.host,
        "TRACKER_IMAP_PORT": str(server.port),
        "TRACKER_IMAP_SECURITY": "none",
        "TRACKER_IMAP_USER": server.user,
        "TRACKER_IMAP_PASSWORD": server.password,
    }
    done = subprocess.run(
        [*alone, folder, sys.executable, "-m", "tests.intake.on_a_small_disk", str(room)],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
