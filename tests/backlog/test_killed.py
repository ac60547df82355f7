"""Is a line lost or doubled when the import is killed over and over?"""

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlmodel import func, select

from tests.backlog.conftest import Backlog
from tracker.intake.models import ImportedLine
from tracker.register.models import Case, Event, EventType, Message

ROOT = Path(__file__).parents[2]
LINES, MOMENTS, LEAST_KILLED, SEED = 300, 10, 6, 20261124


def lines() -> list[dict[str, str]]:
    """Return letters of two kinds: with a number of their own, and without."""
    return [
        {
            "Nummer": f"P-{number}" if number % 2 else "",
            "Betreft": f"Brief {number}",
            "Bevestigd op": "03-11-2025",
            "Ontvangen": "02-11-2025",
        }
        for number in range(LINES)
    ]


def test_an_import_that_is_killed_at_random_moments_loses_and_doubles_nothing(
    backlog: Backlog,
) -> None:
    # Given a few hundred lines
    backlog.write(*lines())
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets

    # When a dozen imports in a row are killed, each at a random moment, and one may finish
    killed = 0
    with imports(backlog) as processes:
        longest = 1.0
        for _moment in range(MOMENTS):
            before = count(backlog)
            killed += ask(processes, chance.uniform(0.02, longest)) == "killed"
            longest *= 0.6 if count(backlog) - before > LINES / MOMENTS else 1.3
        assert ask(processes, 0) == "done"

    # Then every line is one case, with all that belongs to it
    assert killed >= LEAST_KILLED
    with backlog.house.db.reading() as session:
        titles = Counter(session.exec(select(Case.title)))
        kept = session.exec(select(ImportedLine)).all()
        messages = session.exec(select(func.count()).select_from(Message)).one()
        acknowledged = session.exec(
            select(func.count()).select_from(Event).where(Event.type == EventType.ACKNOWLEDGED)
        ).one()
    assert titles == {f"Brief {number}": 1 for number in range(LINES)}
    assert len({line.case_id for line in kept if line.case_id}) == len(kept) == LINES
    assert (messages, acknowledged) == (LINES, LINES)


def count(backlog: Backlog) -> int:
    with backlog.house.db.reading() as session:
        return session.exec(select(func.count()).select_from(Case)).one()


def imports(backlog: Backlog) -> "subprocess.Popen[str]":
    told = {
        "TRACKER_INSTANCE": str(backlog.settings.instance),
        "TRACKER_DATABASE_URL": backlog.settings.database_url,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.backlog.killed_import", str(backlog.path)],
        cwd=ROOT,
        env={**os.environ, **told},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(processes: "subprocess.Popen[str]", seconds: float) -> str:
    assert processes.stdin is not None
    assert processes.stdout is not None
    processes.stdin.write(f"{seconds}\n")
    processes.stdin.flush()
    return processes.stdout.readline().strip()
