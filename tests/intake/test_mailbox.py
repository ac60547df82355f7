"""Does mail get out of a real mailbox, once, whatever dies in between?"""

import os
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

import jobs.mailbox
from tests.clock import MovableClock
from tests.intake.letters import letter, letter_with_files, nested, out_of_office
from tests.servers.dovecot import ImapServer
from tests.servers.parts import free_port
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.base.lease import lease
from tracker.intake.accounts import settings_account
from tracker.intake.fetching import fetch
from tracker.intake.mailbox import LEASE_SECONDS, Fetched, lease_name
from tracker.intake.models import MailState, ReceivedMail
from tracker.people.models import Team
from tracker.register.models import Attachment, Case, Message, Subject

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock() -> MovableClock:
    """Stand still a day ahead of the mail server, which keeps its own time."""
    return MovableClock(datetime.now(UTC) + timedelta(days=1))  # noqa: TID251


@pytest.fixture
def settings(tmp_path: Path, imap_server: ImapServer) -> Settings:
    return Settings(
        instance=tmp_path,
        mail_from="post@waterrijk.example",
        imap_host=imap_server.host,
        imap_port=imap_server.port,
        imap_security="none",
        imap_user=imap_server.user,
        imap_password=imap_server.password,
    )


def all_of(db: Database, table: type) -> list:
    with db.reading() as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def test_a_mail_becomes_a_case_and_moves_to_the_done_folder(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, files: FileStore
) -> None:
    # Given a letter with files in the mailbox
    raw = letter_with_files()
    imap_server.deliver(raw)

    # When we look into the mailbox
    fetched = fetch(db, clock, settings)

    # Then it is a case with all that came, the mail is moved, and its bytes are the same
    assert fetched == Fetched(new=1, filed=1, moved=1)
    (case,) = all_of(db, Case)
    assert case.number.endswith("-000001")
    assert case.title == "Tekening van de dakkapel"
    assert [each.filename for each in all_of(db, Attachment)] == ["logo.png", "Dakkapel één.pdf"]
    (message,) = all_of(db, Message)
    assert message.at < clock() - timedelta(hours=23)  # when it reached the mailbox
    assert imap_server.raw_messages() == []
    (moved,) = imap_server.raw_messages("Verwerkt")
    assert moved == files.read(message.raw_sha256)
    assert moved.replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")


def test_a_second_look_adds_nothing(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    imap_server.deliver(letter())
    fetch(db, clock, settings)
    assert fetch(db, clock, settings) == Fetched()
    assert len(all_of(db, Case)) == 1


def test_one_look_takes_letters_replies_and_crooked_mail_apart(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a letter, a reply to it, an out-of-office, a bomb, a mail with nothing in it, and
    # a mail that shares the Message-ID of the letter
    for raw in (
        letter(),
        letter("Nog iets.", message_id="<2@inwoner.example>", In_Reply_To="<1@inwoner.example>"),
        out_of_office(In_Reply_To="<1@inwoner.example>"),
        nested(3_000),
        b"X-Niets: echt niets\r\n\r\n",
        letter("Iets anders."),
    ):
        imap_server.deliver(raw)

    # When we look once
    fetched = fetch(db, clock, settings)

    # Then each is where it belongs, and none stayed behind
    assert fetched == Fetched(new=6, filed=4, set_aside=1, unreadable=1, moved=6)
    assert [case.title for case in all_of(db, Case)] == [
        "Lantaarnpaal stuk",
        "Onleesbaar bericht",
        "(zonder onderwerp)",
        "Lantaarnpaal stuk",
    ]
    assert imap_server.raw_messages() == []
    assert len(imap_server.raw_messages("Verwerkt")) == 6


def test_the_mail_is_moved_by_the_server_and_not_copied(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    sent: list[bytes] = []
    listening = [True]

    def hear(name: str, arguments: tuple[object, ...]) -> None:
        if listening[0] and name == "imaplib.send":
            sent.append(bytes(arguments[1]))  # type: ignore[call-overload]

    sys.addaudithook(hear)
    imap_server.deliver(letter())
    sent.clear()
    fetch(db, clock, settings)
    listening[0] = False
    commands = b" ".join(sent)
    assert b"MOVE" in commands
    assert b"COPY" not in commands
    assert b"BODY.PEEK[]" in commands


def test_the_job_tells_what_it_did(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    imap_server.deliver(letter())
    assert jobs.mailbox.run(db, clock, settings) == (
        "new 1, filed 1, moved 1, 1 acknowledgements queued"
    )
    assert jobs.mailbox.run(db, clock, settings) == "nothing, 0 acknowledgements queued"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_connection_can_be_protected(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    monkeypatch: pytest.MonkeyPatch,
    security: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.certificate))
    port = imap_server.tls_port if security == "tls" else imap_server.port
    protected = settings.model_copy(update={"imap_security": security, "imap_port": port})
    imap_server.deliver(letter())
    assert fetch(db, clock, protected).filed == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, security: str
) -> None:
    port = imap_server.tls_port if security == "tls" else imap_server.port
    protected = settings.model_copy(update={"imap_security": security, "imap_port": port})
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, protected)
    assert isinstance(refused.value.__cause__, ssl.SSLError)


def test_a_server_that_is_down_is_said_in_a_sentence_and_the_next_look_goes_on(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    imap_server.deliver(letter())
    down = settings.model_copy(update={"imap_port": free_port()})
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, down)
    assert str(refused.value.message).startswith("De mailserver is nu niet bereikbaar.")
    assert "ConnectionRefused" in str(refused.value)
    assert fetch(db, clock, settings).filed == 1


def test_a_wrong_password_is_said_in_a_sentence(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    wrong = settings.model_copy(update={"imap_password": "fout"})
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, wrong)
    assert str(refused.value.message).startswith("De mailserver laat ons niet in de postbus.")
    assert "fout" not in str(refused.value)


def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    with pytest.raises(Unavailable):
        fetch(db, clock, settings.model_copy(update={"imap_folder": "Bestaat niet"}))


@pytest.mark.parametrize("done", ["INBOX", "Slecht/\x01naam"])
def test_a_done_folder_that_cannot_be_is_said_before_anything_is_taken(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, done: str
) -> None:
    imap_server.deliver(letter())
    with pytest.raises(Unavailable):
        fetch(db, clock, settings.model_copy(update={"imap_done_folder": done}))
    assert all_of(db, ReceivedMail) == []
    assert len(imap_server.raw_messages()) == 1


def test_a_disk_that_refuses_leaves_the_mail_in_the_mailbox(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, tmp_path: Path
) -> None:
    # Given a file store that cannot be written
    imap_server.deliver(letter())
    (tmp_path / "vol").write_text("here no folder can be made")
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, settings, FileStore(tmp_path / "vol"))
    assert "schijf is vol" in str(refused.value.message)
    assert len(imap_server.raw_messages()) == 1

    # When there is room again
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1)


def test_two_workers_do_not_read_one_mailbox_at_the_same_time(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    imap_server.deliver(letter())
    account = settings_account(settings)
    assert account is not None
    with lease(db, clock, lease_name(account.address), "another", LEASE_SECONDS):
        assert str(fetch(db, clock, settings)) == "busy 1"
    assert len(imap_server.raw_messages()) == 1


def test_without_a_mailbox_there_is_nothing_to_do(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    assert fetch(db, clock, settings.model_copy(update={"imap_host": ""})) == Fetched()


def test_a_mail_whose_bytes_are_gone_does_not_stop_the_rest(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a mail that the ledger knows and the file store does not
    with db.changing() as session:
        session.add(ReceivedMail(mailbox="weg", raw_sha256="0" * 64, received_at=clock()))
    imap_server.deliver(letter())
    # When we look, then the other one is filed and this one still waits
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1, left=1)
    assert [row.state for row in all_of(db, ReceivedMail)] == [MailState.STORED, MailState.FILED]


def test_mail_that_cannot_be_filed_yet_is_kept_and_stays_until_it_can(
    empty_db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given no subject for mail, and two letters
    imap_server.deliver(letter())
    imap_server.deliver(letter(message_id="<2@inwoner.example>"))
    with pytest.raises(Unavailable) as refused:
        fetch(empty_db, clock, settings)
    assert "nog geen onderwerp" in str(refused.value.message)
    assert len(imap_server.raw_messages()) == len(all_of(empty_db, ReceivedMail)) == 2

    # When there is one, then both are filed and moved
    with empty_db.changing() as session:
        session.add(Team(name="Klantcontact", email="klantcontact@waterrijk.example"))
        session.flush()
        session.add(Subject(name="Algemene vraag", regime="servicenorm", team_id=1))
    assert fetch(empty_db, clock, settings) == Fetched(seen_again=2, filed=2, moved=2)


def test_a_look_ends_before_its_lease_and_the_next_one_goes_on(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    # Given two letters, and a clock that runs while we work
    imap_server.deliver(letter())
    imap_server.deliver(letter(message_id="<2@inwoner.example>"))
    slow = SlowClock(datetime.now(UTC) + timedelta(days=1))  # noqa: TID251
    first = fetch(db, slow, settings)
    second = fetch(db, slow, settings)
    assert (first.moved, second.moved) == (1, 1)


def test_a_mail_that_vanishes_between_finding_and_fetching_leaves_no_trace(
    db: Database, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a mail that another program throws away just before we fetch it
    imap_server.deliver(letter())
    thief = ThievingClock(datetime.now(UTC) + timedelta(days=1))  # noqa: TID251
    thief.imap_server, thief.steals_at = imap_server, 3  # lease, start of the look, first mail
    # When we look, then there is no empty case
    assert fetch(db, thief, settings) == Fetched(left=1)
    assert all_of(db, ReceivedMail) == []


class ThievingClock(MovableClock):
    """A clock that empties the mailbox when it is looked at."""

    imap_server: ImapServer
    steals_at = 0
    looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        if self.looks == self.steals_at:
            self.imap_server.empty()
        return super().__call__()


class SlowClock(MovableClock):
    """A clock that moves on a minute and a half whenever somebody looks."""

    def __call__(self) -> datetime:
        self.forward(timedelta(seconds=90))
        return super().__call__()


def test_when_everything_must_wait_the_look_ends_early(
    empty_db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    for number in range(5):
        imap_server.deliver(letter(message_id=f"<{number}@inwoner.example>"))
    with pytest.raises(Unavailable):
        fetch(empty_db, clock, settings)
    assert len(all_of(empty_db, ReceivedMail)) == 3
    assert len(imap_server.raw_messages()) == 5


MOMENTS = [
    *(("begin", number) for number in range(1, 8)),
    *(("commit", number) for number in range(1, 5)),
    ("rename", 1),
    ("start", 1),
    ("ask", 1),
    ("FETCH", 1),
    ("MOVE", 1),
    ("LOGOUT", 1),
]


@pytest.mark.parametrize(("moment", "number"), MOMENTS)
def test_a_mail_is_neither_lost_nor_doubled_when_the_worker_is_killed(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    moment: str,
    number: int,
) -> None:
    # Given a letter with two files, and a worker that is killed at this moment
    imap_server.deliver(letter_with_files())
    worker = look_in_a_process_of_its_own(settings, clock, moment, number)
    was_killed = worker.returncode == -9
    assert was_killed or worker.returncode == 0, worker.stderr

    # When the lease has run out and another worker looks, twice
    clock.forward(timedelta(seconds=LEASE_SECONDS + 1))
    fetch(db, clock, settings)
    assert fetch(db, clock, settings) == Fetched()

    # Then the letter is there once, whole, and gone from the mailbox
    assert len(all_of(db, Case)) == 1
    assert len(all_of(db, Message)) == 1
    assert len(all_of(db, Attachment)) == 2
    assert [row.state for row in all_of(db, ReceivedMail)] == [MailState.FILED]
    assert imap_server.raw_messages() == []
    assert len(imap_server.raw_messages("Verwerkt")) == 1
    assert was_killed, f"{moment} {number} never came: {worker.stdout}"


def look_in_a_process_of_its_own(
    settings: Settings, clock: MovableClock, moment: str, number: int
) -> subprocess.CompletedProcess[str]:
    told = {
        f"TRACKER_{name.upper()}": str(value)
        for name, value in settings.model_dump(exclude={"database"}).items()
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.intake.taking_in", moment, str(number), str(clock())],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
