"""Does `tracker import` tell what it finds, ask before it stores, and end as the help says?"""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Tracker
from tracker.base.database import Database
from tracker.people.models import Team
from tracker.register.models import Subject

HEADINGS = "Datum binnen;Onderwerp;Betreft;Afzender;Locatie\n"
RIGHT = "02-11-2026;Vraag;Kapotte lamp;Jo Dijkgraaf;Hoek\n"
WRONG = "30-02-2026;Vragen;=1+1;Jo Dijkgraaf;Hoek\n"


@pytest.fixture
def ready(tracker: Tracker, tmp_path: Path) -> Tracker:
    """Give the command a house with one subject."""
    assert tracker("migrate").returncode == 0
    db = Database(f"sqlite:///{tmp_path / 'instance' / 'tracker.db'}")
    with db.changing() as session:
        team = Team(name="Buiten", email="buiten@gemeente.example")
        session.add(team)
        session.flush()
        session.add(Subject(name="Vraag", regime="servicenorm", team_id=team.id or 0))
    db.close()
    return tracker


def test_a_dry_run_tells_all_and_stores_nothing(ready: Tracker, tmp_path: Path) -> None:
    file = tmp_path / "oud.csv"
    file.write_text(HEADINGS + RIGHT + WRONG, encoding="utf-8")
    told = ready("import", str(file), "--dry-run")
    assert told.returncode == 1
    assert "Deze kolommen slaan we over: 'Locatie'." in told.stdout
    assert "Goed: 1. Al ingelezen: 0. Geweigerd: 1." in told.stdout
    assert "Regel 3, kolom Datum binnen: “30-02-2026” bestaat niet." in told.stderr
    assert "Regel 3, kolom Onderwerp: Onderwerp “Vragen” bestaat niet. Bedoelt u" in told.stderr
    report = tmp_path / "oud.geweigerd.csv"
    assert f"staan in {report}" in told.stderr
    assert "'=1+1" in report.read_text(encoding="utf-8-sig")

    # And what is right comes in by the real run, what was mended by its report, each once
    done = ready("import", str(file), "--yes")
    assert (done.returncode, "Ingelezen: 1 zaken." in done.stdout) == (1, True)
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["oud.csv", report.name]
    mended = report.read_text(encoding="utf-8-sig").replace("30-02", "28-02")
    report.write_text(mended.replace("Vragen", "Vraag"), encoding="utf-8")
    done = ready("import", str(report), "--yes")
    assert (done.returncode, "Ingelezen: 1 zaken." in done.stdout) == (0, True)
    again = ready("import", str(report), "--yes")
    assert (again.returncode, "Al ingelezen: 1." in again.stdout) == (0, True)


def test_only_the_first_twenty_refused_lines_are_told_and_no_report_is_written_over(
    ready: Tracker, tmp_path: Path
) -> None:
    file, kept = tmp_path / "oud.csv", tmp_path / "oud.geweigerd.csv"
    file.write_text(HEADINGS + "x;Vraag;Lamp;Jo;Hoek\n" * 30, encoding="utf-8")
    kept.write_text("what somebody is mending")
    told = ready("import", str(file), "--dry-run")
    assert told.stderr.count("is geen datum") == 20
    assert kept.read_text() == "what somebody is mending"
    assert (tmp_path / "oud.geweigerd-2.csv").read_text(encoding="utf-8-sig").count("\n") == 31
    chosen = ready("import", str(file), "--dry-run", "--report", str(kept))
    assert (chosen.returncode, "bestaat al" in chosen.stderr) == (1, True)


def test_what_is_not_understood_ends_with_two_and_a_file_we_cannot_use_with_one(
    ready: Tracker, tmp_path: Path
) -> None:
    file = tmp_path / "oud.csv"
    file.write_text(HEADINGS + RIGHT, encoding="utf-8")
    assert ready("import").returncode == 2
    assert ready("import", str(tmp_path / "weg.csv")).returncode == 2
    nobody = ready("import", str(file))
    assert (nobody.returncode, "--dry-run or --yes" in nobody.stderr) == (2, True)
    assert ready("import", str(file), "--dry-run", "--yes").returncode == 2
    assert ready("import", str(file), "--dry-run", "--map", "Betreft").returncode == 2
    missing = ready("import", str(file), "--dry-run", "--map", "Datum binnen=-")
    assert missing.returncode == 1
    assert "Er ontbreekt een kolom voor de dag van ontvangst" in missing.stderr
    file.write_bytes(b"x" * (2**20 + 1))
    large = ready("import", str(file), "--dry-run", TRACKER_IMPORT_MAX_MB="1")
    assert (large.returncode, "groter dan 1 MB" in large.stderr) == (1, True)


def test_the_fields_are_listed_with_their_headings(tracker: Tracker) -> None:
    told = tracker("import", "--fields")
    assert "received_on: ontvangen, ontvangen op, ontvangstdatum" in told.stdout
    assert told.returncode == 0


@pytest.mark.parametrize(("answer", "cases"), [(b"\n", 0), (b"ja\n", 1)])
def test_on_a_terminal_it_asks_first(
    ready: Tracker, environment: dict[str, str], tmp_path: Path, answer: bytes, cases: int
) -> None:
    file = tmp_path / "oud.csv"
    file.write_text(HEADINGS + RIGHT, encoding="utf-8")
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    try:
        told = subprocess.run(
            [sys.executable, "-m", "tracker", "import", str(file)],
            stdin=theirs,
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert "1 brieven inlezen?" in told.stdout
    assert (f"Ingelezen: {cases} zaken." in told.stdout) == bool(cases)
    assert told.returncode == 0
