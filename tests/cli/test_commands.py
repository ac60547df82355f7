"""Does each command do its work, and say with its exit code how it went?"""

import json
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.base.database import Database
from tracker.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("TRACKER_LOG_FORMAT", "console")
    monkeypatch.chdir(ROOT)
    return tmp_path / "instance"


def tracker(*words: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


def mail(**headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Jo <jo@inwoner.example>"
    message["Subject"] = "Lantaarnpaal"
    message["Message-ID"] = "<een@inwoner.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content("Wanneer wordt de lantaarnpaal gemaakt?")
    return message.as_bytes()


def test_the_help_names_every_command() -> None:
    shown = tracker("--help").output
    for command in [
        "run",
        "web",
        "worker",
        "migrate",
        "demo",
        "user",
        "receive-mail",
        "read-mail",
        "deadline",
        "check-reply",
        "reckon",
        "job",
    ]:
        assert f"  {command} " in shown
        assert tracker(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["--help"], ""),
        (["deadline"], '{"regime": "woo", "facts": {"received_on": "2026-06-01"}}\n'),
    ],
)
def test_help_and_dates_load_no_web_and_no_database(words: list[str], typed: str) -> None:
    code = (
        "import sys\nfrom tracker.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'flask', 'sqlalchemy', 'sqlmodel', 'textstat'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=typed, text=True, capture_output=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_dates_go_in_and_out_line_by_line_and_a_bad_line_stops_nobody() -> None:
    good = {"regime": "woo", "facts": {"received_on": "2026-06-01"}, "events": []}
    bad = {"regime": "woo", "facts": {"received_on": "2026-02-30"}}
    result = tracker("deadline", typed=f"{json.dumps(bad)}\n{json.dumps(good)}\n")
    first, second = map(json.loads, result.output.splitlines())
    assert first["error"]["field"] == "received_on"
    assert second["due_on"] == "2026-06-29"
    assert result.exit_code == 1


def test_dates_are_explained_to_people_in_both_languages() -> None:
    case = json.dumps({"regime": "woo", "facts": {"received_on": "2026-06-01"}})
    assert "maandag 29 juni 2026" in tracker("deadline", "--explain", typed=case).output
    english = tracker("deadline", "--explain", "--language", "en", typed=case)
    assert "Monday 29 June 2026" in english.output
    wrong = tracker("deadline", "--explain", typed='{"regime": "onbekend", "facts": {}}')
    assert (wrong.exit_code, "regime" in wrong.output) == (1, True)
    calendar = tracker("deadline", "--explain", typed='{"regime":"calendar","facts":{"year":2027}}')
    assert "2027-05-07" in calendar.output


@pytest.mark.parametrize("regime", ["\\ud800woo", "\\u009b31mwoo", "\\u202ewoo"])
def test_what_came_in_cannot_break_or_steer_the_terminal(regime: str) -> None:
    typed = f'{{"regime": "{regime}", "facts": {{}}}}'
    wrong = tracker("deadline", "--explain", typed=typed)
    assert (wrong.exit_code, "woo" in wrong.output) == (1, True)
    assert all(each.isprintable() for each in wrong.output.replace("\n", ""))


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    case = json.dumps({"regime": "woo", "facts": {"received_on": "2026-06-01"}})
    assert tracker("deadline", typed=f"\ufeff{case}").exit_code == 0


def test_a_text_is_read_as_json_or_for_people(tmp_path: Path) -> None:
    line = json.dumps({"text": "Wij hebben uw brief ontvangen. U hoort snel van ons."})
    read = json.loads(tracker("check-reply", typed=line).output)
    assert read["kind"] == "acknowledgement"
    text = tmp_path / "brief.txt"
    text.write_text("Derhalve wordt uw verzoek afgewezen.", encoding="utf-8")
    assert "daarom" in tracker("check-reply", str(text)).output


def test_the_tables_are_made_and_compared(instance: Path) -> None:
    assert tracker("migrate").exit_code == 0
    assert (instance / "tracker.db").exists()
    assert tracker("migrate", "--check").exit_code == 0


def test_people_are_added_listed_and_given_a_password(instance: Path) -> None:
    tracker("migrate")
    add = ["user", "add", "roos@gemeente.example", "--name", "Roos", "--role", "administrator"]
    assert tracker(*add, "--password", "een-goed-wachtwoord").exit_code == 0
    assert "roos@gemeente.example" in tracker("user", "list").output
    again = tracker(*add, "--password", "een-goed-wachtwoord")
    assert again.exit_code == 1
    change = ["user", "password", "roos@gemeente.example", "--password"]
    assert tracker(*change, "nog-een-wachtwoord").exit_code == 0
    assert tracker("user", "password", "niemand@x.example", "--password", "x" * 12).exit_code != 0
    assert (
        tracker(
            *add[:2],
            "b@x.example",
            "--name",
            "B",
            "--role",
            "handler",
            "--team",
            "Geen",
            "--password",
            "x" * 12,
        ).exit_code
        == 2
    )


def test_mail_is_shown_without_being_stored(tmp_path: Path, instance: Path) -> None:
    file = tmp_path / "een.eml"
    file.write_bytes(mail())
    shown = json.loads(tracker("read-mail", "--json", str(file)).output)
    assert (shown["subject"], shown["automatic"]) == ("Lantaarnpaal", None)
    assert "Lantaarnpaal" in tracker("read-mail", str(file)).output
    assert not instance.exists()


def test_mail_is_taken_in_once(tmp_path: Path, instance: Path) -> None:
    tracker("migrate")
    give_it_a_subject(instance)
    file = tmp_path / "een.eml"
    file.write_bytes(mail())
    first, second = tracker("receive-mail", str(file)), tracker("receive-mail", str(file))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2026" in first.output or "20" in first.output
    assert tracker("receive-mail", typed=mail(To="post@gemeente.example")).exit_code == 0


def test_mail_that_cannot_be_stored_is_to_be_offered_again(instance: Path) -> None:
    assert tracker("receive-mail", typed=mail()).exit_code in (3, 75)


def test_a_job_runs_by_name_and_at_a_moment(instance: Path) -> None:
    tracker("migrate")
    assert tracker("job", "outbox").exit_code == 0
    assert tracker("job", "digests", "--at", "2026-11-09T08:00").exit_code == 0
    assert tracker("job", "digests", "--at", "morgen").exit_code == 2
    assert tracker("job", "onbekend").exit_code == 1


def test_the_demo_fills_an_empty_database_only(instance: Path) -> None:
    tracker("migrate")
    filled = tracker("demo")
    assert filled.exit_code == 0, filled.output
    assert "password" in filled.output
    assert tracker("demo").exit_code == 1


def test_a_wrong_setting_is_named(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PORT", "tachtig")
    done = tracker("migrate")
    assert done.exit_code != 0
    assert "TRACKER_PORT" in f"{done.output}{done.exception}"


def give_it_a_subject(instance: Path) -> None:
    from tracker.people.models import Team
    from tracker.register.models import Subject

    db = Database(f"sqlite:///{instance / 'tracker.db'}")
    with db.changing() as session:
        team = Team(name="Klant", email="klant@gemeente.example")
        session.add(team)
        session.flush()
        session.add(Subject(name="Algemene vraag", regime="servicenorm", team_id=team.id or 0))
    db.close()
