"""Can an administrator set up a mailbox, see whether it works, and mend it when it does not?"""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from jobs.mailbox import run as take_in_mail
from jobs.worker import JOBS
from tests.browsing import Colleague, Log, Office, log
from tests.clock import MovableClock
from tests.intake.letters import letter
from tests.intake.mailboxes import set_up
from tests.servers.dovecot import BARE_HOST, ImapServer
from tests.servers.parts import free_port
from tests.servers.proxy import bad_line
from tests.servers.tokens import CLIENT, CLIENT_SECRET, REFRESH_TOKEN, SCOPE
from tracker.base import heartbeat
from tracker.base.config import Settings
from tracker.base.errors import Unavailable
from tracker.intake.accounts import Account, secret_files
from tracker.intake.looks import look_failed, look_went_well
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import Mailbox, SignIn
from tracker.register.models import Case

__all__ = ["log"]

NEW = "/beheer/postbussen/nieuw"


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_tables_url") if request.param == "postgres" else ""
    return Settings(instance=tmp_path, database_url=url, mail_from="post@gemeente.example")


@pytest.fixture
def clock() -> MovableClock:
    """Stand still a day ahead of the mail server, which keeps its own time."""
    return MovableClock(datetime.now(UTC) + timedelta(days=1))  # noqa: TID251


@pytest.fixture(autouse=True)
def trusted(imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate of the mail server."""
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.certificate))


def filled(server: ImapServer, **changed: object) -> dict[str, object]:
    """Return what an administrator fills in about the mailbox on *server*."""
    values: dict[str, object] = {
        "version": 0,
        "name": "Klantcontact",
        "active": "y",
        "host": "localhost",
        "port": server.tls_port,
        "security": "tls",
        "user_name": server.user,
        "sign_in": "password",
        "password": server.password,
        "folder": "INBOX",
        "done_folder": "Verwerkt",
        "team_id": 0,
        "default_subject_id": 0,
    }
    return {name: value for name, value in (values | changed).items() if value is not None}


def rows(office: Office) -> list[Mailbox]:
    with office.house.db.reading() as session:
        return list(session.exec(select(Mailbox).order_by(Mailbox.id)).all())


def account(office: Office, server: ImapServer, **changed: object) -> Account:
    return set_up(office.house.db, office.settings, server, **changed)


def test_a_mailbox_is_set_up_tested_and_read(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    # Given an office without a mailbox
    imap_server.deliver(letter())
    assert "Nog geen postbus" in admin.get("/beheer/postbussen").text
    form = admin.get(NEW)
    assert (form.value("folder"), form.value("done_folder")) == ("INBOX", "Verwerkt")

    # When the administrator adds one, with a team and a subject, and tests it
    house = office.house
    more = {"team_id": house.stranger.team_id, "default_subject_id": house.question.id}
    page = admin.follow(admin.post(NEW, filled(imap_server, **more)))
    assert "De postbus is toegevoegd. Test nu de verbinding." in page.text
    tried = admin.post("/beheer/postbussen/1/proef")

    # Then it tells what it found, and took nothing
    assert tried.status == 200
    for sentence in (
        "Aanmelden lukt.",
        "De map INBOX heeft 1 bericht.",
        "De map Verwerkt voor verwerkte post is er nog niet. Tijdig maakt hem.",
        "De server kan berichten verplaatsen (MOVE).",
        "De server meldt nieuwe post meteen (IDLE).",
        "Mappen in deze postbus: INBOX.",
    ):
        assert sentence in tried.text
    assert len(imap_server.raw_messages()) == 1
    assert imap_server.folders() == ["INBOX"]

    # And the worker reads it, the case goes where the mailbox says, and the list shows that
    take_in_mail(house.db, office.clock, office.settings)
    with house.db.reading() as session:
        case = session.exec(select(Case)).one()
    assert (case.team_id, case.subject_id) == (house.stranger.team_id, house.question.id)
    listed = admin.get("/beheer/postbussen").text
    assert re.search(r"Klantcontact loopt goed .* uur .* uur niets", listed)


def test_a_password_is_kept_in_a_file_and_shown_nowhere(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    secret = "hoogst-geheim-\N{LATIN SMALL LETTER E WITH DIAERESIS}"
    admin.post(NEW, filled(imap_server, password=secret))
    files = secret_files(office.settings)
    assert files.read("klantcontact", Secret.PASSWORD) == secret
    seen = [
        admin.get(path).markup
        for path in (
            "/beheer/postbussen",
            "/beheer/postbussen/1",
            "/beheer/postbussen/1/wijzigen",
        )
    ]
    seen.append(admin.post(NEW, filled(imap_server, password=secret)).markup)  # refused
    seen.append(admin.post("/beheer/postbussen/1/proef").markup)
    assert all(secret not in markup for markup in seen)
    assert "Wachtwoord: bewaard op" in admin.get("/beheer/postbussen/1").text
    assert [row for row in rows(office) if secret in row.model_dump_json()] == []


def test_a_mailbox_is_changed_and_keeps_its_password(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    admin.post(NEW, filled(imap_server))
    path = "/beheer/postbussen/1/wijzigen"
    form = admin.get(path)
    assert form.value("password") in (None, "")
    assert form.value("host") == "localhost"

    version = form.value("version")
    changed = filled(imap_server, version=version, password="", name="Burgers", done_folder="")
    page = admin.follow(admin.post(path, changed))
    assert "De postbus is bewaard." in page.text
    (row,) = rows(office)
    assert (row.name, row.code, row.done_folder) == ("Burgers", "klantcontact", "")
    kept = secret_files(office.settings).read("klantcontact", Secret.PASSWORD)
    assert kept == imap_server.password

    # And who had the page open meanwhile is told
    late = admin.post(path, changed)
    assert late.status == 409
    assert "Een collega heeft deze postbus veranderd." in late.text


def test_a_password_is_not_sent_to_another_server_by_who_does_not_know_it(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    admin.post(NEW, filled(imap_server))
    path = "/beheer/postbussen/1/wijzigen"
    version = rows(office)[0].version
    elsewhere = filled(imap_server, version=version, host="imap.elders.example", password="")
    refused = admin.post(path, elsewhere)
    assert refused.errors() == [
        "Wachtwoord: Vul dit opnieuw in: het gaat nu naar een andere server."
    ]
    assert rows(office)[0].host == "localhost"
    assert admin.post(path, elsewhere | {"password": "nieuw"}).status == 303


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name": " "}, "Naam: Vul dit in."),
        ({"host": ""}, "Mailserver: Vul dit in."),
        ({"host": "https://imap.gemeente.example"}, "Mailserver: Vul alleen de naam in"),
        ({"port": "0"}, "Poort: Vul een poort in van 1 tot en met 65535."),
        ({"port": "abc"}, "Poort: Vul een poort in van 1 tot en met 65535."),
        ({"security": "none"}, "Beveiliging: Kies een van de mogelijkheden."),
        ({"port": "993", "security": "starttls"}, "Poort: Poort 993 is voor TLS."),
        ({"user_name": ""}, "Gebruikersnaam: Vul dit in."),
        ({"user_name": "a\r\nb"}, "Gebruikersnaam: Hier staat een teken in dat niet mag"),
        ({"password": "a\r\nB2 LOGOUT"}, "Wachtwoord: Hier staat een teken in dat niet mag"),
        ({"folder": ""}, "Map met nieuwe post: Vul dit in."),
        ({"done_folder": "inbox"}, "Map voor verwerkte post: Kies een andere map"),
        ({"sign_in": "client"}, "Adres voor tokens: Vul een adres in dat begint met https://."),
        (
            {"sign_in": "client", "token_url": "http://tokens.example/"},
            "Adres voor tokens: Vul een adres in dat begint met https://.",
        ),
        ({"sign_in": "refresh", "token_url": "https://tokens.example/"}, "Client-ID: Vul de"),
        ({"team_id": 99}, "Team: Kies een van de mogelijkheden."),
        ({"default_subject_id": "x"}, "Onderwerp: Kies een van de mogelijkheden."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    office: Office,
    admin: Colleague,
    imap_server: ImapServer,
    changed: dict[str, object],
    error: str,
) -> None:
    page = admin.post(NEW, filled(imap_server, **changed))
    assert page.status == 422
    assert [each for each in page.errors() if each.startswith(error)], page.errors()
    assert rows(office) == []
    assert not office.settings.secrets_path.exists()


def test_a_name_and_a_folder_are_for_one_mailbox(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    admin.post(NEW, filled(imap_server))
    double = admin.post(NEW, filled(imap_server, host="LOCALHOST", folder="Inbox", name="Ander"))
    assert double.errors() == ["Map met nieuwe post: Deze map van deze postbus lezen wij al."]
    namesake = admin.post(NEW, filled(imap_server, name="KLANTCONTACT", folder="Anders"))
    assert namesake.errors() == ["Naam: Er is al een postbus met deze naam."]

    # And names that look alike have secrets of their own
    for name in ("Klant-contact!", "Klant contact", "\N{GREEK SMALL LETTER ALPHA}"):
        assert admin.post(NEW, filled(imap_server, name=name, folder=name)).status == 303
    codes = [row.code for row in rows(office)]
    assert codes == ["klantcontact", "klant-contact", "klant-contact-2", "postbus"]


def test_a_subject_that_an_email_cannot_have_is_not_offered(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    offered = admin.get(NEW).tree.xpath("//select[@name='default_subject_id']/option/text()")
    assert office.house.question.name in offered
    assert office.house.objection.name not in offered
    wrong = filled(imap_server, default_subject_id=office.house.objection.id)
    assert admin.post(NEW, wrong).status == 422


def test_a_secret_that_cannot_be_kept_leaves_no_mailbox(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    office.settings.secrets_path.write_text("here no folder can be made")
    page = admin.post(NEW, filled(imap_server))
    assert page.status == 503
    assert "Het wachtwoord kon niet worden bewaard." in page.text
    assert imap_server.password not in page.markup
    assert rows(office) == []


# --- testing the connection


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"host": "bestaat-niet.example"}, "Er is geen mailserver met deze naam."),
        ({"host": "127.0.0.1", "port": free_port()}, "De mailserver is nu niet bereikbaar. Klopt"),
        ({"host": BARE_HOST}, "Het certificaat van de mailserver klopt niet"),
        ({"password": "fout"}, "De mailserver laat ons niet in de postbus."),
        ({"password": ""}, "Het wachtwoord van deze postbus is er nog niet."),
        ({"folder": "Bestaat niet"}, "De map voor nieuwe post is er niet in deze postbus."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    admin: Colleague, imap_server: ImapServer, changed: dict[str, object], said: str
) -> None:
    admin.post(NEW, filled(imap_server, **changed))
    page = admin.post("/beheer/postbussen/1/proef")
    assert page.status == 200
    assert said in page.one("notice--error")
    assert "Aanmelden lukt" not in page.text


def test_starttls_works_too_and_is_not_left_out_when_a_server_lacks_it(
    admin: Colleague, imap_server: ImapServer
) -> None:
    with bad_line(imap_server.port) as line:
        admin.post(NEW, filled(imap_server, security="starttls", port=line.port))
        assert "Aanmelden lukt." in admin.post("/beheer/postbussen/1/proef").text
        line.said = lambda data: data.replace(b"STARTTLS", b"STARTXXX")
        page = admin.post("/beheer/postbussen/1/proef")
    assert "De mailserver kent geen STARTTLS." in page.one("notice--error")


def test_a_server_that_can_do_little_and_a_mailbox_where_mail_stays_are_told_of(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    account(office, imap_server, name="Kaal", host=BARE_HOST)
    account(office, imap_server, name="Blijft", done_folder="")
    bare = admin.post("/beheer/postbussen/1/proef").text
    assert "De server kan niet verplaatsen (MOVE)." in bare
    assert "De server meldt nieuwe post niet (IDLE)." in bare
    stays = admin.post("/beheer/postbussen/2/proef").text
    assert "Verwerkte post blijft staan en krijgt een markering van Tijdig." in stays
    assert "MOVE" not in stays


@pytest.mark.parametrize("sign_in", ["client", "refresh"])
def test_oauth_is_set_up_and_tested_with_a_token_of_now(
    office: Office, admin: Colleague, imap_server: ImapServer, sign_in: str
) -> None:
    tokens = imap_server.tokens
    secrets = {"client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}
    given = {"token_url": tokens.token_url, "client_id": CLIENT, "scope": SCOPE, **secrets}
    admin.post(NEW, filled(imap_server, sign_in=sign_in, password=None, **given))
    assert "Aanmelden lukt." in admin.post("/beheer/postbussen/1/proef").text
    assert "Aanmelden lukt." in admin.post("/beheer/postbussen/1/proef").text
    assert len(tokens.asked) == 2
    kept = secret_files(office.settings)
    assert kept.read("klantcontact", Secret.CLIENT_SECRET) == CLIENT_SECRET
    refresh = REFRESH_TOKEN if sign_in == "refresh" else ""
    assert kept.read("klantcontact", Secret.REFRESH_TOKEN) == refresh


def test_a_mailbox_that_rests_is_tried_again_once_the_test_goes_well(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    # Given a mailbox that rests, because the password was wrong
    db, clock, settings = office.house.db, office.clock, office.settings
    account(office, imap_server)
    secret_files(settings).write("post", Secret.PASSWORD, "fout")
    imap_server.deliver(letter())
    with pytest.raises(Unavailable):
        take_in_mail(db, clock, settings)
    page = admin.get("/beheer/postbussen/1").text
    assert "De mailserver laat ons niet in de postbus." in page
    assert "De aanmelding is geweigerd." in page
    assert take_in_mail(db, clock, settings).startswith("resting 1")

    # When the password is mended and the connection tested
    secret_files(settings).write("post", Secret.PASSWORD, imap_server.password)
    assert "Aanmelden lukt." in admin.post("/beheer/postbussen/1/proef").text

    # Then the mail comes in at the next look
    assert take_in_mail(db, clock, settings).startswith("new 1, filed 1, moved 1")


def test_the_mailbox_of_the_settings_is_shown_and_tested_but_not_changed(
    office: Office, admin: Colleague, imap_server: ImapServer, settings: Settings
) -> None:
    named = settings.model_copy(
        update={
            "imap_host": "localhost",
            "imap_port": imap_server.tls_port,
            "imap_user": imap_server.user,
            "imap_password": imap_server.password,
        }
    )
    here = office.app.extensions["tracker"]
    office.app.extensions["tracker"] = type(here)(here.db, here.clock, named, here.files)
    assert imap_server.user in admin.get("/beheer/postbussen").text
    page = admin.get("/beheer/postbussen/0")
    assert "Deze postbus staat in de instellingen van de server." in page.text
    assert "Aanmelden lukt." in admin.post("/beheer/postbussen/0/proef").text
    assert admin.get("/beheer/postbussen/0/wijzigen").status == 404


def test_a_mailbox_that_is_not_there_is_not_found(admin: Colleague) -> None:
    for path in ("/beheer/postbussen/9", "/beheer/postbussen/9/wijzigen", "/beheer/postbussen/0"):
        assert admin.get(path).status == 404
    assert admin.post("/beheer/postbussen/9/proef").status == 404


def test_mailboxes_are_for_administrators(
    office: Office, handler: Colleague, imap_server: ImapServer
) -> None:
    account(office, imap_server)
    for path in ("/beheer/postbussen", NEW, "/beheer/postbussen/1"):
        assert handler.get(path).status == 403
    assert handler.post("/beheer/postbussen/1/proef").status == 403


def test_the_log_tells_what_was_tried_without_names(
    office: Office,
    admin: Colleague,
    imap_server: ImapServer,
    log: Log,
) -> None:
    admin.post(NEW, filled(imap_server, password="heel-fout-wachtwoord"))
    admin.post("/beheer/postbussen/1/proef")
    events = [line["event"] for line in log.lines()]
    assert "mailbox_added" in events
    assert "mailbox_tried" in events
    assert imap_server.user not in log.text
    assert "heel-fout" not in log.text


# --- health


def everything_runs(office: Office) -> None:
    for job in JOBS:
        heartbeat.begin(office.house.db, office.clock, job)
        heartbeat.end(office.house.db, office.clock, job, "", failed=False)


def health(office: Office) -> dict[str, object]:
    told: dict[str, object] = json.loads(office.app.test_client().get("/health").get_data())
    return told


def test_health_tells_of_each_mailbox(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    # Given a mailbox that works, one in trouble, one that is off and one that is new
    db, clock = office.house.db, office.clock
    works = account(office, imap_server, name="Werkt", folder="A")
    broken = account(office, imap_server, name="Kapot", folder="B")
    account(office, imap_server, name="Uit", folder="C", active=False)
    account(office, imap_server, name="Nieuw", folder="D")
    look_went_well(db, clock, works, found_mail=False)
    everything_runs(office)
    assert health(office)["status"] == "ok"
    look_failed(db, clock, broken, "De mailserver antwoordt niet. Controleer naam en poort.")

    # Then the monitor hears of each by its number, and the page shows each by its name
    told = health(office)
    assert told["status"] == "late"
    assert told["mailboxes"] == {
        "1": {"state": "ok", "worked_at": clock().isoformat()},
        "2": {"state": "trouble", "worked_at": None},
        "3": {"state": "off", "worked_at": None},
        "4": {"state": "never", "worked_at": None},
    }
    page = admin.get("/beheer").text
    assert "Er is iets dat niet loopt." in page
    assert re.search(r"Kapot loopt niet nog niet nog geen De mailserver antwoordt niet\.", page)
    assert re.search(r"Werkt loopt goed \d+ \w+ \d+ om [\d.]+ uur nog geen niets", page)


def test_a_mailbox_that_nobody_reads_is_told_of(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    look_went_well(office.house.db, office.clock, account(office, imap_server), found_mail=False)
    office.clock.forward(timedelta(minutes=76))
    everything_runs(office)
    assert health(office)["status"] == "late"
    assert "wordt niet gelezen" in admin.get("/beheer").text


def test_a_full_disk_is_told_of(office: Office, admin: Colleague) -> None:
    everything_runs(office)
    here = office.app.extensions["tracker"]
    full = here.settings.model_copy(update={"least_free_mb": 10**9})
    office.app.extensions["tracker"] = type(here)(here.db, here.clock, full, here.files)
    told = health(office)
    assert told["status"] == "late"
    assert told["disk"]["has_room"] is False  # type: ignore[index]
    assert "De schijf is vol, of bijna" in admin.get("/beheer").text


def test_a_way_of_signing_in_is_shown_in_words(
    office: Office, admin: Colleague, imap_server: ImapServer
) -> None:
    account(office, imap_server, sign_in=SignIn.REFRESH)
    page = admin.get("/beheer/postbussen/1").text
    assert admin.user.name in page  # at the top: who is signed in
    assert "Met OAuth 2, met toestemming van een gebruiker (refresh token)" in page
    assert "Refresh token: bewaard op" in page
    assert admin.get("/beheer/postbussen/1/wijzigen").value("sign_in") == "refresh"
