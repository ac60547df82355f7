"""Do the commands that take in and read mail say what they did, and end as they should?"""

import io
import json
import mailbox
from pathlib import Path

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.intake.letters import letter, letter_with_files, nested, out_of_office
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.intake.models import ReceivedMail
from tracker.intake.service import store_raw
from tracker.intake.wire import DONE, NOT_READ, TRY_AGAIN, read_mail_lines, receive_mail
from tracker.register.models import Case

NOTHING = io.BytesIO()
REFUSE_FIRST = {
    "sqlite": "CREATE TRIGGER no_first BEFORE INSERT ON message WHEN new.once = 'mail:1' "
    "BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE message ADD CONSTRAINT no_first CHECK (once <> 'mail:1')",
}


@pytest.fixture
def letterbox(tmp_path: Path) -> Path:
    folder = tmp_path / "brieven"
    folder.mkdir()
    (folder / "een.eml").write_bytes(letter())
    (folder / "twee.eml").write_bytes(letter_with_files())
    (folder / "lijst.txt").write_text("no mail")
    return folder


def cases(db: Database) -> list[Case]:
    with db.reading() as session:
        return list(session.exec(select(Case)).all())


def test_files_become_cases_and_the_same_file_twice_is_one(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore, letterbox: Path
) -> None:
    one = str(letterbox / "een.eml")
    first = receive_mail(db, clock, settings, files, [one], NOTHING)
    again = receive_mail(db, clock, settings, files, [one], NOTHING)
    assert first == ([f"{one}: zaak 2026-000001."], DONE)
    assert again == ([f"{one}: was al ontvangen, zaak 2026-000001."], DONE)
    assert len(cases(db)) == 1


def test_a_folder_an_mbox_a_maildir_and_a_pipe_are_read(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore, letterbox: Path
) -> None:
    box = mailbox.mbox(letterbox / "oud.mbox")
    box.add(letter("Uit de mbox.", message_id="<m1@inwoner.example>"))
    box.add(letter("Ook uit de mbox.", message_id="<m2@inwoner.example>"))
    box.close()
    maildir = mailbox.Maildir(letterbox / "maildir")
    maildir.add(letter("Uit de Maildir.", message_id="<d1@inwoner.example>"))
    maildir.close()
    paths = [letterbox, letterbox / "oud.mbox", letterbox / "maildir", "-"]
    pipe = io.BytesIO(letter("Uit de pijp.", message_id="<p1@inwoner.example>"))

    lines, code = receive_mail(db, clock, settings, files, [str(path) for path in paths], pipe)

    assert code == DONE
    assert len(lines) == len(cases(db)) == 6


def test_automatic_and_unreadable_mail_is_told(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore
) -> None:
    def receive(raw: bytes) -> str:
        lines, code = receive_mail(db, clock, settings, files, ["-"], io.BytesIO(raw))
        assert code == DONE
        return lines[0]

    assert receive(out_of_office()).startswith("-: opzij gelegd. Automatisch antwoord")
    assert receive(nested(3_000)) == "-: onleesbaar bericht, zaak 2026-000001."


def test_a_file_that_is_not_there_or_empty_does_not_stop_the_others(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore, letterbox: Path
) -> None:
    (letterbox / "leeg.eml").write_bytes(b"\n")
    paths = [str(letterbox / name) for name in ("weg.eml", "leeg.eml", "een.eml")]
    lines, code = receive_mail(db, clock, settings, files, paths, NOTHING)
    assert code == NOT_READ
    assert "kan niet worden gelezen" in lines[0]
    assert lines[1].endswith("leeg.eml is leeg.")
    assert lines[2].endswith("zaak 2026-000001.")


def test_a_mail_that_cannot_be_kept_is_to_be_tried_again(
    db: Database, clock: MovableClock, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "vol").write_text("here no folder can be made")
    pipe = io.BytesIO(letter())
    lines, code = receive_mail(db, clock, settings, FileStore(tmp_path / "vol"), ["-"], pipe)
    assert code == TRY_AGAIN
    assert "schijf is vol" in lines[0]


def test_a_mail_that_is_kept_but_not_filed_need_not_be_sent_again(
    empty_db: Database, clock: MovableClock, settings: Settings, files: FileStore
) -> None:
    pipe = io.BytesIO(letter())
    lines, code = receive_mail(empty_db, clock, settings, files, ["-"], pipe)
    assert code == DONE
    assert lines[0].startswith("-: bewaard, nog niet in een zaak. Er is nog geen onderwerp")
    with empty_db.reading() as session:
        assert len(session.exec(select(ReceivedMail)).all()) == 1


def test_read_mail_prints_one_object_a_mail(settings: Settings, letterbox: Path) -> None:
    paths = [str(letterbox), str(letterbox / "weg.eml")]
    lines, code = read_mail_lines(settings, paths, NOTHING, as_json=True)
    objects = [json.loads(line) for line in lines]
    assert [each.get("subject") for each in objects] == [
        "Lantaarnpaal stuk",
        "Tekening van de dakkapel",
        None,
    ]
    assert "kan niet worden gelezen" in objects[2]["problems"][0]
    assert code == NOT_READ


def test_read_mail_knows_our_own_mail(settings: Settings) -> None:
    own = letter(sender="post@waterrijk.example", message_id="<a@waterrijk.example>")
    lines, _ = read_mail_lines(settings, ["-"], io.BytesIO(own), as_json=True)
    assert json.loads(next(iter(lines)))["automatic"] == "own"


def test_read_mail_can_be_read_by_people(settings: Settings, letterbox: Path) -> None:
    lines, code = read_mail_lines(settings, [str(letterbox)], NOTHING, as_json=False)
    first, second = lines
    assert code == DONE
    assert first.startswith("Van: Fatma Yıldız <fatma@inwoner.example>\nAan: post@waterrijk")
    assert first.endswith("De lantaarnpaal voor mijn huis is stuk.")
    assert "2 bijlagen" in second
    lines, _ = read_mail_lines(settings, ["-"], io.BytesIO(out_of_office()), as_json=False)
    assert "Automatisch bericht: auto-reply" in next(iter(lines))
    lines, _ = read_mail_lines(settings, ["weg.eml"], NOTHING, as_json=False)
    assert "kan niet worden gelezen" in next(iter(lines))


def test_a_locked_database_is_said_in_a_sentence_and_leaves_the_mail(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore
) -> None:
    # Given a connection that does not wait long, and another one that holds the database
    other = Database(settings.database)
    with other.reading() as session:
        session.connection().exec_driver_sql("PRAGMA busy_timeout=1")
    with db.changing() as session:
        session.exec(select(Case)).all()
        # When a mail comes in
        with pytest.raises(Unavailable) as refused:
            store_raw(other, clock, files, letter(), mailbox="post")
    other.close()
    # Then it is told, and nothing is half there
    with db.reading() as session:
        assert session.exec(select(ReceivedMail)).all() == []
    assert str(refused.value.message).startswith("De database antwoordt nu niet.")


def test_a_mail_that_cannot_be_filed_does_not_stop_the_others(
    db: Database, clock: MovableClock, settings: Settings, files: FileStore, letterbox: Path
) -> None:
    with db.changing() as session:
        session.connection().exec_driver_sql(REFUSE_FIRST[db.engine.dialect.name])
    paths = [str(letterbox / name) for name in ("een.eml", "twee.eml")]
    lines, code = receive_mail(db, clock, settings, files, paths, NOTHING)
    assert code == DONE
    assert "bewaard, nog niet in een zaak" in lines[0]
    assert lines[1].endswith("zaak 2026-000001.")
