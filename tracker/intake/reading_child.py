"""Read mails for another process, which ends this one when a mail takes too long.

``python -m tracker.intake.reading_child SOCKET LIMITS`` reads what comes over SOCKET until the
other side is gone.
"""

import json
import mmap
import os
import resource
import signal
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.intake.frames import Ended, receive, send
from tracker.intake.limits import MAX_HEADERS_ONLY_BYTES, Limits
from tracker.intake.parsing import TOO_LARGE, ReadMail, read_headers_only, read_mail
from tracker.intake.passing import as_plain

READY = "ready"
# By then the other process has ended us, unless it is gone itself.
_GRACE_SECONDS = 10


def command(connection: int, limits: Limits) -> list[str]:
    """Return the command that starts this module in a process of its own."""
    module = "tracker.intake.reading_child"
    return [sys.executable, "-P", "-m", module, str(connection), json.dumps(asdict(limits))]


def main() -> None:
    """Read until nobody asks any more."""
    limits = Limits(**json.loads(sys.argv[2]))
    allow_memory(limits)
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        try:
            send(connection, READY)
            _fall_silent()
            while True:
                asked, file = receive(connection)
                signal.alarm(limits.seconds + _GRACE_SECONDS)
                send(connection, answer(asked, file, limits))
                signal.alarm(0)
        except (Ended, OSError):
            return


def _fall_silent() -> None:
    """Write no errors any more, which may quote a letter; until here they tell what is wrong."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


def allow_memory(limits: Limits) -> None:
    """Let this process have no more memory than that, where the system can see to it.

    The mail itself is not counted: its pages are the file's, and can go at any moment.
    """
    most = limits.memory_mb * 2**20 + limits.mail_bytes
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ValueError, OSError):  # macOS has the name, not the limit
        return


def answer(asked: Any, file: int | None, limits: Limits) -> dict[str, Any]:
    """Read the mail in an open file; keep its attachments where that is asked.

    Returns:
        The mail, or why it cannot be read just now.
    """
    try:
        mail = _read(file, asked, limits)
        if folder := asked["keep_in"]:
            store = FileStore(Path(folder))
            for each in mail.attachments:
                store.keep_pieces(each.pieces(), each.sha256)
        return {"mail": as_plain(mail)}
    except Unavailable as error:
        return {"unavailable": str(error.message)}


def _read(file: int | None, asked: Any, limits: Limits) -> ReadMail:
    why, own = asked["headers_only"], asked["own"]
    size = os.fstat(file).st_size if file is not None else 0
    try:
        if file is None or not size:
            return read_mail(b"", own, limits)
        if size > limits.mail_bytes:
            why = why or str(TOO_LARGE)
        if why:
            start = os.pread(file, MAX_HEADERS_ONLY_BYTES, 0)
            return read_headers_only(start, own, limits, why)
        return read_mail(mmap.mmap(file, size, access=mmap.ACCESS_READ), own, limits)
    finally:
        if file is not None:
            os.close(file)


if __name__ == "__main__":
    main()
