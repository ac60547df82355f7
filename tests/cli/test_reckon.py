"""Does ``tracker reckon`` show what moved?"""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.base.clock import office_date, system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.migrate import upgrade
from tracker.cli import main
from tracker.people.models import Team
from tracker.register.models import Channel, Subject
from tracker.register.service import NewCase, NewMessage, Sender, open_case

CASES = 25


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Open a number of ordinary letters of today, then shorten the norm."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path))
    url = Settings(instance=tmp_path).database
    upgrade(url)
    db = Database(url)
    now = system_clock()
    with db.changing() as session:
        team = Team(name="Buiten", email="buiten@gemeente.example")
        session.add(team)
        session.flush()
        subject = Subject(name="Vraag", regime="servicenorm", team_id=team.id or 0)
        session.add(subject)
        session.flush()
        message = NewMessage(channel=Channel.LETTER, at=now)
        for _ in range(CASES):
            new = NewCase(
                title="Lantaarnpaal",
                subject_id=subject.id or 0,
                received_on=office_date(now),
                sender=Sender(name="Jo"),
                message=message,
            )
            open_case(session, now, new)
        subject.answer_within = "5 working days"
    db.close()
    return tmp_path


def reckon() -> Result:
    return CliRunner().invoke(main, ["reckon"])


def test_it_prints_the_counts_and_the_first_lines(instance: Path) -> None:
    first, second = reckon(), reckon()

    assert first.exit_code == second.exit_code == 0
    counts, *lines = first.stdout.splitlines()
    assert counts == "25 cases reckoned anew, 25 with other dates, 0 could not be reckoned."
    assert len(lines) == 20
    number, clock, before, arrow, after = lines[0].split()
    assert (number[4:], clock, arrow) == ("-000001", "target", "->")
    assert date.fromisoformat(after) < date.fromisoformat(before)
    assert second.stdout.startswith("Nothing to reckon anew")
    assert "Reckoning" not in first.stderr  # the bar is for a terminal
