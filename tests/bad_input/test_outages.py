"""Is nothing lost, and is it said plainly, when disk, database or mail server do not work?"""

import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import func, select

from jobs.worker import run_once
from tests.browsing import Colleague, Log, Office
from tests.intake.letters import letter
from tests.servers.parts import free_port
from tests.servers.smtp import SmtpServer
from tests.walk.pdf import one_page_pdf
from tracker.base.config import Settings
from tracker.base.errors import Unavailable
from tracker.base.heartbeat import Heartbeat
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.service import file_mail, store_raw
from tracker.outbox.models import OutboxMessage
from tracker.register.models import Attachment, Case, Message

ANSWER = "Wij maken de lantaarnpaal op vrijdag. De kabel is stuk en die vervangen wij dan."
LETTER = {
    "received_on": "2026-11-09",
    "title": "Boom op de dijk",
    "subject_id": "1",
    "name": "An Visser",
    "act": "save",
}
PDF = one_page_pdf("De boom staat scheef")


def rows(office: Office, *tables: type) -> list[int]:
    with office.house.db.reading() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def whole_files(office: Office) -> list[Path]:
    return [path for path in office.settings.files_path.rglob("*") if path.is_file()]


# The disk is full ------------------------------------------------------------------------------


class SmallDisk:
    """A disk of four megabytes: a real one where we may mount it, else a limit on file sizes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
        may_mount = os.geteuid() == 0
        self.mounted = may_mount and subprocess.run(command, check=False).returncode == 0

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no room on the disk while the block runs."""
        if self.mounted:
            filler = self.folder / "filler"
            with filler.open("wb", buffering=0) as file:
                try:
                    while file.write(b"\x00" * 4096):
                        pass
                except OSError:
                    pass
            try:
                yield
            finally:
                filler.unlink()
        else:
            before = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def remove(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    small = SmallDisk(tmp_path / "small")
    yield small
    small.remove()


@pytest.fixture
def settings(disk: SmallDisk, smtp_server: SmtpServer) -> Settings:
    return Settings(
        instance=disk.folder,
        mail_from="post@gemeente.example",
        upload_limit_mb=1,
        busy_timeout_ms=50,
        smtp_host=smtp_server.host,
        smtp_port=smtp_server.port,
        smtp_timeout_seconds=2,
    )


def test_a_full_disk_stores_nothing_of_an_upload_and_works_again_when_there_is_room(
    office: Office, registrar: Colleague, disk: SmallDisk, log: Log
) -> None:
    registrar.get("/post/nieuw")
    # Given a disk without room
    with disk.full():
        page = registrar.post("/post/nieuw", {**LETTER, "scan": (BytesIO(PDF), "brief.pdf")})
    # Then the page says so, keeps the text, and nothing is half stored
    assert page.status == 503
    assert "schijf is vol" in page.text
    assert "An Visser" in page.markup
    assert "Kies uw bestanden daarna opnieuw." in page.text
    assert whole_files(office) == []
    assert rows(office, Case, Message, Attachment) == [0, 0, 0]
    assert log.problem()["cause"] == "Unavailable"
    assert log.problem()["about_errno"] > 0
    assert "Visser" not in log.text
    # When there is room again
    again = registrar.post("/post/nieuw", {**LETTER, "scan": (BytesIO(PDF), "brief.pdf")})
    assert again.status == 303
    assert [path.read_bytes() for path in whole_files(office)] == [PDF]


def test_a_full_disk_stores_no_half_case(
    office: Office, registrar: Colleague, disk: SmallDisk, log: Log
) -> None:
    registrar.get("/post/nieuw")
    with disk.full():
        page = registrar.post("/post/nieuw", {**LETTER, "text": "x" * 90_000})
    assert page.status == 503
    assert page.title.startswith("Fout: Dit lukt nu even niet")
    assert rows(office, Case, Message) == [0, 0]
    assert log.problem()["status"] == 503
    # The form can be sent again as it was
    fields = {name: values[0] for name, values in page.fields("/post/nieuw").items()}
    assert fields["text"] == "x" * 90_000
    assert registrar.post("/post/nieuw", fields).status == 303
    assert rows(office, Case, Message) == [1, 1]


def test_mail_that_does_not_fit_on_the_disk_is_not_taken(office: Office, disk: SmallDisk) -> None:
    services = office.app.extensions["tracker"]

    def take_in() -> int:
        return store_raw(
            services.db, services.clock, services.files, letter(), mailbox="post", uid=1
        ).ledger_id

    with disk.full(), pytest.raises(Unavailable):
        take_in()
    assert whole_files(office) == []
    assert rows(office, ReceivedMail, Case) == [0, 0]
    ledger_id = take_in()
    file_mail(services.db, services.clock, office.settings, services.files, ledger_id)
    assert rows(office, ReceivedMail, Case) == [1, 1]
    with office.house.db.reading() as session:
        assert session.exec(select(ReceivedMail)).one().state is not MailState.STORED


# The database is locked ------------------------------------------------------------------------

Locked = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def locked(settings: Settings) -> Locked:
    @contextmanager
    def lock() -> Iterator[None]:
        other = sqlite3.connect(settings.instance / "tracker.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    return lock


def test_a_locked_database_loses_nothing_and_the_form_can_be_sent_again(
    office: Office, registrar: Colleague, locked: Locked, log: Log
) -> None:
    registrar.get("/post/nieuw")
    # Given somebody else who writes for longer than we wait
    with locked():
        page = registrar.post("/post/nieuw", {**LETTER, "once": "een", "text": "Scheef"})
        # Then looking goes on
        assert registrar.get("/post").status == 200
    assert page.status == 503
    assert "De database is even bezet." in page.text
    assert "An Visser" in page.markup
    assert "Opnieuw proberen" in page.text
    line = log.problem()
    assert (line["cause"], line["status"]) == ("OperationalError", 503)
    assert "Visser" not in log.text
    assert "Scheef" not in log.text
    # When the registrar presses "Opnieuw proberen"
    fields = {name: values[0] for name, values in page.fields("/post/nieuw").items()}
    assert registrar.post("/post/nieuw", fields).status == 303
    assert rows(office, Case) == [1]


@pytest.mark.parametrize("act", ["keep", "send"])
def test_a_locked_database_keeps_the_answer_on_the_page(
    office: Office, handler: Colleague, locked: Locked, log: Log, act: str
) -> None:
    path = f"/zaken/{office.house.open().number}/antwoord"
    written = {"draft_version": "0", "text": ANSWER, "kind": "answer", "act": act}
    handler.get(path)
    with locked():
        page = handler.post(path, written)
    assert page.status == 503
    assert ANSWER in page.markup
    assert log.problem()["cause"] == "OperationalError"
    assert "lantaarn" not in log.text
    fields = {name: values[0] for name, values in page.fields(path).items()}
    assert handler.post(path, fields).status == 303
    assert rows(office, OutboxMessage) == [int(act == "send")]


def test_a_file_cannot_be_sent_again_so_no_button_promises_it(
    registrar: Colleague, locked: Locked
) -> None:
    registrar.get("/post/nieuw")
    with locked():
        page = registrar.post("/post/nieuw", {**LETTER, "scan": (BytesIO(PDF), "brief.pdf")})
    assert page.status == 503
    assert "Opnieuw proberen" not in page.text
    assert "Kies uw bestanden daarna opnieuw." in page.text


# The mail servers are down ---------------------------------------------------------------------


def test_an_answer_waits_while_the_mail_server_is_down(
    office: Office, handler: Colleague, smtp_server: SmtpServer, log: Log
) -> None:
    down = office.settings.model_copy(update={"smtp_port": free_port()})
    db, clock = office.house.db, office.clock
    case = office.house.open()
    # Given an answer and a mail server that does not answer
    sent = handler.post(
        f"/zaken/{case.number}/antwoord",
        {"draft_version": "0", "text": ANSWER, "kind": "answer", "act": "send"},
    )
    assert "Uw bericht gaat nu de deur uit." in handler.follow(sent).text
    run_once("outbox", db, clock, down)
    # Then the case says that it is on its way, and the outbox knows the cause, without the letter
    page = handler.get(f"/zaken/{case.number}")
    assert "inhoudelijk antwoord, wordt verstuurd" in page.text
    with db.reading() as session:
        row = session.exec(select(OutboxMessage)).one()
        beat = session.get_one(Heartbeat, "outbox")
    assert (row.sent_at, row.failed_at) == (None, None)
    assert row.last_error
    assert "0 sent" in beat.result
    assert len(log.problems()) == 1
    assert "jo@inwoner" not in log.text
    # When it answers again, the mail goes and the clocks stop
    office.clock.forward(timedelta(hours=2))
    run_once("outbox", db, clock, office.settings)
    assert len(smtp_server.wait_for(1)) >= 1
    assert office.house.case(case.number).answered_on is not None
    assert "wordt verstuurd" not in handler.get(f"/zaken/{case.number}").text.split("Ontvangen")[0]


def test_a_mailbox_that_does_not_answer_is_written_down_with_its_cause(office: Office) -> None:
    nowhere = office.settings.model_copy(
        update={"imap_host": "127.0.0.1", "imap_port": free_port(), "imap_security": "none"}
    )
    with pytest.raises(Unavailable):
        run_once("mailbox", office.house.db, office.clock, nowhere)
    with office.house.db.reading() as session:
        beat = session.get_one(Heartbeat, "mailbox")
    assert beat.failed
    assert "Unavailable" in beat.result


@pytest.mark.parametrize("title", ["Boom\r\nBcc: dief@elders.example", "Boom\nX-Dief: ja"])
def test_a_subject_line_brings_no_headers_into_the_mail(
    office: Office, registrar: Colleague, smtp_server: SmtpServer, title: str
) -> None:
    made = registrar.post("/post/nieuw", {**LETTER, "title": title, "email": "an@inwoner.example"})
    registrar.post(
        f"{made.location}/antwoord",
        {"draft_version": "0", "text": ANSWER, "kind": "answer", "act": "send"},
    )
    run_once("outbox", office.house.db, office.clock, office.settings)
    (mail,) = smtp_server.wait_for(1)
    assert mail.recipients == ("an@inwoner.example",)
    assert mail.message["Bcc"] is None
    assert mail.message["X-Dief"] is None
    assert "Boom" in mail.message["Subject"]
