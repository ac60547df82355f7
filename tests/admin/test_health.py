"""Can somebody, or a monitor, see at a glance whether everything runs?"""

import json
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient

from jobs.worker import JOBS
from tests.browsing import Colleague, Office
from tests.clock import MovableClock
from tracker.app import create_app
from tracker.base import heartbeat
from tracker.base.config import Settings
from tracker.intake.models import ReceivedMail
from tracker.outbox.service import Mail, queue_mail


def run_all(office: Office) -> None:
    for job in JOBS:
        heartbeat.begin(office.house.db, office.clock, job)
        office.clock.forward(timedelta(seconds=2))
        heartbeat.end(office.house.db, office.clock, job, "3 sent", failed=False)


def wait_for_leaving(office: Office) -> None:
    with office.house.db.changing() as session:
        mail = Mail(key="een", recipient="jo@inwoner.example", subject="Geheim", text="Beste Jo")
        queue_mail(session, office.clock(), office.settings, mail)


def asked(client: FlaskClient) -> dict[str, object]:
    told: dict[str, object] = json.loads(client.get("/health").get_data())
    return told


def test_a_monitor_is_told_without_a_name(office: Office) -> None:
    client = office.app.test_client()
    assert asked(client)["status"] == "late"
    run_all(office)
    told = asked(client)
    assert told["status"] == "ok"
    assert set(told) == {
        *("status", "jobs", "mailboxes", "disk", "mail_out", "mail_in", "oldest_unsent")
    }
    assert told["jobs"]["outbox"]["seconds"] == 2.0  # type: ignore[index]
    assert "Set-Cookie" not in client.get("/health").headers


def test_mail_that_waits_too_long_is_late_and_says_nothing_of_itself(office: Office) -> None:
    wait_for_leaving(office)
    run_all(office)
    client = office.app.test_client()
    assert asked(client)["status"] == "ok"
    office.clock.forward(timedelta(minutes=31))
    run_all(office)
    told = asked(client)
    assert told["status"] == "late"
    assert told["oldest_unsent"] == "2026-11-09T09:00:00+00:00"
    assert "Geheim" not in json.dumps(told)
    assert "inwoner" not in json.dumps(told)


def test_without_a_database_it_still_answers(tmp_path: Path, clock: MovableClock) -> None:
    nowhere = Settings(
        instance=tmp_path, database_url="postgresql+psycopg://postgres@127.0.0.1:1/nothing"
    )
    client = create_app(nowhere, clock).test_client()
    response = client.get("/health")
    assert (response.status_code, response.get_json()) == (503, {"status": "unavailable"})
    assert client.get("/inloggen").status_code == 200


def test_the_first_page_of_the_administrator_says_what_stands_still(
    office: Office, admin: Colleague
) -> None:
    page = admin.get("/beheer").text
    assert "Er is iets dat niet loopt." in page
    assert "nog nooit gelopen" in page

    run_all(office)
    page = admin.get("/beheer").text
    assert "Alles loopt." in page
    assert "Mail versturen loopt goed 9 november 2026 om 10.00 uur 2 s 3 sent" in page


def test_the_first_page_shows_what_waits_and_what_failed(office: Office, admin: Colleague) -> None:
    wait_for_leaving(office)
    with office.house.db.changing() as session:
        raw = {"raw_sha256": "a" * 64, "received_at": office.clock()}
        session.add(ReceivedMail(mailbox="post", **raw))
    office.clock.forward(timedelta(hours=1))
    run_all(office)
    page = admin.get("/beheer").text
    assert page.count("te lang") == 2
    assert "De oudste mail wacht sinds 9 november 2026 om 10.00 uur." in page
    assert "Ontvangen mail wacht sinds" in page


def test_a_job_that_failed_or_still_runs_is_shown_so(office: Office, admin: Colleague) -> None:
    run_all(office)
    heartbeat.begin(office.house.db, office.clock, "outbox")
    heartbeat.end(office.house.db, office.clock, "outbox", "ServerDown", failed=True)
    heartbeat.begin(office.house.db, office.clock, "alerts")
    page = admin.get("/beheer").text
    assert "laatste keer mislukt" in page
    assert "bezig" in page
