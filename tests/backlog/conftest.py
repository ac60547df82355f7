"""What do the tests of a backlog stand on: the house of two teams, and a file to import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tests.two_databases import House, clock, db, house, settings
from tracker.base.config import Settings
from tracker.intake.backlog import Checked, Imported, check_backlog, import_letters
from tracker.intake.backlog_lines import Choices
from tracker.register.models import Case

__all__ = ["clock", "db", "house", "settings"]

GOOD = {
    "Ontvangen": "02-11-2026",
    "Onderwerp": "Vraag",
    "Betreft": "Lantaarnpaal kapot",
    "Afzender": "Jo Dijkgraaf",
}


@dataclass(frozen=True)
class Backlog:
    """Writes lines to a file and offers it."""

    house: House
    settings: Settings
    path: Path

    def write(self, *lines: Mapping[str, str]) -> None:
        """Write a line each: what is not said is as in ``GOOD``."""
        whole = [GOOD | line for line in lines]
        headings = list(dict.fromkeys(name for line in whole for name in line))
        rows = [headings, *([line.get(name, "") for name in headings] for line in whole)]
        text = "\n".join(";".join(row) for row in rows)
        self.path.write_text(f"{text}\n", encoding="utf-8")

    def check(self, *lines: Mapping[str, str], **chosen: Any) -> Checked:
        """Check the file, after writing these lines if there are any."""
        if lines:
            self.write(*lines)
        given = chosen.pop("given", {})
        choices = Choices(source="oud", **chosen)
        house = self.house
        return check_backlog(house.db, house.clock, self.settings, self.path, choices, given)

    def take_in(self, *lines: Mapping[str, str], **chosen: Any) -> Imported:
        """Check the file and import what is right."""
        checked = self.check(*lines, **chosen)
        assert not checked.refused, [str(each.sentence) for each in checked.refused]
        return import_letters(self.house.db, self.house.clock, checked.letters)

    def refusals(self, *lines: Mapping[str, str], **chosen: Any) -> list[tuple[int, str, str]]:
        """Return what is refused: line, column, sentence."""
        refused = self.check(*lines, **chosen).refused
        return [(each.line, each.column, str(each.sentence)) for each in refused]

    def cases(self) -> Sequence[Case]:
        """Return all cases, oldest first."""
        with self.house.db.reading() as session:
            return session.exec(select(Case).order_by(Case.id)).all()  # type: ignore[arg-type]


@pytest.fixture
def backlog(house: House, settings: Settings, tmp_path: Path) -> Backlog:
    return Backlog(house, settings, tmp_path / "oud.csv")
