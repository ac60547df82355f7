"""Take in mail in one process after another, each of which is killed at the moment it is told.

``python -m tests.intake.killed_worker`` reads a line for each process: by how many seconds the
clock is ahead (so that the leases of the dead have run out), and after how many seconds the
process is killed with SIGKILL; 0 lets it do all there is to do. It answers ``killed`` or ``done``.
The processes are forked, so that each begins at once.
"""

import os
import signal
import sys
from datetime import timedelta
from typing import NoReturn

import jobs.mailbox
from tracker.base.clock import system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.log import set_up_logging

PATIENCE_SECONDS = 600


def main() -> None:
    """Answer each line until the input ends."""
    set_up_logging()  # to standard error: on standard output we answer
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for line in sys.stdin:
        ahead, seconds = (float(word) for word in line.split())
        child = os.fork()
        if not child:
            _take_in(timedelta(seconds=ahead), until_done=not seconds)
        signal.sigtimedwait({signal.SIGCHLD}, seconds or PATIENCE_SECONDS)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "done\n")
        sys.stdout.flush()
        signal.sigtimedwait({signal.SIGCHLD}, 0)


def _take_in(ahead: timedelta, *, until_done: bool) -> NoReturn:
    """Look into the mailbox over and over, as a worker does."""
    settings = Settings()
    db = Database(settings.database)
    while True:
        did = jobs.mailbox.run(db, lambda: system_clock() + ahead, settings)
        if until_done and did.startswith("nothing"):
            os._exit(0)


if __name__ == "__main__":
    main()
