"""Does each of several mailboxes get its mail in, whatever happens to the others?"""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlmodel import SQLModel, select

from tests.browsing import Log, log
from tests.clock import MovableClock
from tests.intake.letters import letter
from tests.intake.mailboxes import last_look, set_up
from tests.servers.dovecot import BARE_HOST, ImapServer
from tests.servers.parts import free_port
from tests.servers.proxy import bad_line
from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.base.lease import lease
from tracker.intake.accounts import FROM_THE_SETTINGS, accounts, find_account, secret_files
from tracker.intake.fetching import fetch
from tracker.intake.imap import FLAG
from tracker.intake.looks import LONGEST_REST, rest_after
from tracker.intake.mailbox import LEASE_SECONDS, Fetched, lease_name
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import Mailbox, MailState, ReceivedMail, Security
from tracker.people.models import Team
from tracker.register.models import Case, Subject

__all__ = ["log"]


@pytest.fixture
def clock() -> MovableClock:
    """Stand still a day ahead of the mail server, which keeps its own time."""
    return MovableClock(datetime.now(UTC) + timedelta(days=1))  # noqa: TID251


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return Settings(instance=tmp_path, database_url=url, mail_from="post@waterrijk.example")


@pytest.fixture
def empty_db(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database)
    SQLModel.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def belasting(imap_server: ImapServer) -> ImapServer:
    """Give the test an empty mailbox of another team."""
    other = imap_server.mailbox_of("belasting@gemeente.example")
    other.empty()
    return other


def all_of(db: Database, table: type) -> list:
    with db.reading() as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def test_mail_of_each_mailbox_goes_to_its_own_team_and_subject(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    belasting: ImapServer,
) -> None:
    # Given two mailboxes, one with a team and a subject, one with another team alone
    with db.changing() as session:
        team = Team(name="Belasting", email="belasting@waterrijk.example")
        session.add(team)
        session.flush()
        subject = Subject(name="Aanslag", regime="servicenorm", team_id=1)
        session.add(subject)
    set_up(db, settings, imap_server, "Post", team_id=team.id)
    set_up(db, settings, belasting, "Belasting", team_id=team.id, default_subject_id=subject.id)
    imap_server.deliver(letter(subject="Lantaarn"))
    belasting.deliver(letter(subject="Te veel betaald"))

    # When we look
    fetched = fetch(db, clock, settings)

    # Then both came in, each where it belongs, and the server shows both as done
    assert fetched == Fetched(new=2, filed=2, moved=2)
    found = {case.title: (case.subject_id, case.team_id) for case in all_of(db, Case)}
    assert found == {"Lantaarn": (1, team.id), "Te veel betaald": (subject.id, team.id)}
    assert imap_server.raw_messages() == belasting.raw_messages() == []
    assert len(belasting.raw_messages("Verwerkt")) == 1


def test_a_subject_that_is_not_in_use_any_more_does_not_stop_the_mail(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    with db.changing() as session:
        subject = Subject(name="Weg", regime="servicenorm", team_id=1, active=False)
        session.add(subject)
    set_up(db, settings, imap_server, default_subject_id=subject.id)
    imap_server.deliver(letter())
    assert fetch(db, clock, settings).filed == 1
    assert [case.subject_id for case in all_of(db, Case)] == [1]


def test_a_mailbox_that_fails_does_not_stop_the_others(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    belasting: ImapServer,
) -> None:
    # Given a mailbox on a server that is away, and one that works
    away = set_up(db, settings, imap_server, "Away", port=free_port())
    works = set_up(db, settings, belasting, "Belasting")
    belasting.deliver(letter())

    # When we look, then the trouble is told, and the mail is in
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, settings)
    assert str(refused.value.message).startswith("De mailserver is nu niet bereikbaar.")
    assert len(all_of(db, Case)) == 1
    assert belasting.raw_messages() == []

    # And of each we know how it does
    assert last_look(db, away).trouble.startswith("De mailserver is nu niet bereikbaar.")
    assert last_look(db, away).worked_at is None
    assert last_look(db, works).trouble == ""
    assert last_look(db, works).mail_at == last_look(db, works).worked_at == clock()


def test_a_server_that_hangs_does_not_hold_up_the_others(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    belasting: ImapServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tracker.intake.mailbox.CUT_AFTER_SECONDS", 1.0)
    works = set_up(db, settings, belasting, "Belasting")
    belasting.deliver(letter())
    with bad_line(imap_server.port) as line:
        # Given a server that takes our call and says nothing more
        hangs = set_up(db, settings, imap_server, "Hangt", port=line.port)
        line.said = lambda data: data if data.startswith(b"* OK [CAPABILITY") else drip(data)
        started = time.monotonic()
        with pytest.raises(Unavailable):
            fetch(db, clock, settings)

    # Then its connection is cut, and the other mail is in
    assert time.monotonic() - started < 10
    assert last_look(db, hangs).trouble
    assert last_look(db, works).trouble == ""
    assert len(all_of(db, Case)) == 1


def drip(_data: bytes) -> bytes:
    """Return what keeps a connection alive and tells nothing."""
    time.sleep(3)  # noqa: TID251 - this is the server that hangs
    return b"* OK\r\n"


def test_the_mailbox_of_the_settings_is_read_beside_the_others(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    belasting: ImapServer,
) -> None:
    # Given one mailbox in the settings and one in the database
    both = with_imap(settings, imap_server)
    set_up(db, both, belasting, "Belasting")
    imap_server.deliver(letter())
    belasting.deliver(letter())
    with db.reading() as session:
        assert [each.name for each in accounts(session, both)] == [imap_server.user, "Belasting"]
        assert find_account(session, both, FROM_THE_SETTINGS).user == imap_server.user
    assert fetch(db, clock, both).moved == 2


def test_a_mailbox_of_the_settings_that_is_set_up_here_is_read_once_and_knows_its_mail(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a mail that came in by the mailbox of the settings and stays there
    both = with_imap(settings, imap_server).model_copy(update={"imap_done_folder": ""})
    imap_server.deliver(letter())
    assert fetch(db, clock, both) == Fetched(new=1, filed=1, flagged=1)

    # When the same mailbox is set up in Beheer
    set_up(db, both, imap_server)
    with db.reading() as session:
        assert [each.name for each in accounts(session, both)] == ["Post"]

    # Then the mail is not taken in again
    assert fetch(db, clock, both) == Fetched(seen_again=1, moved=1)


def with_imap(settings: Settings, server: ImapServer) -> Settings:
    return settings.model_copy(
        update={
            "imap_host": server.host,
            "imap_port": server.port,
            "imap_security": "none",
            "imap_user": server.user,
            "imap_password": server.password,
        }
    )


def test_a_mailbox_that_is_off_is_not_read(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    set_up(db, settings, imap_server, active=False)
    imap_server.deliver(letter())
    assert fetch(db, clock, settings) == Fetched()
    assert len(imap_server.raw_messages()) == 1


def test_a_mailbox_that_another_worker_reads_is_left_to_it(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    belasting: ImapServer,
) -> None:
    taken = set_up(db, settings, imap_server, "Bezet")
    set_up(db, settings, belasting, "Vrij")
    imap_server.deliver(letter())
    belasting.deliver(letter())
    with lease(db, clock, lease_name(taken.address), "another", LEASE_SECONDS):
        assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1, busy=1)
    assert len(imap_server.raw_messages()) == 1


def test_long_names_of_mailboxes_have_leases_of_their_own() -> None:
    one, other = lease_name("a" * 200 + "1"), lease_name("a" * 200 + "2")
    assert one != other
    assert len(one) == len(other) <= 120


# --- where mail stays


def test_mail_that_must_stay_is_flagged_and_not_taken_again(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a mailbox without a done folder
    account = set_up(db, settings, imap_server, done_folder="")
    imap_server.deliver(letter())

    # When we look twice, and another letter comes in between
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, flagged=1)
    imap_server.deliver(letter(message_id="<2@inwoner.example>"))
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, flagged=1)
    assert fetch(db, clock, settings) == Fetched()

    # Then both are still there, unread and flagged, and no folder was made
    assert imap_server.folders() == ["INBOX"]
    assert flags_of(imap_server) == [{FLAG}, {FLAG}]
    assert [row.done_at for row in all_of(db, ReceivedMail)] == [clock(), clock()]
    assert last_look(db, account).trouble == ""


def test_what_somebody_marked_as_deleted_is_not_thrown_away_by_us(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    imap_server.deliver(letter())
    with imap_server.session() as connection:
        connection.select("INBOX")
        connection.store("1", "+FLAGS", r"(\Deleted)")
    set_up(db, settings, imap_server, done_folder="")
    assert fetch(db, clock, settings).filed == 1
    assert len(imap_server.raw_messages()) == 1


def test_where_no_flag_of_ours_can_be_kept_the_ledger_tells_what_is_done(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    with bad_line(imap_server.port) as line:
        # Given a server that keeps only the flags that everybody has, and a letter with a star
        line.said = lambda data: data.replace(rb" \*)", b")").replace(FLAG.encode(), b"$Other")
        set_up(db, settings, imap_server, done_folder="", port=line.port)
        imap_server.deliver(letter())
        with imap_server.session() as connection:
            connection.select("INBOX")
            connection.store("1", "+FLAGS", r"(\Flagged)")
        imap_server.deliver(letter())
        # Then the star of somebody else does not hide it from us, and we put one on the other
        assert fetch(db, clock, settings) == Fetched(new=2, filed=2, flagged=2)
        assert fetch(db, clock, settings) == Fetched()
    assert flags_of(imap_server) == [{r"\Flagged"}] * 2


def flags_of(server: ImapServer) -> list[set[str]]:
    with server.session() as connection:
        connection.select("INBOX", readonly=True)
        _status, said = connection.fetch("1:*", "(FLAGS)")
        found = [each.decode().split("FLAGS (")[1].split(")")[0].split() for each in said]
        return [set(flags) - {r"\Recent"} for flags in found]


def test_a_server_that_cannot_move_copies_and_deletes(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a server without MOVE, and a mail that somebody else marked as deleted meanwhile
    set_up(db, settings, imap_server, host=BARE_HOST)
    imap_server.deliver(letter())
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1)
    assert imap_server.raw_messages() == []
    assert len(imap_server.raw_messages("Verwerkt")) == 1


def test_a_folder_of_our_own_and_a_password_with_an_accent_are_understood(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    account = set_up(db, settings, imap_server, folder="Nieuwe póst", done_folder="Klaar & weg")
    with imap_server.session() as connection:
        connection.create('"Nieuwe p&APM-st"')
        connection.append('"Nieuwe p&APM-st"', "", "", letter())
    assert fetch(db, clock, settings).moved == 1

    secret_files(settings).write(account.code, Secret.PASSWORD, "één verkeerd wachtwoord")
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, settings)
    assert str(refused.value.message).startswith("De mailserver laat ons niet in de postbus.")


# --- other numbers (UIDVALIDITY)


NUMBERINGS = count(1_000_000_000)


def renumber(server: ImapServer, folder: str = "INBOX") -> None:
    """Let the server give every mail another number, as after a restore."""
    held = server.raw_messages(folder)
    mail = server.certificate.parent / "mail" / server.user
    for each in mail.glob("dovecot*"):
        each.unlink()
    files = sorted([*(mail / "cur").iterdir(), *(mail / "new").iterdir()])
    (mail / "dovecot-uidlist").write_text(
        f"3 V{next(NUMBERINGS)} N{100 + len(files)}\n"
        + "".join(f"{100 + n} :{file.name}\n" for n, file in enumerate(files))
    )
    shutil.chown(mail / "dovecot-uidlist", *owner_of(mail))
    assert sorted(server.raw_messages(folder)) == sorted(held)


def owner_of(path: Path) -> tuple[int, int]:
    return path.stat().st_uid, path.stat().st_gid


def uidvalidity_of(server: ImapServer) -> int:
    with server.session() as connection:
        connection.select("INBOX", readonly=True)
        return int(connection.response("UIDVALIDITY")[1][0])


def test_mail_that_stays_is_recognised_when_the_server_gives_it_other_numbers(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given three mails that stay, of which two are alike to the last byte
    set_up(db, settings, imap_server, done_folder="")
    for raw in (letter(), letter(), letter("Iets anders.")):
        imap_server.deliver(raw)
    assert fetch(db, clock, settings).filed == 3
    before = uidvalidity_of(imap_server)

    # When the server loses its numbers and our flags, and another one like the first comes in
    renumber(imap_server)
    with imap_server.session() as connection:
        connection.select("INBOX")
        connection.store("1:*", "-FLAGS", f"({FLAG})")
    assert uidvalidity_of(imap_server) != before
    imap_server.deliver(letter())

    # Then only that one is new
    assert fetch(db, clock, settings) == Fetched(new=1, seen_again=3, filed=1, flagged=4)
    assert len(all_of(db, Case)) == 4
    rows = all_of(db, ReceivedMail)
    assert {row.uidvalidity for row in rows} == {uidvalidity_of(imap_server)}
    assert fetch(db, clock, settings) == Fetched()


def test_mail_that_did_not_get_out_is_recognised_under_another_number(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    # Given a mail that was filed by a worker that died before it moved the mail
    account = set_up(db, settings, imap_server)
    imap_server.deliver(letter())
    file_without_moving(db, clock, settings)

    # When the server gives it another number, then it is moved and not filed again
    renumber(imap_server)
    assert fetch(db, clock, settings) == Fetched(seen_again=1, moved=1)
    assert len(all_of(db, Case)) == 1

    # And the same bytes that come in after they had left are new mail
    imap_server.deliver(letter())
    renumber(imap_server)
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1)
    assert last_look(db, account).trouble == ""


def file_without_moving(db: Database, clock: Clock, settings: Settings) -> None:
    with db.changing() as session:
        session.exec(select(Mailbox)).one().done_folder = ""
    assert fetch(db, clock, settings).flagged == 1
    with db.changing() as session:
        session.exec(select(Mailbox)).one().done_folder = "Verwerkt"
        session.exec(select(ReceivedMail)).one().done_at = None


def test_a_server_without_lasting_numbers_is_refused_in_a_sentence(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    imap_server.deliver(letter())
    with bad_line(imap_server.port) as line:
        line.said = lambda data: data.replace(b"[UIDVALIDITY", b"[UIDNOTHING")
        account = set_up(db, settings, imap_server, port=line.port)
        with pytest.raises(Unavailable):
            fetch(db, clock, settings)
    assert "geen vast nummer" in last_look(db, account).trouble
    assert all_of(db, ReceivedMail) == []


# --- trouble


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"host": "bestaat-niet.example"}, "Er is geen mailserver met deze naam."),
        ({"folder": "Bestaat niet"}, "De map voor nieuwe post is er niet in deze postbus."),
        ({"done_folder": "INBOX"}, "De map voor verwerkte post is dezelfde"),
        ({"done_folder": "Slecht/\x01naam"}, "De map voor verwerkte post kan niet"),
        ({"security": Security.TLS}, "Op deze poort spreekt de mailserver geen TLS."),
    ],
)
def test_what_is_wrong_with_a_mailbox_is_kept_in_a_sentence(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    changed: dict[str, object],
    said: str,
) -> None:
    imap_server.deliver(letter())
    account = set_up(db, settings, imap_server, **changed)
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, account).trouble.startswith(said)
    assert len(imap_server.raw_messages()) == 1


def test_a_password_that_is_not_there_yet_is_said(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    account = set_up(db, settings, imap_server)
    secret_files(settings).path(account.code, Secret.PASSWORD).unlink()
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert "is er nog niet" in last_look(db, account).trouble


def test_a_wrong_password_is_not_tried_on_and_on(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    with bad_line(imap_server.port) as line:
        # Given a password that is wrong
        account = set_up(db, settings, imap_server, port=line.port)
        secret_files(settings).write(account.code, Secret.PASSWORD, "fout")
        with pytest.raises(Unavailable):
            fetch(db, clock, settings)

        # When we look every minute for an hour
        for _ in range(60):
            clock.forward(timedelta(minutes=1))
            try:
                assert fetch(db, clock, settings) == Fetched(resting=1)
            except Unavailable:
                continue

        # Then it was tried a few times only
        assert line.calls <= 8
        assert last_look(db, account).refused == line.calls

        # And when the password is mended, the next look after the rest goes well
        secret_files(settings).write(account.code, Secret.PASSWORD, imap_server.password)
        imap_server.deliver(letter())
        clock.forward(LONGEST_REST)
        assert fetch(db, clock, settings).filed == 1
    assert (last_look(db, account).refused, last_look(db, account).rest_until) == (0, None)


def test_the_rest_grows_to_a_quarter_of_an_hour() -> None:
    minutes = [rest_after(times).total_seconds() / 60 for times in (1, 2, 3, 4, 5, 50)]
    assert minutes == [2, 4, 8, 15, 15, 15]


def test_a_server_that_is_busy_is_no_wrong_password(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    with bad_line(imap_server.port) as line:
        line.said = lambda data: data.replace(b"NO [AUTHENTICATIONFAILED]", b"NO [UNAVAILABLE]")
        account = set_up(db, settings, imap_server, port=line.port)
        secret_files(settings).write(account.code, Secret.PASSWORD, "fout")
        with pytest.raises(Unavailable):
            fetch(db, clock, settings)
    assert last_look(db, account).refused == 0
    assert last_look(db, account).trouble.startswith("De mailserver is nu niet bereikbaar.")


@pytest.mark.parametrize("moment", [b"BODY[]", b"MOVE", b"Logged in"])
def test_a_line_that_breaks_loses_and_doubles_nothing(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, moment: bytes
) -> None:
    for number in range(3):
        imap_server.deliver(letter(message_id=f"<{number}@inwoner.example>"))
    with bad_line(imap_server.port) as line:
        account = set_up(db, settings, imap_server, port=line.port)

        # Given a line that breaks when the server says this
        def broken(data: bytes) -> bytes:
            if moment in data:
                line.cut()
                return b""
            return data

        line.said = broken
        with pytest.raises(Unavailable):
            fetch(db, clock, settings)
        assert last_look(db, account).trouble.startswith("De mailserver is nu niet bereikbaar.")

        # When it is mended
        line.said = bytes
        fetch(db, clock, settings)
    assert len(all_of(db, Case)) == 3
    assert [row.state for row in all_of(db, ReceivedMail)] == [MailState.FILED] * 3
    assert len(imap_server.raw_messages("Verwerkt")) == 3


# --- the disk


def test_with_little_room_on_the_disk_mail_waits_in_its_mailbox(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    log: Log,
) -> None:
    # Given a disk with less room than there must be
    account = set_up(db, settings, imap_server)
    imap_server.deliver(letter())
    free = shutil.disk_usage(settings.instance).free // 2**20
    little = settings.model_copy(update={"least_free_mb": free + 1_000_000})
    with pytest.raises(Unavailable):
        fetch(db, clock, little)

    # Then health and log say why, and the mail is where it was
    assert last_look(db, account).trouble.startswith("De schijf is vol, of bijna.")
    assert any("free_mb" in str(line) for line in log.problems())
    assert len(imap_server.raw_messages()) == 1

    # And it goes on by itself
    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1)
    assert last_look(db, account).trouble == ""
