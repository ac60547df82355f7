"""Can an administrator see what became of each mail, and send again what failed?"""

from datetime import timedelta

import pytest

from tests.browsing import Colleague, Office
from tracker.base.database import Database
from tracker.base.files import FileStore
from tracker.intake.models import MailState, ReceivedMail
from tracker.outbox.models import OutboxMessage
from tracker.outbox.service import Attached, Mail, queue_mail, withdraw

BAD = "<script>alert(1)</script>"


def queued(office: Office, key: str, **more: str) -> int:
    with office.house.db.changing() as session:
        mail = Mail(
            key=key,
            recipient="jo@inwoner.example",
            subject=f"Over {key}",
            text=f"Beste Jo, {BAD}",
            attachments=(Attached(sha256="a" * 64, filename="brief.pdf", content_type="x/y"),),
            **more,  # type: ignore[arg-type]
        )
        return queue_mail(session, office.clock(), office.settings, mail).id or 0


def marked(db: Database, outbox_id: int, **values: object) -> None:
    with db.changing() as session:
        row = session.get_one(OutboxMessage, outbox_id)
        for name, value in values.items():
            setattr(row, name, value)


@pytest.fixture
def mails(office: Office) -> dict[str, int]:
    """One mail in each state."""
    db, now = office.house.db, office.clock()
    found = {key: queued(office, key) for key in ("wacht", "weg", "mis", "terug")}
    marked(db, found["weg"], sent_at=now)
    marked(db, found["mis"], failed_at=now, attempts=3, last_error="550 no such user")
    with db.changing() as session:
        withdraw(session, now, ["terug"], "De zaak is beantwoord.")
    return found


def test_mail_is_listed_by_how_far_it_is(admin: Colleague, mails: dict[str, int]) -> None:
    everything = admin.get("/beheer/uitgaand").text
    assert all(f"Over {key}" in everything for key in mails)
    for state, key in (
        ("queued", "wacht"),
        ("sent", "weg"),
        ("failed", "mis"),
        ("withdrawn", "terug"),
    ):
        page = admin.get(f"/beheer/uitgaand?stand={state}").text
        assert [each for each in mails if f"Over {each}" in page] == [key]
    assert "Over weg" in admin.get("/beheer/uitgaand?stand=onzin").text


def test_a_long_list_goes_on_over_pages(office: Office, admin: Colleague) -> None:
    for number in range(51):
        queued(office, f"nummer-{number:02}")
    page = admin.get("/beheer/uitgaand")
    assert "Over nummer-50" in page.text
    assert "Over nummer-00" not in page.text
    [older] = [link for link in page.links() if "voor=" in link]
    last = admin.get(older)
    assert "Over nummer-00" in last.text
    assert not [link for link in last.links() if "voor=" in link]


def test_a_mail_can_be_read_as_it_left(admin: Colleague, mails: dict[str, int]) -> None:
    page = admin.get(f"/beheer/uitgaand/{mails['weg']}")
    assert "Over weg" in page.text
    assert "brief.pdf" in page.text
    assert BAD in page.text
    assert BAD not in page.markup
    assert "Verzonden" in page.text
    waiting = admin.get(f"/beheer/uitgaand/{mails['wacht']}").text
    assert "Nog niet verzonden" in waiting
    called_back = admin.get(f"/beheer/uitgaand/{mails['terug']}").text
    assert "Ingetrokken: De zaak is beantwoord." in called_back
    assert admin.get("/beheer/uitgaand/999").status == 404


def test_the_markup_of_a_mail_is_shown_where_nothing_can_run(
    office: Office, admin: Colleague, mails: dict[str, int]
) -> None:
    with_markup = queued(office, "opmaak", html="<p>Beste <b>Jo</b></p>")
    page = admin.get(f"/beheer/uitgaand/{with_markup}")
    [frame] = page.tree.xpath("//iframe")
    assert frame.get("sandbox") == ""
    framed = admin.get(frame.get("src"))
    assert "<b>Jo</b>" in framed.markup
    policy = framed.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert admin.get(f"/beheer/uitgaand/{mails['weg']}/opmaak").status == 404


def test_what_failed_is_sent_again_when_asked(
    office: Office, admin: Colleague, mails: dict[str, int]
) -> None:
    path = f"/beheer/uitgaand/{mails['mis']}"
    assert "De mailserver zei: 550 no such user" in admin.get(path).text
    page = admin.follow(admin.post(f"{path}/opnieuw"))
    assert "De mail wordt opnieuw verstuurd." in page.text
    with office.house.db.reading() as session:
        row = session.get_one(OutboxMessage, mails["mis"])
    assert (row.failed_at, row.attempts) == (None, 0)
    assert admin.post(f"/beheer/uitgaand/{mails['weg']}/opnieuw").status == 422


def test_mail_without_a_case_is_listed_and_can_be_had_whole(
    office: Office, admin: Colleague, files: FileStore
) -> None:
    assert "Elke mail kwam in een zaak." in admin.get("/beheer/apart").text
    raw = b"Subject: Afwezig\r\n\r\nIk ben er niet."
    name = files.keep(raw)
    with office.house.db.changing() as session:
        for uid in range(51):
            row = ReceivedMail(
                mailbox="post",
                uid=uid,
                raw_sha256=name,
                received_at=office.clock() - timedelta(hours=1),
                state=MailState.SET_ASIDE,
                reason=f"Afwezigheidsbericht {uid:02}.",
            )
            session.add(row)
    page = admin.get("/beheer/apart")
    assert "Afwezigheidsbericht 50." in page.text
    assert "Afwezigheidsbericht 00." not in page.text
    [older] = [link for link in page.links() if "voor=" in link]
    assert "Afwezigheidsbericht 00." in admin.get(older).text

    original = admin.get("/beheer/apart/1/origineel")
    assert original.response.headers["Content-Disposition"].startswith("attachment")
    assert original.markup.encode() == raw
    assert admin.get("/beheer/apart/999/origineel").status == 404
    files.path(name).unlink()
    gone = admin.get("/beheer/apart/1/origineel")
    assert gone.status == 404
    assert "Dit bestand is er niet meer." in gone.text


@pytest.mark.parametrize("page", ["/beheer/uitgaand", "/beheer/apart"])
def test_a_list_from_a_number_that_no_row_can_have_is_the_whole_list(
    admin: Colleague, page: str
) -> None:
    assert admin.get(f"{page}?voor={2**70}").status == 200
