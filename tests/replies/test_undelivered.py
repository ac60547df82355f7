"""Does a handler hear of a reply that did not leave, and does nothing leave that is not true?"""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.two_databases import House
from tracker.base.config import Settings
from tracker.outbox.models import OutboxMessage
from tracker.outbox.queries import OutboxState, state_of
from tracker.register.acts import Seen, close_without_answer, mark_read, reopen
from tracker.register.models import Case, CaseState, EventType, Message, ReplyKind
from tracker.replies.acknowledge import acknowledge_waiting
from tracker.replies.service import Written, send_reply, settle_sent
from tracker.replies.undelivered import call_back_acknowledgements, tell_of_failures

ANSWER = (
    "Beste Jo, u vroeg wanneer de lantaarnpaal wordt gemaakt. Dat doen wij op vrijdag 13 november."
)


def answer(house: House, settings: Settings, case: Case) -> Message:
    written = Written(text=ANSWER, kind=ReplyKind.ANSWER, seen_version=0)
    return send_reply(house.db, house.clock, settings, case.number, house.handler, written)


def seen(house: House, case: Case) -> Seen:
    return Seen(number=case.number, version=house.case(case.number).version)


def outbox(house: House) -> list[OutboxMessage]:
    with house.db.reading() as session:
        return list(session.exec(select(OutboxMessage).order_by("id")))


def server(house: House, **says: object) -> None:
    """Let the mail server say something about all that waits."""
    with house.db.changing() as session:
        for row in session.exec(select(OutboxMessage)):
            for name, value in says.items():
                setattr(row, name, value)


def message(house: House, kind: ReplyKind) -> Message:
    with house.db.reading() as session:
        return session.exec(select(Message).where(Message.kind == kind)).one()


def test_a_reply_that_the_mail_server_refuses_is_work_for_its_handler_again(
    house: House, settings: Settings
) -> None:
    # Given an answer that the mail server will never take
    case = house.open()
    answer(house, settings, case)
    server(house, failed_at=house.clock())
    # When the job comes by, it is written at the case, once
    assert [tell_of_failures(house.db, house.clock) for _round in range(2)] == [1, 0]
    told = house.case(case.number)
    assert (told.state, told.unread_message) == (CaseState.IN_PROGRESS, True)
    assert house.events(case)[-1] is EventType.NOTE
    assert message(house, ReplyKind.ANSWER).data["undelivered"]
    # And once it left after all, the case is answered
    mark_read(house.db, seen(house, case), house.handler)
    server(house, failed_at=None, sent_at=house.clock())
    assert tell_of_failures(house.db, house.clock) == 0
    settle_sent(house.db, house.clock)
    answered = house.case(case.number)
    assert (answered.state, answered.unread_message) == (CaseState.ANSWERED, False)


def test_what_waits_for_a_mail_server_that_is_down_has_not_failed(
    house: House, settings: Settings
) -> None:
    answer(house, settings, house.open())
    house.clock.forward(timedelta(days=1))
    assert tell_of_failures(house.db, house.clock) == 0


@pytest.mark.parametrize("by", ["closing", "answering"])
def test_an_acknowledgement_that_waits_is_taken_back_when_its_promise_is_not_true(
    house: House, settings: Settings, by: str
) -> None:
    # Given an acknowledgement that waits for a mail server that is down
    case = house.open()
    acknowledge_waiting(house.db, house.clock, settings)
    assert call_back_acknowledgements(house.db, house.clock) == 0
    # When the case is done before it left
    if by == "closing":
        close(house, case)
    else:
        answer(house, settings, case)
    # Then it does not leave; an answer does
    assert [call_back_acknowledgements(house.db, house.clock) for _round in range(2)] == [1, 0]
    first, *others = [state_of(row) for row in outbox(house)]
    assert first is OutboxState.WITHDRAWN
    assert others == ([OutboxState.QUEUED] if by == "answering" else [])
    assert message(house, ReplyKind.ACKNOWLEDGEMENT).data["called_back"]
    # And a case that is opened again gets none by itself
    if by == "closing":
        reopen(house.db, house.clock, seen(house, case), house.handler, "Toch niet ingetrokken")
        assert acknowledge_waiting(house.db, house.clock, settings) == 0


def test_a_reply_that_waits_leaves_also_when_the_case_is_closed_meanwhile(
    house: House, settings: Settings
) -> None:
    """A person chose to send it; it stops no clock that stopped already."""
    case = house.open()
    answer(house, settings, case)
    close(house, case)
    assert call_back_acknowledgements(house.db, house.clock) == 0
    server(house, sent_at=house.clock())
    settle_sent(house.db, house.clock)
    assert house.case(case.number).state is CaseState.WITHDRAWN
    assert house.events(case)[-1] is EventType.INTERIM_SENT


def close(house: House, case: Case) -> None:
    state, why = CaseState.WITHDRAWN, "De inwoner belde dat het klaar is"
    close_without_answer(house.db, house.clock, seen(house, case), house.handler, state, why)
