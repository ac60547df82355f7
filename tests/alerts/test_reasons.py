"""Does a reminder bear the reasons of its date, and keep to the days on which we are open?"""

from datetime import date, datetime

from tests.alerts.conftest import TownHall
from tests.alerts.test_waiting import waiting_case
from tracker.base.clock import OFFICE_TIME
from tracker.register.models import ClosingDay, EventType
from tracker.register.service import record_event
from tracker.register.standing import standing_of


def test_a_reminder_has_the_steps_of_the_page_with_their_articles(hall: TownHall) -> None:
    # Given an application that was suspended and is due next week
    case = waiting_case(hall)
    hall.at(2026, 11, 24, 10, 0)
    with hall.db.changing() as session:
        case = session.merge(case)
        ended = date(2026, 11, 20)
        record_event(session, hall.clock(), case, EventType.SUSPENSION_ENDED, ended)
        due_on = case.due_on
        assert due_on is not None
        hall.at(due_on.year, due_on.month, due_on.day, 10, 0)
        steps = standing_of(session, case, due_on).reckoning.steps_of("due")

    # When the day has come
    hall.decide()

    # Then the mail tells each step, as text and with a link to the law
    mail = next(mail for mail in hall.mails() if "anna" in mail.recipient)
    assert len(steps) > 3
    for step in steps:
        assert f"{step.text('nl')} ({step.article})" in mail.text
    assert "Awb 4:15 lid 1</a>" in mail.html
    assert f'href="{steps[0].link.replace("&", "&amp;")}"' in mail.html


def test_no_reminder_leaves_while_the_town_hall_is_closed(hall: TownHall) -> None:
    # Given a case that is due on Monday, and a town hall that is closed that day
    with hall.db.changing() as session:
        session.add(ClosingDay(day=date(2026, 11, 30), name="Verhuizing"))
    hall.case(due_on=date(2026, 11, 30))

    # When the job runs on that day
    hall.at(2026, 11, 30, 10, 0)
    hall.decide()

    # Then the mail waits for Tuesday morning
    assert {mail.not_before for mail in hall.mails()} == {
        datetime(2026, 12, 1, 8, 0, tzinfo=OFFICE_TIME)
    }
