"""Is it tomorrow in Amsterdam while it is still today in UTC, for every day that counts?"""

from datetime import UTC, date, datetime

from sqlmodel import select

from tests.browsing import Office
from tests.two_databases import House
from tracker.base.config import Settings
from tracker.outbox.models import OutboxMessage
from tracker.register.acts import Seen, close_without_answer
from tracker.register.models import Case, CaseState, Event, EventType, Message, ReplyKind
from tracker.register.service import record_event
from tracker.replies.acknowledge import acknowledge_waiting
from tracker.replies.service import Written, send_reply, settle_sent

BEFORE_MIDNIGHT_UTC = datetime(2026, 11, 12, 23, 30, tzinfo=UTC)
THURSDAY, FRIDAY = date(2026, 11, 12), date(2026, 11, 13)
ANSWER = (
    "Beste Jo, u vroeg wanneer de lantaarnpaal wordt gemaakt. Dat doen wij op vrijdag 13 november."
)


def test_an_answer_and_an_acknowledgement_count_on_the_day_in_amsterdam_on_which_they_left(
    house: House, settings: Settings
) -> None:
    # Given mail that left at half past midnight in Amsterdam, and that is settled days later
    case, other = house.open(), house.open()
    written = Written(text=ANSWER, kind=ReplyKind.ANSWER, seen_version=0)
    send_reply(house.db, house.clock, settings, case.number, house.handler, written)
    acknowledge_waiting(house.db, house.clock, settings)
    with house.db.changing() as session:
        for row in session.exec(select(OutboxMessage)):
            row.sent_at = BEFORE_MIDNIGHT_UTC
    house.clock.move_to(BEFORE_MIDNIGHT_UTC.replace(day=16))
    assert settle_sent(house.db, house.clock) == 2
    # Then each counts on that day, and a moment stays a moment
    answered, acknowledged = house.case(case.number), house.case(other.number)
    assert (answered.answered_on, answered.closed_on) == (FRIDAY, FRIDAY)
    assert acknowledged.acknowledged_on == FRIDAY
    with house.db.reading() as session:
        days = session.exec(select(Event.on).where(Event.case_id == case.id)).all()
        reply = session.exec(select(Message).where(Message.kind == ReplyKind.ANSWER)).one()
    assert days[-1] == FRIDAY
    assert reply.sent_at == BEFORE_MIDNIGHT_UTC


def test_a_case_that_is_closed_after_midnight_is_closed_on_the_new_day(house: House) -> None:
    case = house.open()
    house.clock.move_to(BEFORE_MIDNIGHT_UTC)
    seen = Seen(number=case.number, version=case.version)
    close_without_answer(
        house.db, house.clock, seen, house.handler, CaseState.DUPLICATE, "Zie de andere"
    )
    assert house.case(case.number).closed_on == FRIDAY


def test_the_lists_turn_to_the_new_day_at_midnight_in_amsterdam(office: Office) -> None:
    # Given a case of which the target is Thursday
    case = office.house.open(received_on=date(2026, 10, 29))
    assert case.target_on == THURSDAY
    with office.house.db.changing() as session:
        stored = session.get_one(Case, case.id)
        record_event(session, office.clock(), stored, EventType.ACKNOWLEDGED, case.received_on)
    office.clock.move_to(BEFORE_MIDNIGHT_UTC.replace(hour=22, minute=59))
    assert "Vandaag 1" in office.sign_in(office.house.handler).get("/mijn-werk").text
    office.clock.move_to(BEFORE_MIDNIGHT_UTC)
    assert "Te laat 1" in office.sign_in(office.house.handler).get("/mijn-werk").text
