"""Does a mailbox open with OAuth 2, as at Microsoft 365, and is the token kept safe?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.browsing import Log, log
from tests.clock import MovableClock
from tests.intake.letters import letter
from tests.intake.mailboxes import last_look, set_up
from tests.servers.dovecot import ImapServer
from tests.servers.parts import free_port
from tests.servers.proxy import bad_line
from tests.servers.tokens import CLIENT, CLIENT_SECRET, REFRESH_TOKEN, SCOPE
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.intake.accounts import secret_files
from tracker.intake.fetching import fetch
from tracker.intake.mailbox import Fetched
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import SignIn

__all__ = ["log"]


@pytest.fixture
def clock() -> MovableClock:
    """Stand still a day ahead of the mail server, which keeps its own time."""
    return MovableClock(datetime.now(UTC) + timedelta(days=1))  # noqa: TID251


@pytest.fixture(autouse=True)
def trusted(imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate of the server that gives tokens."""
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.certificate))


def test_an_application_signs_in_by_itself(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    account = set_up(db, settings, imap_server, sign_in=SignIn.CLIENT)
    imap_server.deliver(letter())

    assert fetch(db, clock, settings) == Fetched(new=1, filed=1, moved=1)

    assert imap_server.tokens.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": CLIENT,
            "client_secret": CLIENT_SECRET,
            "scope": SCOPE,
        }
    ]
    assert last_look(db, account).trouble == ""


def test_consent_that_somebody_gave_once_signs_in(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    set_up(db, settings, imap_server, sign_in=SignIn.REFRESH)
    imap_server.deliver(letter())
    assert fetch(db, clock, settings).filed == 1
    (asked,) = imap_server.tokens.asked
    assert asked["grant_type"] == "refresh_token"
    assert asked["refresh_token"] == REFRESH_TOKEN


def test_a_token_is_used_until_shortly_before_it_ends(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    set_up(db, settings, imap_server, sign_in=SignIn.CLIENT)
    tokens = imap_server.tokens
    # Given a token that lasts an hour
    for minutes, times in ((0, 1), (50, 1), (4, 1), (2, 2), (30, 2)):
        clock.forward(timedelta(minutes=minutes))
        fetch(db, clock, settings)
        # Then a new one is asked five minutes before it ends, and not sooner
        assert len(tokens.asked) == times, minutes
    assert len(set(tokens.shown) & tokens.given) == 2


def test_a_server_that_gives_tokens_for_minutes_is_not_asked_at_every_look(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    set_up(db, settings, imap_server, sign_in=SignIn.CLIENT)
    imap_server.tokens.lifetime = 240
    for _ in range(3):
        fetch(db, clock, settings)
        clock.forward(timedelta(minutes=1))
    assert len(imap_server.tokens.asked) == 1


def test_a_token_that_was_withdrawn_is_replaced_within_the_same_look(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    set_up(db, settings, imap_server, sign_in=SignIn.CLIENT)
    fetch(db, clock, settings)
    imap_server.tokens.withdraw()
    imap_server.deliver(letter())
    assert fetch(db, clock, settings).filed == 1
    assert len(imap_server.tokens.asked) == 2


def test_a_refresh_token_that_takes_the_place_of_ours_is_kept(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    account = set_up(db, settings, imap_server, sign_in=SignIn.REFRESH)
    tokens, files = imap_server.tokens, secret_files(settings)
    tokens.rotates = True
    for number in range(3):
        imap_server.deliver(letter(message_id=f"<{number}@inwoner.example>"))
        assert fetch(db, clock, settings).filed == 1
        assert files.read(account.code, Secret.REFRESH_TOKEN) == tokens.refresh_token
        clock.forward(timedelta(hours=1))
    assert files.path(account.code, Secret.REFRESH_TOKEN).stat().st_mode & 0o777 == 0o600


def test_a_token_is_written_nowhere(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    log: Log,
) -> None:
    # Given a look that went well, and one that failed
    account = set_up(db, settings, imap_server, sign_in=SignIn.CLIENT)
    imap_server.deliver(letter())
    fetch(db, clock, settings)
    secret_files(settings).write(account.code, Secret.CLIENT_SECRET, "verkeerd-geheim")
    clock.forward(timedelta(hours=2))
    with pytest.raises(Unavailable) as refused:
        fetch(db, clock, settings)
    db.close()

    # Then no token and no secret is in the database, the files of the instance, log or error
    folder = settings.instance
    kept = b"".join(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(settings.secrets_path)
    )
    said = (log.text + repr(refused.value) + str(refused.value.details)).encode()
    hidden = [*imap_server.tokens.given, CLIENT_SECRET, "verkeerd-geheim", imap_server.password]
    assert len(hidden) == 4
    assert [secret for secret in hidden if secret.encode() in kept + said] == []


@pytest.mark.parametrize(
    ("sign_in", "which", "said"),
    [
        (SignIn.CLIENT, Secret.CLIENT_SECRET, "De aanmeldserver kent onze toepassing niet"),
        (SignIn.REFRESH, Secret.REFRESH_TOKEN, "De toestemming voor deze postbus is verlopen"),
    ],
)
def test_a_secret_that_is_wrong_is_said_and_not_tried_on_and_on(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    sign_in: SignIn,
    which: Secret,
    said: str,
) -> None:
    account = set_up(db, settings, imap_server, sign_in=sign_in)
    secret_files(settings).write(account.code, which, "fout")
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, account).trouble.startswith(said)
    assert fetch(db, clock, settings) == Fetched(resting=1)
    assert len(imap_server.tokens.asked) == 1


@pytest.mark.parametrize(
    ("changed", "answer", "said"),
    [
        ({"scope": "iets-anders"}, None, "De aanmeldserver geeft ons niet wat wij vragen."),
        ({}, (500, b"kapot"), "De aanmeldserver is nu niet bereikbaar."),
        ({}, (200, b"<html>Welkom</html>"), "Op het adres voor tokens antwoordt geen"),
        ({}, (302, b""), "Op het adres voor tokens antwoordt geen"),
        ({}, (200, b"{}"), "De aanmeldserver gaf geen token."),
    ],
)
def test_what_is_wrong_with_the_server_that_gives_tokens_is_said(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    changed: dict[str, str],
    answer: tuple[int, bytes] | None,
    said: str,
) -> None:
    imap_server.tokens.answer = answer
    account = set_up(db, settings, imap_server, sign_in=SignIn.CLIENT, **changed)
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, account).trouble.startswith(said)


def test_a_server_for_tokens_that_is_away_or_that_nobody_vouches_for_is_said(
    db: Database,
    clock: MovableClock,
    settings: Settings,
    imap_server: ImapServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"https://localhost:{free_port()}/token"
    away = set_up(db, settings, imap_server, "Away", sign_in=SignIn.CLIENT, token_url=url)
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, away).trouble == "De aanmeldserver is nu niet bereikbaar."

    monkeypatch.delenv("SSL_CERT_FILE")
    other = imap_server.mailbox_of("ander@gemeente.example")
    strange = set_up(db, settings, other, "Vreemd", sign_in=SignIn.CLIENT)
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, strange).trouble.startswith("Het certificaat van de aanmeldserver klopt")


@pytest.mark.parametrize("which", [Secret.CLIENT_SECRET, Secret.REFRESH_TOKEN])
def test_a_secret_that_is_not_there_yet_is_said(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, which: Secret
) -> None:
    sign_in = SignIn.REFRESH if which is Secret.REFRESH_TOKEN else SignIn.CLIENT
    account = set_up(db, settings, imap_server, sign_in=sign_in)
    secret_files(settings).path(account.code, which).unlink()
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, account).trouble.startswith("Het geheim voor deze postbus is er nog niet")
    assert imap_server.tokens.asked == []


def test_a_token_for_the_mailbox_of_another_does_not_open_this_one(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    other = imap_server.mailbox_of("ander@gemeente.example")
    account = set_up(db, settings, other, sign_in=SignIn.CLIENT)
    with pytest.raises(Unavailable):
        fetch(db, clock, settings)
    assert last_look(db, account).trouble.startswith("De mailserver laat ons niet in de postbus.")


def test_a_mail_server_without_oauth_is_said_before_a_token_is_asked(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer
) -> None:
    with bad_line(imap_server.port) as line:
        line.said = lambda data: data.replace(b"AUTH=XOAUTH2", b"AUTH=OTHER")
        account = set_up(db, settings, imap_server, sign_in=SignIn.CLIENT, port=line.port)
        with pytest.raises(Unavailable):
            fetch(db, clock, settings)
    assert "kent aanmelden met OAuth 2 (XOAUTH2) niet" in last_look(db, account).trouble
    assert imap_server.tokens.asked == []


def test_a_folder_for_secrets_may_be_one_that_we_can_only_read(
    db: Database, clock: MovableClock, settings: Settings, imap_server: ImapServer, tmp_path: Path
) -> None:
    # Given secrets that whoever looks after the machine put there, with a line break at the end
    given = tmp_path / "run" / "secrets"
    given.mkdir(parents=True)
    (given / "post.password").write_text(f"{imap_server.password}\n")
    elsewhere = settings.model_copy(update={"secrets_folder": str(given)})
    set_up(db, settings, imap_server)
    secret_files(settings).path("post", Secret.PASSWORD).unlink()
    imap_server.deliver(letter())
    assert fetch(db, clock, elsewhere).filed == 1
