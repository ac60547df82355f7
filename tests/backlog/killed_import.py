"""Import a file in one process after another, each of which is killed at the moment it is told.

``python -m tests.backlog.killed_import FILE`` reads a line for each process: after how many
seconds it is killed with SIGKILL; 0 lets it do all there is to do. It answers ``killed`` or
``done``. The processes are forked, so that each begins at once.
"""

import os
import signal
import sys
from pathlib import Path

from tracker.base.clock import system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.log import set_up_logging
from tracker.intake.backlog import check_backlog, import_letters
from tracker.intake.backlog_lines import Choices

PATIENCE_SECONDS = 120


def main(path: Path) -> None:
    """Answer each line until the input ends."""
    set_up_logging()  # to standard error: on standard output we answer
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _import(path)
        signal.sigtimedwait({signal.SIGCHLD}, float(line) or PATIENCE_SECONDS)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "done\n")
        sys.stdout.flush()
        signal.sigtimedwait({signal.SIGCHLD}, 0)


def _import(path: Path) -> None:
    settings = Settings()
    db = Database(settings.database)
    choices = Choices(source="oud", allow_old=True)
    checked = check_backlog(db, system_clock, settings, path, choices, {})
    import_letters(db, system_clock, checked.letters)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
