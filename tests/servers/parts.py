"""What do the real servers of the tests have in common: ports, folders, users, waiting, ending?"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

HOST = "127.0.0.1"
START_SECONDS = 30.0


def missing_part(reason: str) -> NoReturn:
    """Skip the test with its reason, or fail it on CI, where every part must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Return as soon as *condition* holds.

    Raises:
        TimeoutError: it did not hold within *seconds*; names *what* was waited for.
    """
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:g} s in vain for {what}")
        pause.wait(0.02)


class ServerUser:
    """The user that servers run as: ourselves, or nobody when we are root (they refuse root)."""

    def __init__(self) -> None:
        self.is_other = os.geteuid() == 0
        entry = pwd.getpwnam("nobody") if self.is_other else pwd.getpwuid(os.geteuid())
        self.name, self.uid, self.gid = entry.pw_name, entry.pw_uid, entry.pw_gid
        self.group = grp.getgrgid(self.gid).gr_name

    def own(self, folder: Path) -> None:
        """Give *folder* and what is in it to this user."""
        if self.is_other:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def start(self, command: Sequence[str | Path], log: Path, cwd: Path) -> subprocess.Popen[bytes]:
        """Start *command* as this user; what it says goes to *log*."""
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self.uid if self.is_other else None,
                group=self.gid if self.is_other else None,
                extra_groups=[] if self.is_other else None,
            )


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """Yield a folder for one server, gone afterwards.

    Not under pytest's own folder: that is closed to other users, and too deep for a Unix socket.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"tijdig-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    process: subprocess.Popen[bytes],
    ask: signal.Signals = signal.SIGTERM,
    patience: float = 10.0,
) -> Iterator[None]:
    """End *process* when the block ends: asked first, forced after *patience* seconds."""
    try:
        yield
    finally:
        process.send_signal(ask)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_up(
    process: subprocess.Popen[bytes], is_up: Callable[[], bool], log: Path, what: str
) -> None:
    """Wait for a server that was just started.

    Raises:
        RuntimeError: it ended instead, or took too long; shows the end of its *log*.
    """
    try:
        wait_until(lambda: process.poll() is not None or is_up(), what)
    except TimeoutError as slow:
        raise RuntimeError(f"{slow}\n{_end_of(log)}") from None
    if process.poll() is not None:
        raise RuntimeError(f"{what} ended with {process.returncode}\n{_end_of(log)}")


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else "(no log)"
