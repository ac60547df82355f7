"""Does everybody read once a working day what they must do, and nothing when there is nothing?"""

import re
import threading
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from sqlmodel import select

from tests.alerts.conftest import TownHall
from tracker.alerts.digests import digest_of, queue_digests
from tracker.alerts.models import Alert, AlertKind
from tracker.alerts.rules import Reason
from tracker.base.clock import OFFICE_TIME
from tracker.outbox.models import OutboxMessage
from tracker.people.models import Role, User
from tracker.register.models import CaseState, EventType

NOV = (2026, 11)


def run(hall: TownHall) -> int:
    return queue_digests(hall.db, hall.clock, hall.settings)


def digest_for(hall: TownHall, name: str) -> OutboxMessage:
    (mail,) = [mail for mail in hall.mails() if mail.recipient.startswith(name)]
    return mail


def test_a_handler_reads_what_is_late_first_then_today_then_soon_then_news(hall: TownHall) -> None:
    # Given cases in every position, and one far away
    hall.case(due_on=date(*NOV, 27), title="Straks")
    hall.case(target_on=date(*NOV, 24), title="Nu")
    hall.case(due_on=date(*NOV, 20), title="Te laat")
    hall.case(state=CaseState.ANSWERED, unread_message=True, title="Nieuws")
    hall.case(acknowledge_by=date(*NOV, 24), acknowledged_on=None, title="Bevestigen")
    hall.case(due_on=date(2027, 3, 1), title="Ver weg")
    hall.case(
        due_on=date(*NOV, 24),
        suspended_since=date(*NOV, 9),
        respond_by=date(*NOV, 26),
        state=CaseState.WAITING,
        title="Wacht",
    )

    # When the morning's job runs
    hall.at(*NOV, 24, 8, 0)
    run(hall)

    # Then the digest has them in that order, each with date, act and link
    mail = digest_for(hall, "Anna")
    titles = re.findall(r"^\* 2026-\d+: (.*) \(W. de Wit\)$", mail.text, re.MULTILINE)
    assert titles == ["Te laat", "Nu", "Bevestigen", "Straks", "Nieuws"]
    assert "TE LAAT (1)" in mail.text
    assert "Uiterste datum: vrijdag 20 november 2026, 2 werkdagen te laat" in mail.text
    assert "Streefdatum: dinsdag 24 november 2026, vandaag" in mail.text
    assert "Bevestig de ontvangst: https://tijdig.example/zaken/2026-000005" in mail.text
    assert "Lees het nieuwe bericht: https://tijdig.example/zaken/2026-000004" in mail.text
    assert mail.subject == (
        "Dagoverzicht: 1 zaak te laat, 2 zaken vandaag, 1 zaak binnen vijf werkdagen, "
        "1 reactie om te bekijken"
    )
    assert mail.key == f"digest:{hall.anna}:2026-11-24"
    assert mail.automatic


def test_the_job_runs_all_day_and_everybody_gets_one(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 27))

    hall.at(*NOV, 24, 5, 0)
    counts = []
    for _ in range(15 * 12):
        counts.append(run(hall))
        hall.clock.forward(timedelta(minutes=5))

    assert sum(counts) == 1
    assert counts.index(1) == 3 * 12  # at eight
    assert len(hall.mails()) == 1


def test_workers_that_begin_together_make_one_digest(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 20))
    hall.at(*NOV, 24, 8, 0)
    begin = threading.Barrier(3)
    counts: list[int] = []

    def work() -> None:
        begin.wait()
        counts.append(run(hall))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 2  # the handler's and the lead's
    assert len(hall.mails()) == 2


def test_nothing_to_say_is_no_mail_not_even_later_that_day(hall: TownHall) -> None:
    # Given a handler with nothing near at eight
    hall.case(due_on=date(2027, 3, 1))
    hall.at(*NOV, 24, 8, 0)
    assert run(hall) == 0

    # When a case comes in at eleven
    hall.at(*NOV, 24, 11, 0)
    hall.case(due_on=date(*NOV, 27))

    # Then it is in the digest of tomorrow
    assert run(hall) == 0
    hall.at(*NOV, 25, 8, 0)
    assert run(hall) == 1


@pytest.mark.parametrize("moment", [(2026, 11, 28, 9), (2026, 11, 29, 12), (2026, 12, 25, 9)])
def test_weekends_and_holidays_are_silent(hall: TownHall, moment: tuple[int, ...]) -> None:
    hall.case(due_on=date(*NOV, 20))
    hall.at(*moment)

    assert run(hall) == 0
    assert hall.mails() == []


@pytest.mark.parametrize(("hour", "count"), [(17, 2), (18, 0)])
def test_a_worker_that_was_down_in_the_morning_catches_up_until_six(
    hall: TownHall, hour: int, count: int
) -> None:
    hall.case(due_on=date(*NOV, 20))
    hall.at(*NOV, 24, hour, 59 if hour == 17 else 0)

    assert run(hall) == count


def test_a_lead_reads_what_is_late_in_the_team_and_on_whose_desk(hall: TownHall) -> None:
    # Given a late case of each handler, one of nobody, one of the lead, and one that is not late
    hall.case(due_on=date(*NOV, 20), title="Van Anna")
    hall.case(due_on=date(*NOV, 19), title="Van Bram", handler_id=hall.bram)
    hall.case(due_on=date(*NOV, 27), title="Op tijd", handler_id=hall.bram)
    hall.case(due_on=date(*NOV, 18), title="Van niemand", handler_id=None)
    hall.case(due_on=date(2027, 3, 1), title="Nieuw", handler_id=None)
    hall.case(due_on=date(*NOV, 23), title="Van Lena", handler_id=hall.lead)

    # When the digests are made
    hall.at(*NOV, 24, 8, 0)
    run(hall)

    # Then the lead's has her own work, the team's late cases, what nobody has and the desks
    mail = digest_for(hall, "Lena")
    parts = re.split(r"\n\n(?=[A-Z ]+(?: \(|\n))", mail.text)
    titles = {
        part.split("\n")[0]: re.findall(r"^\* 2026-\d+: (.*) \(", part, re.MULTILINE)
        for part in parts[1:]
    }
    assert titles == {
        "TE LAAT (1)": ["Van Lena"],
        "TE LAAT IN HET TEAM (3)": ["Van niemand", "Van Bram", "Van Anna"],
        "NOG ZONDER BEHANDELAAR (1)": ["Nieuw"],
        "WERK IN HET TEAM": [],
    }
    assert "Behandelaar: Bram Bos" in mail.text
    assert "Behandelaar: nog niemand" in mail.text
    assert "* Bram Bos: 2 open, 1 te laat, 1 binnen vijf werkdagen" in mail.text
    assert "https://tijdig.example/team" in mail.text
    assert mail.subject == (
        "Dagoverzicht: 1 zaak te laat, 3 zaken te laat in het team, 1 zaak zonder behandelaar"
    )
    # And the handlers' do not
    assert "TEAM" not in digest_for(hall, "Anna").text


def test_a_lead_of_a_team_that_is_in_time_gets_no_mail(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 27))
    hall.at(*NOV, 24, 8, 0)

    run(hall)

    assert [mail.recipient.split()[0] for mail in hall.mails()] == ["Anna"]


def test_without_lead_the_administrator_reads_for_the_team(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 20))
    hall.change_person(hall.lead, role=Role.REGISTRAR)
    hall.at(*NOV, 24, 8, 0)

    run(hall)

    assert "TE LAAT IN HET TEAM (1)" in digest_for(hall, "Ad").text


def test_somebody_who_left_gets_no_digest_and_the_lead_sees_the_cases(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 27))
    hall.change_person(hall.anna, active=False)
    hall.at(*NOV, 24, 8, 0)

    run(hall)

    assert [mail.recipient.split()[0] for mail in hall.mails()] == ["Lena"]
    assert "NOG ZONDER BEHANDELAAR (1)" in digest_for(hall, "Lena").text


def test_who_reads_english_gets_english_dates(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 27), handler_id=hall.bram)
    hall.at(*NOV, 24, 8, 0)

    run(hall)

    mail = digest_for(hall, "Bram")
    assert "Friday" in mail.text
    assert '<html lang="en">' in mail.html


def test_a_digest_that_could_not_leave_gives_way_to_the_next(hall: TownHall) -> None:
    # Given Tuesday's digest that the mail server did not take
    hall.case(due_on=date(*NOV, 27))
    hall.at(*NOV, 24, 8, 0)
    run(hall)

    # When Wednesday's is made
    hall.at(*NOV, 25, 8, 0)
    run(hall)

    # Then only that one will leave
    assert [mail.key for mail in hall.mails()] == [f"digest:{hall.anna}:2026-11-25"]
    with hall.db.reading() as session:
        old = session.get_one(OutboxMessage, 1)
    assert old.withdrawn_reason == Reason.NEWER_DIGEST.value


def test_the_digest_carries_the_alerts_that_waited_for_it(hall: TownHall) -> None:
    # Given a step that is no mail of its own, and a letter of the resident
    case_id = hall.case(due_on=date(2026, 12, 1), unread_message=True)
    hall.happens(case_id, EventType.MESSAGE_RECEIVED)
    hall.at(*NOV, 24, 0, 5)
    hall.decide()
    assert hall.mails() == []

    # When the digest is queued
    hall.at(*NOV, 24, 8, 0)
    run(hall)

    # Then both are on record as told by it, and stay so
    (mail,) = hall.mails()
    with hall.db.reading() as session:
        rows = session.exec(select(Alert)).all()
    assert {(row.kind, row.outbox_id) for row in rows} == {
        (AlertKind.DEADLINE, mail.id),
        (AlertKind.REPLY, mail.id),
    }
    hall.change(case_id, unread_message=False, state=CaseState.ANSWERED)
    assert hall.decide().withdrawn == 0


def test_a_very_long_list_is_cut_and_says_so(hall: TownHall) -> None:
    for _ in range(53):
        hall.case(due_on=date(*NOV, 20))
    hall.at(*NOV, 24, 8, 0)

    run(hall)

    mail = digest_for(hall, "Anna")
    assert "TE LAAT (53)" in mail.text
    assert mail.text.count("\n* 2026-") == 50
    assert "En nog 3 zaken." in mail.text
    assert "En nog 3 zaken." in mail.html


def test_a_digest_can_be_looked_at_without_sending_it(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 27))
    with hall.db.reading() as session:
        anna, lena = session.get_one(User, hall.anna), session.get_one(User, hall.lead)
        text = digest_of(session, anna, date(*NOV, 24), hall.settings)
        nothing = digest_of(session, lena, date(*NOV, 24), hall.settings)

    assert text is not None
    assert text.subject == "Dagoverzicht: 1 zaak binnen vijf werkdagen"
    assert nothing is None
    assert hall.mails() == []


class Outline(HTMLParser):
    """Collects what somebody who cannot see a mail goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_markup_is_fit_for_those_who_cannot_see_it(hall: TownHall) -> None:
    # Given a digest with every part in it, and a title that tries to be markup
    hall.case(due_on=date(*NOV, 20), title="<script>x</script>", handler_id=hall.lead)
    hall.case(due_on=date(*NOV, 20))
    hall.case(due_on=date(2027, 3, 1), handler_id=None)
    hall.at(*NOV, 24, 8, 0)
    run(hall)

    outline = Outline()
    mail = digest_for(hall, "Lena")
    outline.feed(mail.html)

    assert outline.named("html") == [{"lang": "nl"}]
    assert len(outline.named("h1")) == 1
    assert len(outline.named("h2")) == len(outline.named("table")) == 4
    assert all("scope" in header for header in outline.named("th"))
    assert outline.named("script") == []
    assert "&lt;script&gt;" in mail.html
    assert all((link["href"] or "").startswith("https://") for link in outline.named("a"))


def test_two_digests_of_one_morning_are_queued_at_their_own_moment(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 20))
    hall.at(*NOV, 24, 8, 0)

    run(hall)

    assert {mail.not_before for mail in hall.mails()} == {datetime(*NOV, 24, 8, tzinfo=OFFICE_TIME)}
