"""Does a letter become a case once, with clocks that follow from what happened?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import select

from tests.two_databases import House
from tracker.base.errors import InvalidInput, NotFound
from tracker.register.clocks import days_left, reckon_case
from tracker.register.models import Case, CaseState, Channel, Correspondent, EventType, Message
from tracker.register.queries import case_of_message_ids, find_case, letters_of
from tracker.register.service import (
    NewFile,
    NewMessage,
    Sender,
    find_or_add,
    receive_message,
    record_event,
)


def test_a_letter_becomes_a_case_with_its_number_and_dates(house: House) -> None:
    case = house.open()
    assert case.number == "2026-000001"
    assert (case.state, case.channel) == (CaseState.NEW, Channel.EMAIL)
    assert (case.acknowledge_by, case.target_on) == (date(2026, 11, 11), date(2026, 11, 23))
    assert case.due_on is None
    assert (case.next_clock, case.next_by) == ("acknowledge", date(2026, 11, 11))
    assert house.events(case) == [EventType.REGISTERED]


def test_an_application_has_the_date_of_the_law_too(house: House) -> None:
    case = house.open(house.application)
    assert case.due_on == date(2027, 1, 4)  # eight weeks after Monday 9 November
    assert case.regime == "awb-aanvraag"


def test_cases_that_open_at_the_same_moment_get_different_numbers(house: House) -> None:
    with ThreadPoolExecutor(8) as at_once:
        cases = list(at_once.map(lambda _turn: house.open(), range(24)))
    assert sorted(case.number for case in cases) == [f"2026-{n:06d}" for n in range(1, 25)]


def test_numbers_begin_anew_with_the_year(house: House) -> None:
    house.open()
    house.clock.move_to(house.clock().replace(year=2027))
    assert house.open().number == "2027-000001"


def test_an_objection_without_the_day_of_the_decision_is_not_stored(house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        house.open(house.objection)
    assert refused.value.field == "decision_sent_on"
    with house.db.reading() as session:
        assert session.exec(select(Case)).all() == []
    assert house.open().number == "2026-000001"  # no number was lost


def test_a_subject_that_is_gone_is_refused(house: House) -> None:
    with pytest.raises(NotFound):
        house.open(subject_id=4711)


def test_text_that_does_not_fit_is_cut_and_never_refused(house: House) -> None:
    sender = Sender(name="N" * 300, email="lang@inwoner.example", street="S" * 500)
    message = NewMessage(channel=Channel.EMAIL, at=house.clock(), text="met\x00nul")
    case = house.open(title="T" * 900, sender=sender, message=message)
    with house.db.reading() as session:
        assert session.get_one(Correspondent, case.correspondent_id).name == "N" * 199 + "…"
        assert session.exec(select(Message)).one().text == "metnul"
    assert len(case.title) == 300


def test_a_letter_without_sender_or_subject_line_still_has_a_case(house: House) -> None:
    case = house.open(title="  ", sender=Sender(name=""))
    with house.db.reading() as session:
        assert session.get_one(Correspondent, case.correspondent_id).name == "(afzender onbekend)"
    assert case.title == "(zonder onderwerp)"


def test_an_acknowledgement_stops_its_own_clock_only(house: House) -> None:
    case = house.open()
    with house.db.changing() as session:
        case = session.get_one(Case, case.id)
        record_event(session, house.clock(), case, EventType.ACKNOWLEDGED, date(2026, 11, 9))
    assert case.acknowledged_on == date(2026, 11, 9)
    assert (case.answered_on, case.state) == (None, CaseState.NEW)
    assert (case.next_clock, case.next_by) == ("target", date(2026, 11, 23))


def test_an_answer_stops_the_clocks_and_closes_the_case(house: House) -> None:
    case = house.open()
    with house.db.changing() as session:
        case = session.get_one(Case, case.id)
        record_event(session, house.clock(), case, EventType.ANSWERED, date(2026, 11, 9))
    assert (case.state, case.answered_on) == (CaseState.ANSWERED, date(2026, 11, 9))
    assert (case.next_by, case.closed_on) == (None, date(2026, 11, 9))


def test_the_dates_on_a_case_are_those_of_its_events(house: House) -> None:
    case = house.open(house.application)
    with house.db.changing() as session:
        case = session.get_one(Case, case.id)
        data = {"ground": "incomplete", "respond_by": "2026-11-30"}
        record_event(
            session, house.clock(), case, EventType.SUSPENSION_STARTED, date(2026, 11, 9), data=data
        )
        reckoned = reckon_case(session, case, date(2026, 11, 9))
    assert (case.due_on, case.target_on) == (reckoned.due_on, reckoned.target_on)
    assert case.state is CaseState.WAITING
    assert (case.suspended_since, case.respond_by) == (date(2026, 11, 10), date(2026, 11, 30))


def test_a_reply_joins_its_case_and_asks_to_be_read(house: House) -> None:
    case = house.open()
    file = NewFile(filename="foto.jpg", content_type="image/jpeg", size=3, sha256="a" * 64)
    message = NewMessage(
        channel=Channel.EMAIL, at=house.clock(), header_id="<twee@inwoner.example>", files=(file,)
    )
    with house.db.changing() as session:
        receive_message(session, house.clock(), session.get_one(Case, case.id), message)
    with house.db.reading() as session:
        found = case_of_message_ids(session, ["", "<twee@inwoner.example>"])
        letters = letters_of(session, case.id or 0)
    assert found
    assert found.unread_message
    assert [letter.attachments[0].filename for letter in letters if letter.attachments] == [
        "foto.jpg"
    ]
    assert house.events(case) == [EventType.REGISTERED, EventType.MESSAGE_RECEIVED]


def test_no_message_id_finds_no_case(house: House) -> None:
    house.open()
    with house.db.reading() as session:
        assert case_of_message_ids(session, ["", "<onbekend@inwoner.example>"]) is None
        assert case_of_message_ids(session, [""]) is None


@pytest.mark.parametrize(
    ("sender", "same"),
    [
        (Sender(name="J. Dijkgraaf", email="JO@inwoner.example"), True),
        (Sender(name="Jo Dijkgraaf"), False),
        (Sender(name="Jo Dijkgraaf", postcode="9990 AB", street="Kreek 1"), False),
    ],
)
def test_a_correspondent_is_known_by_address_and_never_by_name_alone(
    house: House, sender: Sender, same: bool
) -> None:
    first = house.open()
    with house.db.changing() as session:
        found = find_or_add(session, house.clock(), sender)
    assert (found.id == first.correspondent_id) is same


def test_who_writes_on_paper_is_known_by_name_and_address(house: House) -> None:
    sender = Sender(name="An Visser", postcode="9990 AB", street="Kreek 1")
    with house.db.changing() as session:
        first = find_or_add(session, house.clock(), sender)
        again = find_or_add(session, house.clock(), sender)
    assert first.id == again.id


def test_a_number_that_was_not_given_out_is_no_case(house: House) -> None:
    case = house.open()
    with house.db.reading() as session:
        assert find_case(session, case.number) is not None
        assert find_case(session, "2026-999999") is None


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        (date(2026, 11, 13), date(2026, 11, 9), 4),
        (date(2026, 11, 13), date(2026, 11, 13), 0),
        (date(2026, 11, 13), date(2026, 11, 14), -1),  # Friday, seen on Saturday
        (date(2026, 11, 13), date(2026, 11, 16), -1),
        (date(2026, 11, 13), date(2026, 11, 17), -2),
    ],
)
def test_late_never_looks_like_today(day: date, today: date, expected: int) -> None:
    assert days_left(day, today) == expected
