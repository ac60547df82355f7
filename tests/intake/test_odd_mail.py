"""Does a mail that is not as it should be still end where a person sees it?"""

from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.intake.desk import Desk, desk, settings
from tests.intake.letters import letter, nested
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.service import waiting_mail
from tracker.people.models import Team
from tracker.register.models import (
    Attachment,
    Case,
    Correspondent,
    Subject,
)

__all__ = ["desk", "settings"]

REFUSE = {
    "sqlite": "CREATE TRIGGER no_gif BEFORE INSERT ON message WHEN new.text = 'gif' "
    "BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE message ADD CONSTRAINT no_gif CHECK (text <> 'gif')",
}


def test_a_mail_without_sender_date_subject_or_body_still_becomes_a_case(desk: Desk) -> None:
    filed = desk.take_in(b"X-Niets: echt niets\r\n\r\n")
    case = desk.case(filed.case_number)
    assert case.title == "(zonder onderwerp)"
    (message,) = desk.messages(filed.case_number)
    assert message.text == ""
    assert message.data["problems"] == [
        "Dit bericht heeft geen afzender.",
        "Dit bericht heeft geen datum die kan kloppen.",
    ]
    assert message.data["no_acknowledgement"] is True
    with desk.db.reading() as session:
        assert session.exec(select(Correspondent)).one().name == "(afzender onbekend)"


def test_who_asks_for_no_automatic_answer_is_remembered(desk: Desk) -> None:
    filed = desk.take_in(letter(X_Auto_Response_Suppress="All"))
    (message,) = desk.messages(filed.case_number)
    assert message.data["no_acknowledgement"] is True


def test_a_mail_that_cannot_be_read_becomes_a_case_with_the_whole_mail(desk: Desk) -> None:
    bomb = nested(3_000)
    filed = desk.take_in(bomb)

    assert filed.state is MailState.UNREADABLE
    assert desk.case(filed.case_number).title == "Onleesbaar bericht"
    with desk.db.reading() as session:
        file = session.exec(select(Attachment)).one()
    assert desk.files.read(file.sha256) == bomb
    assert file.filename == "bericht.eml"


def test_very_long_words_fit_into_the_case(desk: Desk) -> None:
    mail = EmailMessage()
    mail["From"] = f"{'N' * 400} <a@inwoner.example>"
    mail["Subject"] = "S" * 900
    mail["Message-ID"] = f"<{'i' * 900}@inwoner.example>"
    mail.set_content("x")
    filed = desk.take_in(mail.as_bytes())
    assert filed.state is MailState.FILED
    assert len(desk.case(filed.case_number).title) == 300


def test_a_mail_that_the_database_refuses_becomes_a_case_with_the_whole_mail(desk: Desk) -> None:
    # Given a database that cannot keep this one text
    with desk.db.changing() as session:
        session.connection().exec_driver_sql(REFUSE[desk.db.engine.dialect.name])
    raw = letter("gif")

    # When it comes in
    filed = desk.take_in(raw)

    # Then there is a case with the mail whole, and nothing of the first try
    assert filed.state is MailState.UNREADABLE
    assert (desk.count(Case), desk.count(Correspondent)) == (1, 1)
    with desk.db.reading() as session:
        file = session.exec(select(Attachment)).one()
    assert desk.files.read(file.sha256) == raw


@pytest.mark.parametrize("length", [900, 1_200])
def test_a_message_id_of_any_length_and_script_fits(desk: Desk, length: int) -> None:
    strange = "".join(chr(0x10000 + (each * 7919) % 60_000) for each in range(length))
    filed = desk.take_in(f"From: a@b.example\r\nMessage-ID: <{strange}>\r\n\r\nx".encode())
    assert filed.state is MailState.FILED


def test_a_subject_for_mail_that_needs_more_than_a_mail_has_is_told(desk: Desk) -> None:
    with desk.db.changing() as session:
        subject = session.exec(select(Subject)).one()
        subject.regime = "awb-bezwaar"
        subject.name = "Bezwaar"
        session.add(subject)
    settings = desk.settings.model_copy(update={"default_subject": "Bezwaar"})
    desk.settings = settings
    with pytest.raises(Unavailable) as refused:
        desk.take_in(letter())
    assert "gegevens die een e-mail niet heeft" in str(refused.value.message)
    assert (desk.count(ReceivedMail), desk.count(Case)) == (1, 0)


def test_without_a_subject_for_mail_it_waits_and_goes_on_when_there_is_one(
    empty_db: Database, clock: MovableClock, settings: Settings, files: FileStore
) -> None:
    # Given nobody has made a subject
    desk = Desk(empty_db, clock, settings, files)
    with pytest.raises(Unavailable) as refused:
        desk.take_in(letter())
    assert "nog geen onderwerp" in str(refused.value.message)
    with empty_db.reading() as session:
        assert list(waiting_mail(session)) == [1]
    assert (desk.count(Case), desk.count(Correspondent)) == (0, 0)

    # When an administrator makes one
    add_subjects(empty_db, Subject(name="Melding", regime="servicenorm", team_id=1))

    # Then the mail that was kept is filed
    assert desk.file(1).case_number == "2026-000001"


def test_mail_comes_in_under_the_general_subject_if_there_is_one(
    empty_db: Database, clock: MovableClock, settings: Settings, files: FileStore
) -> None:
    add_subjects(
        empty_db,
        Subject(name="Bezwaar", regime="awb-bezwaar", team_id=1),
        Subject(name="Melding", regime="servicenorm", team_id=1),
        Subject(name="Algemene vraag", regime="servicenorm", team_id=1),
    )
    desk = Desk(empty_db, clock, settings, files)
    case = desk.case(desk.take_in(letter()).case_number)
    with empty_db.reading() as session:
        assert session.get_one(Subject, case.subject_id).name == "Algemene vraag"


def test_a_disk_that_refuses_stores_nothing_and_says_so(
    db: Database, clock: MovableClock, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "vol").write_text("here no folder can be made")
    desk = Desk(db, clock, settings, FileStore(tmp_path / "vol"))
    with pytest.raises(Unavailable) as refused:
        desk.take_in(letter())
    assert "schijf is vol" in str(refused.value.message)
    assert desk.count(ReceivedMail) == 0


def add_subjects(db: Database, *subjects: Subject) -> None:
    with db.changing() as session:
        session.add(Team(name="Klantcontact", email="klantcontact@waterrijk.example"))
        session.flush()
        session.add_all(subjects)
