"""Take in mail on a disk of a few megabytes that is full, and again once there is room.

``python -m tests.intake.on_a_small_disk ROOM`` runs where TRACKER_INSTANCE is such a disk, leaves
ROOM bytes of it free at first, and prints what happened as JSON.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

from sqlmodel import func, select

import jobs.mailbox
from tests.intake.killing import prepare
from tracker.base.clock import system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.log import set_up_logging
from tracker.base.migrate import upgrade
from tracker.intake.mailbox import LEASE_SECONDS
from tracker.intake.models import MailboxLook
from tracker.register.models import Case


def main() -> None:
    """Fill the disk, look, make room, look again."""
    set_up_logging()
    settings = Settings()
    upgrade(settings.database)
    prepare(settings)
    db = Database(settings.database)  # kept open, as a worker does
    _look(db, settings.model_copy(update={"imap_host": ""}), 0)
    ballast = settings.instance / "ballast"
    _fill(ballast, int(sys.argv[1]))
    told = {"full": _look(db, settings, 0)}
    ballast.unlink()
    told["room"] = _look(db, settings, LEASE_SECONDS + 1)
    db.close()
    sys.stdout.write(json.dumps(told))


def _fill(ballast: Path, leave: int) -> None:
    room = os.statvfs(ballast.parent)
    ballast.write_bytes(bytes(room.f_bavail * room.f_frsize - leave))


def _look(db: Database, settings: Settings, ahead: int) -> dict[str, object]:
    try:
        jobs.mailbox.run(db, lambda: system_clock() + timedelta(seconds=ahead), settings)
        said = ""
    except Exception as error:
        said = str(getattr(error, "message", type(error).__name__))
    with db.reading() as session:
        look = session.exec(select(MailboxLook)).first()
        cases = session.exec(select(func.count()).select_from(Case)).one()
    return {"said": said, "health": look.trouble if look else None, "cases": cases}


if __name__ == "__main__":
    main()
