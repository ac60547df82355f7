"""Do closing days, decrees and own regimes of the municipality reach the dates of a case?"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import SQLModel

from tests.two_databases import House
from tracker.base.clock import OFFICE_TIME
from tracker.register.basis import basis_of, forget_basis, why_anew
from tracker.register.clocks import reckon_case
from tracker.register.models import Case, Channel, ClosingDay, OwnRegime, RoyalDecree, Subject

WAS, IS = "r1 c1 o1 n1", "r1 c2 o1 n2"


def add(house: House, rows: Iterable[SQLModel]) -> None:
    with house.db.changing() as session:
        session.add_all(rows)


def test_a_closing_day_moves_our_own_promise_and_no_legal_term(house: House) -> None:
    # Given what a letter's dates are without it
    before = house.open(house.application)

    # When the office is shut on a day in between
    add(house, [ClosingDay(day=date(2026, 11, 10), name="Verhuizing")])
    after = house.open(house.application)

    # Then the promise moves one working day, and the law does not
    assert after.acknowledge_by == date(2026, 11, 12)
    assert (before.acknowledge_by, before.due_on) == (date(2026, 11, 11), after.due_on)


def test_a_later_decree_counts_for_the_law_too(house: House) -> None:
    add(house, [RoyalDecree(source="Stcrt", first_year=2029, last_year=2031, days=["2029-05-11"])])
    with house.db.reading() as session:
        calendar = basis_of(session).calendar
    assert not calendar.is_working_day(date(2029, 5, 11))
    assert not calendar.statutory.is_working_day(date(2029, 5, 11))
    assert calendar.is_decreed(2031)


def test_a_case_has_the_row_of_its_day_of_receipt(house: House) -> None:
    # Given a scheme of our own that was changed on 1 November
    def row(term: str, since: date) -> OwnRegime:
        return OwnRegime(
            code="markt", name_nl="Standplaats", article="APV 5:17", term=term, valid_from=since
        )

    add(house, [row("4 weeks", date(2020, 1, 1)), row("6 weeks", date(2026, 11, 1))])
    subject = Subject(name="Standplaats", regime="markt", team_id=house.question.team_id)
    add(house, [subject])

    # Then a letter of before keeps the old term, and a later one has the new
    old: Case = house.open(subject, received_on=date(2026, 10, 30))
    new: Case = house.open(subject, received_on=date(2026, 11, 9))
    assert (old.due_on, new.due_on) == (date(2026, 11, 27), date(2026, 12, 21))


def test_a_promise_in_hours_counts_from_the_moment_of_receipt(house: House) -> None:
    # Given a subject that promises an answer within eight hours of office time
    subject = Subject(
        name="Spoed", regime="servicenorm", team_id=house.question.team_id, answer_within="8 hours"
    )
    add(house, [subject])

    # When a mail comes in on Monday morning at ten, and a letter on the same day
    mail = house.open(subject)
    letter = house.open(subject, channel=Channel.LETTER)

    # Then the mail's eight hours are over on Tuesday morning; the letter's begin then
    assert mail.target_on == date(2026, 11, 10)
    with house.db.reading() as session:
        reckoning = reckon_case(session, mail, date(2026, 11, 9))
    assert reckoning.target_at == datetime(2026, 11, 10, 9, 30, tzinfo=OFFICE_TIME)
    assert letter.target_on == date(2026, 11, 10)


def test_the_basis_is_read_anew_when_it_changed_in_the_same_transaction(house: House) -> None:
    with house.db.changing() as session:
        subject = session.get_one(Subject, house.question.id)
        before = basis_of(session).mark([subject])
        session.add(ClosingDay(day=date(2026, 12, 24)))
        assert basis_of(session).mark([subject]) == before
        forget_basis(session)
        after = basis_of(session).mark([subject])
        assert why_anew(before, after) == ("calendar",)


def test_two_marks_tell_which_part_changed() -> None:
    assert why_anew(WAS, IS) == ("calendar", "norms")
    assert why_anew(WAS, WAS) == ()
    assert why_anew("2026-11-24", IS) == ("rules",)
