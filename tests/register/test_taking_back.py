"""Is a case as if it had never happened, once what was written down wrongly is taken back?"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col, select

from tests.two_databases import House
from tracker.base.errors import ChangedByColleague, InvalidInput, NotAllowed, NotFound
from tracker.people.models import User
from tracker.register import acts
from tracker.register.acts import Dated, Seen
from tracker.register.clocks import KEPT, events_of, history_of
from tracker.register.dated_forms import DATED_FORMS
from tracker.register.models import Case, CaseState, ClosingDay, Event, EventType, OwnRegime
from tracker.register.owed import owed_letters
from tracker.register.recalculation import recalculate
from tracker.register.service import record_event
from tracker.register.standing import standing_of
from tracker.register.taking_back import BY_HAND, foresee_taking_back, take_back

MONDAY, RESPOND_BY = date(2026, 11, 9), "2026-11-23"
WHY = "Verkeerde zaak"
WAITS: Mapping[str, Any] = {"ground": "incomplete", "respond_by": RESPOND_BY}


def seen(house: House, case: Case) -> Seen:
    return Seen(number=case.number, version=house.case(case.number).version)


def happens(
    house: House, case: Case, type: EventType, on: date = MONDAY, **data: Any
) -> tuple[Case, int]:
    """Write an event down; return the case as it is then, and the id of the event."""
    event = Dated(type=type, on=on, data=data)
    acts.write_down(house.db, house.clock, seen(house, case), house.handler, event)
    return house.case(case.number), newest(house, case).id or 0


def newest(house: House, case: Case) -> Event:
    with house.db.reading() as session:
        of_case = select(Event).where(Event.case_id == case.id)
        return session.exec(of_case.order_by(col(Event.id).desc())).first() or Event()


def undo(house: House, case: Case, event_id: int, why: str = WHY) -> Case:
    take_back(house.db, house.clock, seen(house, case), house.handler, event_id, why)
    return house.case(case.number)


def kept(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in (*KEPT, "closed_on")}


def on_a_desk(house: House) -> Case:
    case = house.open(house.application)
    acts.take(house.db, house.clock, seen(house, case), house.handler)
    return house.case(case.number)


ALL: list[tuple[EventType, dict[str, Any]]] = [
    (EventType.ACKNOWLEDGED, {}),
    (EventType.SUSPENSION_STARTED, dict(WAITS)),
    (EventType.SUSPENSION_STARTED, {"ground": "force_majeure"}),
    (EventType.EXTENDED, {"length": "3 weeks", "why": "Onderzoek"}),
    (EventType.POSTPONED_BY_CONSENT, {"until": "2027-02-01"}),
    (EventType.FORWARDED_INTERNALLY, {"sender_told": True}),
    (EventType.NOTICE_OF_DEFAULT, {}),
    (EventType.DECIDED, {"how": "post"}),
    (EventType.ANSWERED, {"how": "spoken"}),
]


def test_all_that_people_write_down_can_be_taken_back() -> None:
    assert {form.type for form in DATED_FORMS.values()} | {EventType.ANSWERED} == BY_HAND
    assert {type for type, _data in ALL} | {EventType.SUSPENSION_ENDED} == BY_HAND


@pytest.mark.parametrize(("type", "data"), ALL)
def test_what_is_taken_back_leaves_the_case_as_it_was(
    house: House, type: EventType, data: dict[str, Any]
) -> None:
    # Given an application on a desk, and three days later something that is written down wrongly
    case = on_a_desk(house)
    before = kept(case)
    house.clock.forward(timedelta(days=3))
    changed, event_id = happens(house, case, type, MONDAY + timedelta(days=2), **data)
    # When it is taken back, also when that was foreseen only
    with house.db.reading() as session:
        event = session.get_one(Event, event_id)
        stored, today = session.get_one(Case, case.id), house.clock().date()
        foreseen = foresee_taking_back(session, stored, today, event)
    after = undo(house, case, event_id)
    # Then all that follows from the clocks is as it was, and the timeline has both
    assert kept(after) == before
    assert foreseen.due_on == after.due_on
    assert house.events(case)[-2:] == [type, EventType.TAKEN_BACK]
    told = newest(house, case)
    assert (told.data, told.reason, told.by_id) == ({"event_id": event_id}, WHY, house.handler.id)
    assert after.version > changed.version


def test_a_decision_that_is_taken_back_opens_its_case(house: House) -> None:
    case = on_a_desk(house)
    closed, event_id = happens(house, case, EventType.DECIDED)
    assert (closed.state, closed.closed_on) == (CaseState.ANSWERED, MONDAY)
    opened = undo(house, case, event_id)
    assert (opened.state, opened.closed_on) == (CaseState.IN_PROGRESS, None)
    assert (opened.answered_on, opened.next_clock) == (None, "acknowledge")


def test_a_case_that_waited_waits_again(house: House) -> None:
    case = on_a_desk(house)
    happens(house, case, EventType.SUSPENSION_STARTED, **WAITS)
    _closed, event_id = happens(house, case, EventType.DECIDED)
    opened = undo(house, case, event_id)
    assert (opened.state, opened.respond_by) == (CaseState.WAITING, date(2026, 11, 23))


def test_a_suspension_whose_end_is_taken_back_runs_on(house: House) -> None:
    case = on_a_desk(house)
    happens(house, case, EventType.SUSPENSION_STARTED, **WAITS)
    resumed, event_id = happens(house, case, EventType.SUSPENSION_ENDED)
    assert resumed.state is CaseState.IN_PROGRESS
    waiting = undo(house, case, event_id)
    assert (waiting.state, waiting.respond_by) == (CaseState.WAITING, date(2026, 11, 23))


def test_a_suspension_that_has_an_end_goes_after_its_end(house: House) -> None:
    # Given a suspension that ended
    case = on_a_desk(house)
    before = kept(case)
    _waiting, start = happens(house, case, EventType.SUSPENSION_STARTED, **WAITS)
    resumed, end = happens(house, case, EventType.SUSPENSION_ENDED)
    # When the start is taken back, then that is refused, and nothing is stored
    with pytest.raises(InvalidInput):
        undo(house, case, start)
    assert kept(house.case(case.number)) == kept(resumed)
    assert house.events(case)[-1] is EventType.SUSPENSION_ENDED
    # The other way round it goes
    undo(house, case, end)
    assert kept(undo(house, case, start)) == before


def test_what_was_mended_counts(house: House) -> None:
    """A wrong day is taken back and written down anew."""
    case = on_a_desk(house)
    house.clock.forward(timedelta(days=3))
    _wrong, event_id = happens(house, case, EventType.SUSPENSION_STARTED, **WAITS)
    undo(house, case, event_id)
    right = {"ground": "incomplete", "respond_by": "2026-12-01"}
    on = MONDAY + timedelta(days=2)
    mended, _id = happens(house, case, EventType.SUSPENSION_STARTED, on, **right)
    assert (mended.suspended_since, mended.respond_by) == (date(2026, 11, 12), date(2026, 12, 1))


def test_only_what_a_person_wrote_down_can_be_taken_back(house: House) -> None:
    case = on_a_desk(house)
    with house.db.changing() as session:
        stored = session.get_one(Case, case.id)
        for type, data, by_id in (
            (EventType.ACKNOWLEDGED, {"message_id": 1}, None),
            (EventType.INTERIM_SENT, {"message_id": 2}, house.handler.id),
            (EventType.EXTENDED, {"length": "1 week"}, None),
            (EventType.ANSWERED, {"message_id": 3}, house.handler.id),
            (EventType.REOPENED, {"why": "Toch"}, house.handler.id),
        ):
            record_event(session, house.clock(), stored, type, MONDAY, by_id=by_id, data=data)
    _case, event_id = happens(house, case, EventType.ACKNOWLEDGED)
    undo(house, case, event_id)
    with house.db.reading() as session:
        all_of_it = history_of(session, case)
    types = {event.type for event in all_of_it}
    assert {EventType.REGISTERED, EventType.ASSIGNED, EventType.TAKEN_BACK} <= types
    for event in all_of_it:  # the last but one was taken back already: not twice
        with pytest.raises(InvalidInput):
            undo(house, case, event.id or 0)
    assert len(house.events(case)) == len(all_of_it)


def test_what_closed_without_an_answer_has_its_own_way_back(house: House) -> None:
    case = house.open()
    for state in (CaseState.DUPLICATE, CaseState.WITHDRAWN):
        how = seen(house, case), house.handler, state, "Zie 2026-000000"
        acts.close_without_answer(house.db, house.clock, *how)
        with pytest.raises(InvalidInput):
            undo(house, case, newest(house, case).id or 0)
        acts.reopen(house.db, house.clock, seen(house, case), house.handler, "Toch niet")


def test_in_a_closed_case_only_the_answer_itself_can_be_taken_back(house: House) -> None:
    case = on_a_desk(house)
    _extended, extension = happens(house, case, EventType.EXTENDED, length="3 weeks")
    _closed, decision = happens(house, case, EventType.DECIDED)
    with pytest.raises(InvalidInput) as refused:
        undo(house, case, extension)
    assert "Open hem eerst weer" in str(refused.value.message)
    assert undo(house, case, decision).state is CaseState.IN_PROGRESS
    assert undo(house, case, extension).due_on == case.due_on


def test_an_old_answer_can_be_taken_back_while_a_newer_one_keeps_the_case_closed(
    house: House,
) -> None:
    case = on_a_desk(house)
    _closed, wrong = happens(house, case, EventType.DECIDED)
    house.clock.forward(timedelta(days=1))
    acts.reopen(house.db, house.clock, seen(house, case), house.handler, "Dat was niet deze zaak")
    closed, _right = happens(house, case, EventType.DECIDED, MONDAY + timedelta(days=1))
    after = undo(house, case, wrong)
    assert (after.state, after.closed_on) == (CaseState.ANSWERED, closed.closed_on)
    assert after.acknowledged_on is None


def test_it_asks_why(house: House) -> None:
    case = on_a_desk(house)
    _case, event_id = happens(house, case, EventType.ACKNOWLEDGED)
    with pytest.raises(InvalidInput) as refused:
        undo(house, case, event_id, "  ")
    assert refused.value.field == "reason"


def test_the_event_must_be_of_this_case(house: House) -> None:
    case, other = on_a_desk(house), on_a_desk(house)
    _case, event_id = happens(house, case, EventType.ACKNOWLEDGED)
    with pytest.raises(NotFound):
        undo(house, other, event_id)


def test_another_team_takes_nothing_back(house: House) -> None:
    case = on_a_desk(house)
    _case, event_id = happens(house, case, EventType.ACKNOWLEDGED)
    page = seen(house, case)
    with pytest.raises(NotAllowed):
        take_back(house.db, house.clock, page, house.stranger, event_id, WHY)


def test_of_two_who_take_it_back_the_second_is_told(house: House) -> None:
    """Also where no date moves, as with a notice of default that came too early."""
    case = on_a_desk(house)
    _case, event_id = happens(house, case, EventType.NOTICE_OF_DEFAULT)
    page = seen(house, case)
    take_back(house.db, house.clock, page, house.handler, event_id, WHY)
    with pytest.raises(ChangedByColleague):
        take_back(house.db, house.clock, page, house.colleague, event_id, WHY)
    assert house.events(case).count(EventType.TAKEN_BACK) == 1


def test_of_two_at_the_very_same_moment_one_wins(house: House) -> None:
    case = on_a_desk(house)
    _case, event_id = happens(house, case, EventType.NOTICE_OF_DEFAULT)
    page, together = seen(house, case), Barrier(2)

    def press(user: User) -> bool:
        together.wait(10)
        try:
            take_back(house.db, house.clock, page, user, event_id, WHY)
        except (ChangedByColleague, StaleDataError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(press, (house.handler, house.colleague)))
    assert done == [False, True]
    assert house.events(case).count(EventType.TAKEN_BACK) == 1


def test_a_form_that_is_sent_twice_is_written_down_once(house: House) -> None:
    case = on_a_desk(house)
    page = seen(house, case)
    notice = Dated(type=EventType.NOTICE_OF_DEFAULT, on=MONDAY, data={})
    acts.write_down(house.db, house.clock, page, house.handler, notice)
    with pytest.raises(ChangedByColleague):
        acts.write_down(house.db, house.clock, page, house.handler, notice)
    assert house.events(case).count(EventType.NOTICE_OF_DEFAULT) == 1


def test_a_recalculation_does_not_bring_back_what_was_taken_back(house: House) -> None:
    # Given a suspension that was taken back, in a case beside one that never had it
    case, other = on_a_desk(house), on_a_desk(house)
    _case, event_id = happens(house, case, EventType.SUSPENSION_STARTED, ground="force_majeure")
    undo(house, case, event_id)
    # When the calendar changes
    with house.db.changing() as session:
        session.add(ClosingDay(day=date(2026, 11, 10), name="Verhuizing"))
    recalculate(house.db, house.clock)
    # Then both have the same dates
    mended, same = house.case(case.number), house.case(other.number)
    assert kept(mended) == kept(same)
    assert mended.acknowledge_by != case.acknowledge_by


def test_no_letter_is_owed_for_what_was_taken_back(house: House) -> None:
    case = on_a_desk(house)
    _case, event_id = happens(house, case, EventType.EXTENDED, length="3 weeks")
    undo(house, case, event_id)
    with house.db.reading() as session:
        stored = session.get_one(Case, case.id)
        assert owed_letters(stored, events_of(session, stored), []) == []
        standing = standing_of(session, stored, MONDAY)
    assert standing.extensions == 0
    with pytest.raises(NotFound):
        acts.letter_not_needed(house.db, house.clock, seen(house, case), house.handler, event_id)


def test_what_spoils_the_reckoning_can_be_taken_back(house: House) -> None:
    """A regime of our own that was mended may not know an extension any more."""
    with house.db.changing() as session:
        regime = OwnRegime(
            code="eigen-markt", name_nl="Markt", article="Marktverordening 5", term="8 weeks"
        )
        regime.extension, regime.valid_from = "4 weeks", date(2020, 1, 1)
        session.add(regime)
    case = house.open(house.question)
    with house.db.changing() as session:
        session.get_one(Case, case.id).regime = "eigen-markt"
    before, event_id = happens(house, case, EventType.EXTENDED, length="4 weeks")
    with house.db.changing() as session:
        session.get_one(OwnRegime, regime.id).extension = ""
    after = undo(house, case, event_id)
    assert before.due_on is not None
    assert after.due_on == date(2027, 1, 4)
