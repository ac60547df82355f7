"""Is everybody told what is due, once, in office hours, and nothing that is no longer true?"""

import threading
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from jobs import outbox
from tests.alerts.conftest import TownHall
from tracker.alerts.models import AlertKind
from tracker.alerts.rules import Reason
from tracker.alerts.service import Decided
from tracker.base.clock import OFFICE_TIME
from tracker.outbox.models import OutboxMessage
from tracker.people.models import Role
from tracker.register.models import CaseState, EventType

NOV = (2026, 11)
TWO_DAYS = "Zaak 2026-000001: nog 2 werkdagen"
ONE_DAY = "Zaak 2026-000001: nog 1 werkdag"
TODAY = "Zaak 2026-000001: vandaag is de laatste dag"
LATE = "Zaak 2026-000001 is 1 werkdag te laat"


def test_running_three_times_tells_once(hall: TownHall) -> None:
    # Given a case that must be answered in two working days
    hall.case(due_on=date(*NOV, 26))

    # When the job runs three times on Tuesday morning
    results = [hall.decide() for _ in range(3)]

    # Then the handler gets one mail, and the missed step of Thursday is recorded with it
    assert results == [Decided(told=2, mails=1), Decided(), Decided()]
    assert hall.told() == [("Anna", TWO_DAYS)]
    assert [row.step for row in hall.alerts()] == [2, 5]
    (mail,) = hall.mails()
    assert {row.outbox_id for row in hall.alerts()} == {mail.id}
    assert mail.automatic
    assert mail.not_before == hall.clock()


def test_the_whole_ladder_is_climbed_day_by_day(hall: TownHall) -> None:
    # Given a case that must be answered on Friday
    hall.case(due_on=date(*NOV, 27))

    # When the worker runs every six hours for two weeks around it
    hall.at(*NOV, 16, 3, 0)
    while hall.clock() < datetime(*NOV, 30, 9, tzinfo=OFFICE_TIME) + timedelta(days=7):
        hall.decide()
        hall.send()
        hall.clock.forward(timedelta(hours=6))

    # Then the handler heard each urgent step once, and the lead the last three
    handler = [subject for who, subject in hall.told() if who == "Anna"]
    lead = [subject for who, subject in hall.told() if who == "Lena"]
    assert handler == [TWO_DAYS, ONE_DAY, TODAY, LATE]
    assert lead == [ONE_DAY, TODAY, LATE]
    # And the later steps wait for their digests
    assert [row.step for row in hall.alerts(recipient_id=hall.anna)] == [5, 2, 1, 0, -1, -3, -5]
    # And every mail left in office hours on a working day
    for mail in hall.mails():
        assert mail.sent_at is not None
        local = mail.not_before.astimezone(OFFICE_TIME)
        assert 8 <= local.hour < 18
        assert local.weekday() < 5


def test_nothing_leaves_at_night_at_weekends_and_at_christmas(hall: TownHall) -> None:
    # Given a case due on the Monday after Christmas
    hall.case(due_on=date(2026, 12, 28))

    # When the job runs on Christmas Eve in the evening, and all through the holidays
    hall.at(2026, 12, 24, 18, 30)
    hall.decide()
    for hours in range(0, 84, 12):
        hall.at(2026, 12, 25, 0, 0)
        hall.clock.forward(timedelta(hours=hours))
        hall.decide()
        hall.send()

    # Then what was decided waits for Monday eight o'clock, and says what is true then
    assert hall.told() == [("Anna", TODAY), ("Lena", TODAY)]
    assert {mail.not_before for mail in hall.mails()} == {
        datetime(2026, 12, 28, 8, 0, tzinfo=OFFICE_TIME)
    }
    assert {mail.sent_at for mail in hall.mails()} == {None}


def test_after_an_outage_only_the_latest_step_is_told(hall: TownHall) -> None:
    # Given a case due on Monday 23 November, and a worker that was down from the 13th to the 24th
    hall.case(due_on=date(*NOV, 23))

    # When it comes back
    hall.at(*NOV, 24, 14, 0)
    hall.decide()

    # Then one mail each says how it stands, and the missed steps are on record with it
    assert hall.told() == [("Anna", LATE), ("Lena", LATE)]
    assert [row.step for row in hall.alerts(recipient_id=hall.anna)] == [-1, 5, 2, 1, 0]


def test_a_case_that_came_in_late_has_no_missed_steps_from_before_it(hall: TownHall) -> None:
    created = datetime(*NOV, 23, 9, 0, tzinfo=UTC)

    hall.case(due_on=date(*NOV, 23), created_at=created, received_on=date(*NOV, 2))
    hall.decide()

    assert [row.step for row in hall.alerts(recipient_id=hall.anna)] == [-1, 0]


def test_a_long_late_case_is_for_the_digest_not_for_one_mail_a_day(hall: TownHall) -> None:
    hall.case(due_on=date(2026, 8, 3))

    hall.decide()

    assert hall.mails() == []
    assert {row.recipient_id for row in hall.alerts()} == {hall.anna, hall.lead}


def test_two_clocks_of_one_case_are_one_mail(hall: TownHall) -> None:
    hall.case(target_on=date(*NOV, 24), due_on=date(*NOV, 26))

    hall.decide()

    assert [mail for mail in hall.told() if mail[0] == "Anna"] == [("Anna", TWO_DAYS)]
    (mail, _to_lead) = hall.mails()
    assert "Streefdatum: dinsdag 24 november 2026, vandaag" in mail.text
    assert "Uiterste datum: donderdag 26 november 2026, over 2 werkdagen" in mail.text


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        ({"state": CaseState.ANSWERED, "answered_on": date(*NOV, 24)}, Reason.CLOSED),
        ({"state": CaseState.WAITING, "suspended_since": date(*NOV, 24)}, Reason.SUSPENDED),
        ({"due_on": date(2027, 1, 7)}, Reason.MOVED),
    ],
)
def test_what_is_no_longer_true_does_not_leave(
    hall: TownHall, happens: dict[str, object], reason: Reason
) -> None:
    # Given a reminder that was decided on Monday evening for Tuesday morning
    hall.at(*NOV, 23, 19, 0)
    case_id = hall.case(due_on=date(*NOV, 26))
    hall.decide()
    assert hall.told() == [("Anna", TWO_DAYS)]

    # When the case is answered, suspended or gets another date before it leaves
    hall.change(case_id, **happens)
    result = hall.decide()

    # Then the mail and its alerts are called back, with the reason, and stay so
    assert result == Decided(withdrawn=2)
    hall.at(*NOV, 24, 9, 0)
    assert hall.decide() == Decided()
    assert hall.mails() == []
    with hall.db.reading() as session:
        row = session.get_one(OutboxMessage, 1)
    assert row.withdrawn_reason == reason.value


def test_the_sender_itself_calls_back_what_is_no_longer_true(hall: TownHall) -> None:
    # Given a reminder for Tuesday morning, and a case answered meanwhile with the worker down
    hall.at(*NOV, 23, 19, 0)
    case_id = hall.case(due_on=date(*NOV, 26))
    hall.decide()
    hall.change(case_id, state=CaseState.ANSWERED, answered_on=date(*NOV, 23))

    # When the sender is the first job to run
    hall.at(*NOV, 24, 8, 0)
    result = outbox.run(hall.db, hall.clock, hall.settings)

    # Then it sends nothing
    assert result == "0 sent, 0 postponed, 0 failed, 2 withdrawn, 0 settled"
    assert not hall.settings.outbox_path.exists()


def test_a_moved_date_has_its_own_ladder(hall: TownHall) -> None:
    case_id = hall.case(due_on=date(*NOV, 26))
    hall.decide()
    hall.send()

    hall.change(case_id, due_on=date(*NOV, 25))
    hall.decide()

    assert hall.told() == [("Anna", TWO_DAYS), ("Anna", ONE_DAY), ("Lena", ONE_DAY)]


def test_who_gets_the_case_hears_how_it_stands_and_who_lost_it_hears_no_more(
    hall: TownHall,
) -> None:
    # Given a reminder of Monday evening that has not left
    hall.at(*NOV, 23, 19, 0)
    case_id = hall.case(due_on=date(*NOV, 26))
    hall.decide()

    # When the lead hands the case from Anna to Bram
    hall.change(case_id, handler_id=hall.bram)
    hall.happens(case_id, EventType.ASSIGNED, hall.lead, handler_id=hall.bram)
    result = hall.decide()

    # Then Anna's reminder stays here and Bram gets one mail, in his language and at eight
    assert result.withdrawn == 2
    (mail,) = hall.mails()
    assert mail.recipient == "Bram Bos <bram@waterrijk.example>"
    assert "2026-000001" in mail.subject
    assert "Thursday" in mail.text
    assert mail.not_before == datetime(*NOV, 24, 8, 0, tzinfo=OFFICE_TIME)
    assert "https://tijdig.example/zaken/2026-000001" in mail.text
    kinds = {row.kind for row in hall.alerts(recipient_id=hall.bram)}
    assert kinds == {AlertKind.ASSIGNED, AlertKind.DEADLINE}


def test_a_case_that_comes_back_before_anything_left_is_told_again(hall: TownHall) -> None:
    # Given a reminder that was called back because the case went to Bram
    hall.at(*NOV, 23, 19, 0)
    case_id = hall.case(due_on=date(*NOV, 26))
    hall.decide()
    hall.change(case_id, handler_id=hall.bram)
    hall.decide()

    # When it returns to Anna
    hall.change(case_id, handler_id=hall.anna)
    hall.decide()

    # Then she is told after all, and Bram is not
    assert hall.told() == [("Anna", TWO_DAYS)]
    assert hall.decide() == Decided()


def test_taking_a_case_oneself_is_no_news(hall: TownHall) -> None:
    case_id = hall.case(due_on=date(2027, 1, 7))
    hall.happens(case_id, EventType.ASSIGNED, hall.anna, handler_id=hall.anna)

    assert hall.decide() == Decided()


def test_an_old_or_overtaken_assignment_is_no_news(hall: TownHall) -> None:
    # Given a case that went to Bram long ago, and one that went to Bram and back to nobody
    old = hall.case(due_on=date(2027, 1, 7), handler_id=hall.bram)
    hall.happens(old, EventType.ASSIGNED, hall.lead, handler_id=hall.bram)
    hall.clock.forward(timedelta(days=15))
    back = hall.case(due_on=date(2027, 1, 7), handler_id=hall.anna)
    hall.happens(back, EventType.ASSIGNED, hall.lead, handler_id=hall.bram)
    hall.happens(back, EventType.ASSIGNED, hall.lead, handler_id=None)

    assert hall.decide() == Decided()


def test_an_assigned_case_whose_reminder_goes_stale_is_still_announced(hall: TownHall) -> None:
    # Given one mail of the evening that tells Anna of a new case with a near date
    hall.at(*NOV, 23, 19, 0)
    case_id = hall.case(due_on=date(*NOV, 26))
    hall.happens(case_id, EventType.ASSIGNED, hall.lead, handler_id=hall.anna)
    hall.decide()

    # When the date moves before it leaves
    hall.change(case_id, due_on=date(2027, 1, 7))
    hall.decide()

    # Then one mail still tells her that the case is hers
    (mail,) = hall.mails()
    assert "donderdag 7 januari 2027" in mail.text


def test_a_case_of_nobody_goes_to_the_lead_and_without_lead_to_the_administrator(
    hall: TownHall,
) -> None:
    hall.case(due_on=date(*NOV, 26), handler_id=None, state=CaseState.NEW)
    hall.case(due_on=date(2027, 3, 1), handler_id=None, state=CaseState.NEW)

    hall.decide()
    assert hall.told() == [("Lena", TWO_DAYS)]
    assert len(hall.alerts(kind=AlertKind.UNASSIGNED)) == 2

    hall.change_person(hall.lead, role=Role.REGISTRAR)
    hall.decide()
    assert hall.told()[-1] == ("Ad", TWO_DAYS)


def test_the_case_of_somebody_who_left_is_the_leads(hall: TownHall) -> None:
    hall.case(due_on=date(*NOV, 26))
    hall.change_person(hall.anna, active=False)

    hall.decide()

    assert hall.told() == [("Lena", TWO_DAYS)]


def test_a_response_that_stays_out_wakes_the_case(hall: TownHall) -> None:
    # Given a suspended case whose sender should have responded by Monday
    hall.case(
        due_on=date(*NOV, 26),
        state=CaseState.WAITING,
        suspended_since=date(*NOV, 9),
        respond_by=date(*NOV, 23),
    )

    # When Monday is not over yet
    hall.at(*NOV, 23, 17, 0)
    assert hall.decide() == Decided()

    # Then nothing is said; on Tuesday the term runs again and the handler hears both
    hall.at(*NOV, 24, 9, 0)
    hall.decide()
    assert hall.told() == [("Anna", TWO_DAYS)]
    assert len(hall.alerts(kind=AlertKind.NO_RESPONSE)) == 1


def test_a_letter_of_the_resident_is_noted_once_and_forgotten_when_read(hall: TownHall) -> None:
    # Given two letters in a case that was answered
    case_id = hall.case(due_on=date(2027, 1, 7), state=CaseState.ANSWERED, unread_message=True)
    hall.happens(case_id, EventType.MESSAGE_RECEIVED, message_id=1)
    hall.happens(case_id, EventType.MESSAGE_RECEIVED, message_id=2)

    assert [hall.decide().told, hall.decide().told] == [2, 0]
    assert {row.recipient_id for row in hall.alerts(kind=AlertKind.REPLY)} == {hall.anna}

    # When the handler reads them before the digest
    hall.change(case_id, unread_message=False)

    assert hall.decide() == Decided(withdrawn=2)


def test_a_mail_that_could_not_leave_is_replaced_by_the_next_step(hall: TownHall) -> None:
    # Given a mail server that was down on Tuesday
    hall.case(due_on=date(*NOV, 26))
    hall.decide()

    # When the next step comes on Wednesday
    hall.at(*NOV, 25, 9, 0)
    hall.decide()

    # Then only how it stands now will leave
    assert hall.told() == [("Anna", ONE_DAY), ("Lena", ONE_DAY)]
    assert hall.decide() == Decided()


def test_two_workers_at_once_decide_once(hall: TownHall) -> None:
    # Given twelve cases and three workers that begin together
    for _ in range(12):
        hall.case(due_on=date(*NOV, 26))
    begin = threading.Barrier(3)
    problems: list[BaseException] = []

    def work() -> None:
        begin.wait()
        try:
            hall.decide()
        except BaseException as problem:
            problems.append(problem)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert problems == []
    assert len(hall.mails()) == 12
    assert len(hall.alerts()) == 24


def test_more_cases_than_fit_in_one_round_are_all_told(hall: TownHall) -> None:
    for _ in range(450):
        hall.case(due_on=date(*NOV, 26))

    assert hall.decide() == Decided(told=900, mails=450)


def test_the_reminder_says_what_it_is_about_in_text_and_in_html(hall: TownHall) -> None:
    # Given a title that tries to be markup
    hall.case(due_on=date(*NOV, 23), title="<b>Eik</b> & beuk")

    # When it is sent to the folder
    hall.decide()
    outbox.run(hall.db, hall.clock, hall.settings)

    # Then handler and lead read the same facts in their own words
    mails = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(hall.settings.outbox_path.glob("*.eml"))
    ]
    texts = {mail["To"].addresses[0].username: mail for mail in mails}  # type: ignore[attr-defined]
    anna, lena = texts["anna"], texts["lena"]
    text = anna.get_body(("plain",)).get_content()  # type: ignore[union-attr, attr-defined]
    html = anna.get_body(("html",)).get_content()  # type: ignore[union-attr, attr-defined]
    assert "Het antwoord moet er volgens de wet uiterlijk maandag 23 november 2026 zijn." in text
    assert "Waar gaat het over: <b>Eik</b> & beuk" in text
    assert "U krijgt deze mail omdat deze zaak op uw bureau ligt." in text
    assert "&lt;b&gt;Eik&lt;/b&gt; &amp; beuk" in html
    assert '<html lang="nl">' in html
    assert html.count("<h1") == 1
    to_lead = lena.get_body(("plain",)).get_content()  # type: ignore[union-attr, attr-defined]
    assert "De behandelaar is Anna Aker." in to_lead
    assert anna["Auto-Submitted"] == "auto-generated"
