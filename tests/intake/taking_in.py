"""Look into the mailbox once, as a process of its own that dies at a given moment.

``python -m tests.intake.taking_in MOMENT COUNT`` kills itself with SIGKILL when MOMENT comes for
the COUNTth time: nothing is flushed, closed or rolled back, as when the power goes.

Moments: ``begin`` and ``commit`` of a transaction, ``rename`` of a file into the store, the
``start`` of the process that reads mail, the moment that we ``ask`` it to read one, and a
command to the mail server (``FETCH``, ``MOVE``, ``LOGOUT``) that is about to be sent.
"""

import os
import signal
import sys
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import event

from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.intake.fetching import fetch


class Killer:
    """Ends this process at the chosen moment."""

    def __init__(self, moment: str, number: int) -> None:
        self.moment, self.number, self.seen = moment, number, count(1)

    def reached(self, moment: str) -> None:
        if moment == self.moment and next(self.seen) == self.number:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "os.rename":
            self.reached("rename")
        elif name == "subprocess.Popen":
            self.reached("start")
        elif name == "socket.sendmsg":
            self.reached("ask")
        elif name == "imaplib.send":
            for command in ("FETCH", "MOVE", "LOGOUT"):
                if command.encode() in arguments[1]:
                    self.reached(command)


def main() -> None:
    """Take in what is there and print what was done, unless killed before."""
    moment, number, now = sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
    settings = Settings()
    db = Database(settings.database)
    killer = Killer(moment, number)
    sys.addaudithook(killer.heard)
    event.listen(db.engine, "begin", lambda _connection: killer.reached("begin"))
    event.listen(db.engine, "commit", lambda _connection: killer.reached("commit"))
    sys.stdout.write(f"{fetch(db, lambda: now, settings)}\n")


if __name__ == "__main__":
    main()
