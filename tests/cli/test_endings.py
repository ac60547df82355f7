"""Does a command say in a sentence what is wrong, and end with the code that the help promises?"""

from pathlib import Path

from tests.cli.conftest import Tracker
from tests.intake.letters import letter


def test_the_codes_are_in_the_help(tracker: Tracker) -> None:
    assert "Exit codes: 0 done" in tracker("--help").stdout


def test_what_is_refused_ends_with_one_and_what_is_not_understood_with_two(
    tracker: Tracker,
) -> None:
    tracker("migrate")
    add = ("user", "add", "roos@gemeente.example", "--name", "Roos", "--role", "administrator")
    short = tracker(*add, "--password", "kort")
    assert (short.returncode, "12 tekens" in short.stderr) == (1, True)
    assert tracker("user", "add", "roos@gemeente.example").returncode == 2
    assert tracker("check-reply", "weg.txt").returncode == 2
    assert tracker("check-reply", given="no json\n").returncode == 1


def test_a_setting_that_cannot_be_is_named(tracker: Tracker) -> None:
    told = tracker("user", "list", TRACKER_PORT="veel")
    assert told.returncode == 2
    assert "TRACKER_PORT" in told.stderr


def test_a_database_that_does_not_answer_is_said_in_a_sentence(tracker: Tracker) -> None:
    nowhere = "postgresql+psycopg://postgres@127.0.0.1:1/nothing"
    told = tracker("user", "list", TRACKER_DATABASE_URL=nowhere)
    assert told.returncode == 3
    assert told.stderr.startswith("The database does not answer")
    assert "Traceback" not in told.stderr


def test_tables_go_to_a_migration_and_back(tracker: Tracker) -> None:
    assert tracker("migrate").stdout == "Migrated.\n"
    assert tracker("migrate").stdout == "Nothing to do.\n"
    assert tracker("migrate", "--check").stdout.endswith("Tables and models agree.\n")
    assert tracker("migrate", "--to", "base").stdout == "Went to base.\n"
    differs = tracker("migrate", "--check")
    assert (differs.returncode, "Traceback" in differs.stderr) == (1, False)
    assert differs.stderr.startswith("The tables are not as the models have them")


def test_mail_that_is_kept_without_a_case_need_not_be_offered_again(
    tracker: Tracker, tmp_path: Path
) -> None:
    # Given a house without a single subject, so that no case can be opened
    tracker("migrate")
    told = tracker("receive-mail", given=letter().decode())

    # Then the mail is kept whole, and the code lets the mail server let go of it
    stored = [path for path in (tmp_path / "instance" / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in stored] == [letter()]
    assert (told.returncode, "bewaard" in told.stdout) == (0, True)
