"""How is a mail read so that a crooked one harms nothing but its own reading?

In a process of its own, with limits on time and memory. One such process reads one mail after
another; one that takes too long or dies is replaced, and the mail that did it is told by its
headers only.
"""

import os
import socket
import subprocess
import time
import weakref
from collections.abc import Collection
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l

from tracker.base.config import Settings
from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.base.log import get_logger
from tracker.intake.frames import Ended, receive, send
from tracker.intake.limits import Limits
from tracker.intake.parsing import TOO_MUCH, ReadMail
from tracker.intake.passing import from_plain
from tracker.intake.reading_child import READY, command

log = get_logger(__name__)

_TO_START_SECONDS = 60
_TO_END_SECONDS = 2
_NOT_NOW = _l(
    "E-mail kan nu niet worden gelezen. De post blijft veilig bewaard en wordt later ingelezen."
)


class _Child:
    """The other process, and the line to it."""

    def __init__(self, limits: Limits) -> None:
        """Start it.

        Raises:
            Unavailable: it does not start.
        """
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - ourselves
                command(theirs.fileno(), limits),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for us; we finish the mail that we read
            )
        self.end = weakref.finalize(self, _end, self.process, self.line)
        self.line.settimeout(_TO_START_SECONDS)
        try:
            said, _file = receive(self.line)
        except (Ended, OSError) as error:
            said = error
        if said != READY:
            self.end()
            raise Unavailable(_NOT_NOW, cause=repr(said)[:200])

    def ask(self, asked: Any, mail: BinaryIO, seconds: float) -> Any:
        """Return the answer.

        Raises:
            Ended: there is none.
            TimeoutError: there is none within that time.
        """
        until = time.monotonic() + seconds
        try:
            self.line.settimeout(seconds)
            send(self.line, asked, mail.fileno())
            self.line.settimeout(max(until - time.monotonic(), 0.001))
            said, _file = receive(self.line)
        except TimeoutError:
            raise
        except OSError as error:
            raise Ended from error
        return said


class MailReader:
    """Reads mails one after another; threads wait for each other."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._child: _Child | None = None
        self._lock = Lock()

    def read(
        self, mail: BinaryIO, own: Collection[str] = (), keep_in: Path | None = None
    ) -> ReadMail:
        """Read the mail in an open file.

        Args:
            own: the addresses from which we send.
            keep_in: the folder of the file store in which to keep the attachments.

        Raises:
            Unavailable: no mail can be read now, or the disk is full.
        """
        asked = {"own": sorted(own), "keep_in": str(keep_in or ""), "headers_only": ""}
        with self._lock:
            for _ in range(2):  # the other process may have died by another's doing
                try:
                    return self._ask(asked, mail)
                except TimeoutError:
                    log.warning("mail_reading_took_too_long", seconds=self.limits.seconds)
                    break
                except Ended:
                    log.warning("mail_reading_process_died")
            with suppress(Ended, TimeoutError):
                return self._ask({**asked, "headers_only": str(TOO_MUCH)}, mail)
            return ReadMail(problems=(str(TOO_MUCH),), is_readable=False)

    def close(self) -> None:
        """End the other process; the next mail starts a new one."""
        with self._lock:
            self._stop()

    def _ask(self, asked: Any, mail: BinaryIO) -> ReadMail:
        if self._child is None or self._child.process.poll() is not None:
            self._stop()
            self._child = _Child(self.limits)
        try:
            said = self._child.ask(asked, mail, self.limits.seconds)
            if "unavailable" in said:
                raise Unavailable(str(said["unavailable"]))
            return from_plain(said["mail"])
        except TimeoutError:
            self._child.process.kill()
            self._stop()
            raise
        except (Ended, KeyError, TypeError, ValueError) as error:
            self._stop()
            raise Ended from error

    def _stop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


@cache
def shared_reader(limits: Limits) -> MailReader:
    """Return the reader that all of this process use."""
    return MailReader(limits)


def limits_of(settings: Settings) -> Limits:
    """Return the limits that these settings ask for."""
    return Limits(
        seconds=settings.mail_read_seconds,
        memory_mb=settings.mail_read_memory_mb,
        mail_mb=settings.mail_max_mb,
        parts=settings.mail_max_parts,
        headers=settings.mail_max_headers,
        addresses=settings.mail_max_addresses,
    )


def read_kept_mail(
    settings: Settings, files: FileStore, raw_sha256: str, own: Collection[str]
) -> ReadMail:
    """Read a mail from the file store and keep its attachments there.

    Raises:
        Unavailable: no mail can be read now, or the disk is full.
        NotFound: there is no such mail in the store.
    """
    with files.kept(raw_sha256).open("rb") as mail:
        return shared_reader(limits_of(settings)).read(mail, own, files.folder)


def read_open(settings: Settings, mail: BinaryIO) -> ReadMail:
    """Read the mail in an open file and keep nothing.

    Raises:
        Unavailable: no mail can be read now.
    """
    return shared_reader(limits_of(settings)).read(mail, (settings.mail_from,))


def _environment() -> dict[str, str]:
    """Return what the other process needs to start, without our passwords."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    root = str(Path(__file__).parents[2])
    paths = [root, *plain.get("PYTHONPATH", "").split(os.pathsep)]
    return {**plain, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _end(process: subprocess.Popen[bytes], line: socket.socket) -> None:
    """End the other process and wait for it, so that nothing of it stays behind."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
    try:
        process.wait(_TO_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
