"""Do two workers at once, or one that died half-way, still tell each case once?"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import select

from tests.two_databases import House
from tracker.base.config import Settings
from tracker.base.errors import InvalidInput, NotFound
from tracker.outbox.models import OutboxMessage
from tracker.register.models import Case, CaseState, Channel, EventType, Message, ReplyKind
from tracker.register.service import Sender, record_event
from tracker.replies.acknowledge import acknowledge_waiting
from tracker.replies.service import Written, posted, send_reply, settle_sent

ANSWER = (
    "Beste Jo, u vroeg wanneer de lantaarnpaal wordt gemaakt. Dat doen wij op vrijdag 13 november."
)
WORKERS = 4


def replied(house: House, settings: Settings, kind: ReplyKind) -> Case:
    case = house.open()
    written = Written(text=ANSWER, kind=kind, seen_version=0)
    send_reply(house.db, house.clock, settings, case.number, house.handler, written)
    return case


def mail_leaves(house: House) -> None:
    with house.db.changing() as session:
        for row in session.exec(select(OutboxMessage)):
            row.sent_at = house.clock()


def test_workers_that_settle_at_once_write_each_message_down_once(
    house: House, settings: Settings
) -> None:
    cases = [replied(house, settings, ReplyKind.INTERIM) for _turn in range(12)]
    mail_leaves(house)
    with ThreadPoolExecutor(WORKERS) as at_once:
        list(at_once.map(lambda _worker: settle_sent(house.db, house.clock), range(WORKERS)))
    for case in cases:
        assert Counter(house.events(case))[EventType.INTERIM_SENT] == 1


def test_letters_that_are_posted_twice_at_once_are_written_down_once(
    house: House, settings: Settings
) -> None:
    case = house.open(sender=Sender(name="An Visser", place="Zuidhaven"), channel=Channel.LETTER)
    written = Written(text=ANSWER, kind=ReplyKind.INTERIM, seen_version=0)
    letters = [
        send_reply(house.db, house.clock, settings, case.number, house.handler, written)
        for _turn in range(10)
    ]

    def post(letter: Message) -> bool:
        on = date(2026, 11, 9)
        try:
            posted(house.db, house.clock, case.number, house.handler, letter.id or 0, on)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(WORKERS) as at_once:
        pressed = [letter for letter in letters for _press in range(WORKERS)]
        assert sum(at_once.map(post, pressed)) == len(letters)
    assert Counter(house.events(case))[EventType.INTERIM_SENT] == len(letters)


def test_workers_that_acknowledge_at_once_make_one_message_a_case(
    house: House, settings: Settings
) -> None:
    many = settings.model_copy(update={"acknowledgements_a_sender_a_day": 100})
    for _turn in range(12):
        house.open()
    with ThreadPoolExecutor(WORKERS) as at_once:
        queued = at_once.map(
            lambda _worker: acknowledge_waiting(house.db, house.clock, many), range(WORKERS)
        )
        assert sum(queued) == 12
    with house.db.reading() as session:
        written = session.exec(select(Message.case_id).where(Message.direction == "out")).all()
    assert sorted(written) == sorted(set(written))


def test_an_answer_that_cannot_be_written_down_does_not_keep_the_clocks_of_others_running(
    house: House, settings: Settings
) -> None:
    # Given two answers that left on Monday; by a typing error the first case came in later
    broken, sound = (replied(house, settings, ReplyKind.ANSWER) for _turn in range(2))
    mail_leaves(house)
    came_in_on(house, broken, "2026-11-11")
    house.clock.move_to(house.clock().replace(day=12))
    # When they are settled, somebody hears of the first and the second is done
    with pytest.raises(InvalidInput):
        settle_sent(house.db, house.clock)
    assert house.case(sound.number).state is CaseState.ANSWERED
    # And once it is mended the first is done too, dated on the day on which it left
    came_in_on(house, broken, "2026-11-09")
    assert settle_sent(house.db, house.clock) == 1
    assert house.case(broken.number).answered_on == date(2026, 11, 9)


def came_in_on(house: House, case: Case, day: str) -> None:
    data = {"facts": {"received_on": day}}
    with house.db.changing() as session:
        stored, now = session.get_one(Case, case.id), house.clock()
        record_event(session, now, stored, EventType.SUBJECT_CHANGED, now.date(), data=data)
