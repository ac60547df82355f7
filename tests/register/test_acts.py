"""May only the right people act on a case, without undoing what a colleague did?"""

from datetime import date

import pytest

from tests.two_databases import House
from tracker.base.errors import ChangedByColleague, InvalidInput, NotAllowed, NotFound
from tracker.people.models import User
from tracker.register import acts
from tracker.register.acts import Dated, Seen
from tracker.register.clocks import reckon_case
from tracker.register.models import Case, CaseState, Channel, EventType
from tracker.register.service import NewMessage, receive_message

TODAY = date(2026, 11, 9)
SUSPENDED = Dated(
    type=EventType.SUSPENSION_STARTED,
    on=TODAY,
    data={"ground": "incomplete", "respond_by": "2026-11-23"},
)


def seen(case: Case) -> Seen:
    return Seen(number=case.number, version=case.version)


def test_taking_a_case_puts_it_on_ones_own_desk(house: House) -> None:
    case = house.open()
    acts.take(house.db, house.clock, seen(case), house.handler)
    taken = house.case(case.number)
    assert (taken.handler_id, taken.state) == (house.handler.id, CaseState.IN_PROGRESS)


def test_the_second_of_two_who_take_a_case_is_told(house: House) -> None:
    # Given two handlers who opened the same case
    case = house.open()
    both = seen(case)
    # When the first takes it, the second is told and changes nothing
    acts.take(house.db, house.clock, both, house.handler)
    with pytest.raises(ChangedByColleague):
        acts.take(house.db, house.clock, both, house.colleague)
    assert house.case(case.number).handler_id == house.handler.id


def test_a_case_of_another_team_stays_shut(house: House) -> None:
    case = house.open()
    with pytest.raises(NotAllowed, match="case_id"):
        acts.take(house.db, house.clock, seen(case), house.stranger)


def test_a_case_that_is_gone_is_said_to_be_gone(house: House) -> None:
    with pytest.raises(NotFound):
        acts.take(house.db, house.clock, Seen(number="2026-000999", version=1), house.handler)


def test_only_a_lead_hands_a_case_to_somebody(house: House) -> None:
    case = house.open()
    with pytest.raises(NotAllowed):
        acts.hand_to(house.db, house.clock, seen(case), house.handler, house.colleague.id)
    acts.hand_to(house.db, house.clock, seen(case), house.lead, house.colleague.id)
    case = house.case(case.number)
    assert case.handler_id == house.colleague.id
    acts.hand_to(house.db, house.clock, seen(case), house.lead, None)
    back = house.case(case.number)
    assert (back.handler_id, back.state) == (None, CaseState.NEW)


def test_a_case_goes_to_nobody_outside_the_team(house: House) -> None:
    case = house.open()
    with pytest.raises(InvalidInput):
        acts.hand_to(house.db, house.clock, seen(case), house.lead, house.stranger.id)
    with pytest.raises(InvalidInput):
        acts.hand_to(house.db, house.clock, seen(case), house.lead, 4711)


def test_what_an_event_will_do_is_seen_before_it_is_stored(house: House) -> None:
    case = house.open(house.application)
    with house.db.reading() as session:
        stored = session.get_one(Case, case.id)
        before = reckon_case(session, stored, TODAY)
        after = acts.foresee(session, stored, TODAY, SUSPENDED)
        assert reckon_case(session, stored, TODAY) == before
    acts.write_down(house.db, house.clock, seen(case), house.handler, SUSPENDED)
    assert house.case(case.number).due_on == after.due_on != before.due_on


def test_what_the_law_refuses_needs_a_reason_that_stays(house: House) -> None:
    case = house.open(house.application)
    wrong = Dated(type=EventType.SUSPENSION_STARTED, on=TODAY, data={"ground": "defect"})
    with pytest.raises(InvalidInput) as refused:
        acts.write_down(house.db, house.clock, seen(case), house.handler, wrong)
    assert "Awb" in str(refused.value.message)
    assert house.events(case) == [EventType.REGISTERED]
    knowingly = Dated(
        type=wrong.type, on=wrong.on, data=wrong.data, reason="Zo afgesproken met de rechtbank"
    )
    acts.write_down(house.db, house.clock, seen(case), house.handler, knowingly)
    assert house.case(case.number).state is CaseState.WAITING


@pytest.mark.parametrize("on", [date(2026, 11, 10), date(2026, 11, 8)])
def test_an_event_lies_between_receipt_and_today(house: House, on: date) -> None:
    case = house.open(house.application)
    event = Dated(type=EventType.NOTICE_OF_DEFAULT, on=on, data={})
    with pytest.raises(InvalidInput) as refused:
        acts.write_down(house.db, house.clock, seen(case), house.handler, event)
    assert refused.value.field == "on"


def test_closing_without_an_answer_needs_a_reason(house: House) -> None:
    case = house.open()
    with pytest.raises(InvalidInput):
        close(house, case, CaseState.DUPLICATE, "  ")
    with pytest.raises(InvalidInput):
        close(house, case, CaseState.ANSWERED, "zomaar")
    close(house, case, CaseState.DUPLICATE, "Zie 2026-000000")
    closed = house.case(case.number)
    assert (closed.state, closed.next_by, closed.closed_on) == (CaseState.DUPLICATE, None, TODAY)


def test_a_withdrawn_case_says_so_on_its_timeline(house: House) -> None:
    case = house.open()
    close(house, case, CaseState.WITHDRAWN, "De inwoner belde")
    assert house.events(case)[-1] is EventType.WITHDRAWN


def test_a_closed_case_opens_again_with_its_clocks(house: House) -> None:
    case = house.open()
    with pytest.raises(InvalidInput):
        acts.reopen(house.db, house.clock, seen(case), house.handler, "nog open")
    close(house, case, CaseState.NO_REPLY_NEEDED, "Bedankje")
    case = house.case(case.number)
    with pytest.raises(InvalidInput):
        acts.reopen(house.db, house.clock, seen(case), house.handler, " ")
    acts.reopen(house.db, house.clock, seen(case), house.handler, "Toch een vraag")
    opened = house.case(case.number)
    assert (opened.state, opened.closed_on) == (CaseState.NEW, None)
    assert opened.next_by is not None


def test_another_subject_brings_its_regime_and_its_team(house: House) -> None:
    case = house.open()
    acts.take(house.db, house.clock, seen(case), house.handler)
    case = house.case(case.number)
    change(house, case, house.application.id or 0)
    case = house.case(case.number)
    assert (case.regime, case.handler_id) == ("awb-aanvraag", house.handler.id)
    assert case.due_on == date(2027, 1, 4)
    change(house, case, house.elsewhere.id or 0)
    moved = house.case(case.number)
    assert (moved.team_id, moved.handler_id) == (house.stranger.team_id, None)
    assert (moved.state, moved.due_on) == (CaseState.NEW, None)


def test_an_objection_needs_the_day_of_the_decision(house: House) -> None:
    case = house.open()
    with pytest.raises(InvalidInput) as refused:
        change(house, case, house.objection.id or 0)
    assert refused.value.field == "decision_sent_on"
    change(house, case, house.objection.id or 0, {"decision_sent_on": "2026-10-20"})
    assert house.case(case.number).due_on == date(2027, 1, 12)  # six weeks after 1 December


def test_a_subject_that_is_gone_cannot_be_chosen(house: House) -> None:
    with pytest.raises(InvalidInput):
        change(house, house.open(), 4711)


def test_reading_a_message_takes_it_off_the_list(house: House) -> None:
    case = house.open()
    with house.db.changing() as session:
        session.get_one(Case, case.id).unread_message = True
    acts.mark_read(house.db, seen(house.case(case.number)), house.handler)
    assert not house.case(case.number).unread_message


def close(house: House, case: Case, state: CaseState, why: str) -> None:
    acts.close_without_answer(house.db, house.clock, seen(case), house.handler, state, why)


def change(house: House, case: Case, subject_id: int, facts: dict[str, str] | None = None) -> None:
    user: User = house.handler
    acts.change_subject(house.db, house.clock, seen(case), user, subject_id, facts or {})


def test_who_says_read_says_so_of_the_messages_that_were_on_the_page(house: House) -> None:
    # Given a page with one new message, and a second one that came in after it was opened
    case = house.open()
    first, second = (
        NewMessage(channel=Channel.EMAIL, at=house.clock(), text=text) for text in ("een", "twee")
    )
    wrote_again(house, case, first)
    page = seen(house.case(case.number))
    wrote_again(house, case, second)
    # When the reader says that it needs nothing, then that is not taken for both
    with pytest.raises(ChangedByColleague):
        acts.mark_read(house.db, page, house.handler)
    assert house.case(case.number).unread_message


def wrote_again(house: House, case: Case, message: NewMessage) -> None:
    with house.db.changing() as session:
        receive_message(session, house.clock(), session.get_one(Case, case.id), message)


def test_a_closed_case_takes_no_further_acts_before_it_is_opened_again(house: House) -> None:
    """Else an answered case would wait, or be withdrawn after its answer."""
    case = house.open(house.application)
    answered = Dated(type=EventType.ANSWERED, on=TODAY, data={})
    acts.write_down(house.db, house.clock, seen(case), house.handler, answered)
    closed = house.case(case.number)
    with pytest.raises(InvalidInput):
        acts.write_down(house.db, house.clock, seen(closed), house.handler, SUSPENDED)
    with pytest.raises(InvalidInput):
        close(house, closed, CaseState.WITHDRAWN, "zomaar")
    with pytest.raises(InvalidInput):
        acts.change_subject(
            house.db, house.clock, seen(closed), house.handler, house.question.id or 0, {}
        )
    assert house.case(case.number).state is CaseState.ANSWERED
    acts.reopen(house.db, house.clock, seen(closed), house.handler, "Er ontbrak iets")
    acts.write_down(house.db, house.clock, seen(house.case(case.number)), house.handler, SUSPENDED)
    assert house.case(case.number).state is CaseState.WAITING
