"""Does a reply leave once, in its thread, and does only a sent answer stop the clocks?"""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from tests.two_databases import House
from tracker.base.config import Settings
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.outbox.models import OutboxMessage
from tracker.register.acts import Seen, reopen
from tracker.register.models import Case, CaseState, Channel, EventType, Message, ReplyKind
from tracker.register.service import NewCase, NewMessage, Sender, open_case
from tracker.replies.acknowledge import acknowledge_waiting
from tracker.replies.models import Draft
from tracker.replies.service import Written, posted, save_draft, send_reply, settle_sent

ANSWER = (
    "Beste Jo, u vroeg wanneer de lantaarnpaal wordt gemaakt. Dat doen wij op vrijdag 13 november. "
    "De kabel is stuk en die vervangen wij dan. Tot die dag staat er een tijdelijke lamp."
)
NOTHING = (
    "Beste Jo, wij hebben uw bericht in goede orde ontvangen. U hoort zo snel mogelijk van ons."
)


def written(text: str = ANSWER, kind: ReplyKind = ReplyKind.ANSWER, **more: object) -> Written:
    values = {"text": text, "kind": kind, "seen_version": 0} | more
    return Written(**values)  # type: ignore[arg-type]


def mails(house: House) -> list[OutboxMessage]:
    with house.db.reading() as session:
        return list(session.exec(select(OutboxMessage).order_by("id")))


def mail_leaves(house: House) -> None:
    """Let everything in the outbox have been sent, as the mail server tells the sender."""
    with house.db.changing() as session:
        for row in session.exec(select(OutboxMessage)):
            row.sent_at = row.sent_at or house.clock()


def send(house: House, settings: Settings, case: Case, what: Written) -> Message:
    return send_reply(house.db, house.clock, settings, case.number, house.handler, what)


def test_an_answer_goes_out_in_the_thread_and_stops_the_clocks_once_it_is_gone(
    house: House, settings: Settings
) -> None:
    case = house.open()
    send(house, settings, case, written())
    (mail,) = mails(house)
    assert mail.recipient == "jo@inwoner.example"
    assert mail.subject == "Re: Lantaarnpaal kapot [2026-000001]"
    assert mail.in_reply_to == "<een@inwoner.example>"
    assert mail.references == "<nul@inwoner.example> <een@inwoner.example>"
    assert "buiten@gemeente.example" in mail.sender

    # Not gone yet: the clock runs on
    assert settle_sent(house.db, house.clock) == 0
    assert house.case(case.number).answered_on is None

    # Gone the next day: that is the day on which it stopped
    house.clock.forward(timedelta(days=1))
    mail_leaves(house)
    assert settle_sent(house.db, house.clock) == 1
    assert settle_sent(house.db, house.clock) == 0
    answered = house.case(case.number)
    assert (answered.state, answered.answered_on) == (CaseState.ANSWERED, date(2026, 11, 10))
    assert house.events(case)[-1] is EventType.ANSWERED


def test_who_answers_a_case_of_nobody_has_taken_it(house: House, settings: Settings) -> None:
    case = house.open()
    send(house, settings, case, written())
    assert house.case(case.number).handler_id == house.handler.id


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        (ReplyKind.INTERIM, EventType.INTERIM_SENT),
        (ReplyKind.ACKNOWLEDGEMENT, EventType.ACKNOWLEDGED),
    ],
)
def test_less_than_an_answer_leaves_the_answer_clock_running(
    house: House, settings: Settings, kind: ReplyKind, event: EventType
) -> None:
    case = house.open()
    send(house, settings, case, written(NOTHING, kind))
    mail_leaves(house)
    settle_sent(house.db, house.clock)
    assert house.events(case)[-1] is event
    assert house.case(case.number).answered_on is None


def test_an_acknowledgement_is_no_answer_without_a_reason(house: House, settings: Settings) -> None:
    case = house.open()
    with pytest.raises(InvalidInput) as refused:
        send(house, settings, case, written(NOTHING))
    assert refused.value.field == "reason"
    assert mails(house) == []
    message = send(house, settings, case, written(NOTHING, reason="Er werd niets gevraagd."))
    assert message.data["reason"] == "Er werd niets gevraagd."
    mail_leaves(house)
    settle_sent(house.db, house.clock)
    assert house.case(case.number).state is CaseState.ANSWERED


@pytest.mark.parametrize("text", ["", "   \n", "ja"])
def test_nothing_is_not_sent(house: House, settings: Settings, text: str) -> None:
    with pytest.raises(InvalidInput):
        send(house, settings, house.open(), written(text, reason="toch"))


def test_a_form_that_is_sent_twice_sends_one_reply(house: House, settings: Settings) -> None:
    case = house.open()
    first = send(house, settings, case, written(once="form-1"))
    again = send(house, settings, case, written(once="form-1"))
    assert first.id == again.id
    assert len(mails(house)) == 1


def test_the_mark_of_a_form_counts_in_its_own_case_only(house: House, settings: Settings) -> None:
    """Otherwise a forged mark says "sent" while nothing left."""
    send(house, settings, house.open(), written(once="form-1"))
    send(house, settings, house.open(), written(once="form-1"))
    assert len(mails(house)) == 2


def test_who_did_not_see_what_a_colleague_sent_looks_first(
    house: House, settings: Settings
) -> None:
    case = house.open()
    first = send(house, settings, case, written(once="form-1", seen_reply=0))
    with pytest.raises(ChangedByColleague):
        send(house, settings, case, written(once="form-2", seen_reply=0))
    assert len(mails(house)) == 1
    send(house, settings, case, written(once="form-3", seen_reply=first.id))
    assert len(mails(house)) == 2


def test_two_who_write_on_one_draft_do_not_overwrite_each_other(house: House) -> None:
    case = house.open()
    draft = save_draft(house.db, house.clock, case.number, house.handler, written("Eerste tekst"))
    with pytest.raises(ChangedByColleague):
        save_draft(house.db, house.clock, case.number, house.colleague, written("Tweede tekst"))
    later = written("Derde tekst", seen_version=draft.version)
    save_draft(house.db, house.clock, case.number, house.colleague, later)
    with house.db.reading() as session:
        assert session.exec(select(Draft)).one().text == "Derde tekst"


def test_a_word_after_the_answer_does_not_answer_twice(house: House, settings: Settings) -> None:
    case = house.open()
    for _turn in range(2):
        send(house, settings, case, written())
        mail_leaves(house)
        settle_sent(house.db, house.clock)
    assert house.events(case).count(EventType.ANSWERED) == 1
    assert house.events(case)[-1] is EventType.INTERIM_SENT


def test_who_has_no_mail_address_gets_a_letter_that_counts_once_it_is_posted(
    house: House, settings: Settings
) -> None:
    sender = Sender(name="An Visser", street="Kreek 1", postcode="9990 AB", place="Zuidhaven")
    case = house.open(sender=sender, channel=Channel.LETTER)
    letter = send(house, settings, case, written())
    assert (letter.channel, mails(house)) == (Channel.LETTER, [])
    assert house.case(case.number).answered_on is None

    def post(on: date) -> None:
        posted(house.db, house.clock, case.number, house.handler, letter.id or 0, on)

    for wrong in (date(2026, 11, 8), date(2026, 11, 10)):
        with pytest.raises(InvalidInput):
            post(wrong)
    post(date(2026, 11, 9))
    assert house.case(case.number).answered_on == date(2026, 11, 9)
    with pytest.raises(NotFound):
        post(date(2026, 11, 9))


def test_every_mail_is_acknowledged_once_with_its_number_and_date(
    house: House, settings: Settings
) -> None:
    case = house.open()
    assert acknowledge_waiting(house.db, house.clock, settings) == 1
    assert acknowledge_waiting(house.db, house.clock, settings) == 0
    (mail,) = mails(house)
    assert case.number in mail.text
    assert "maandag 23 november 2026" in mail.text
    assert mail.automatic
    mail_leaves(house)
    settle_sent(house.db, house.clock)
    case = house.case(case.number)
    assert (case.acknowledged_on, case.answered_on) == (date(2026, 11, 9), None)


def test_paper_and_people_without_an_address_get_no_mail(house: House, settings: Settings) -> None:
    house.open(channel=Channel.LETTER)
    house.open(sender=Sender(name="Onbekend"))
    assert acknowledge_waiting(house.db, house.clock, settings) == 0


def test_a_sender_that_wants_no_automatic_answer_gets_none(
    house: House, settings: Settings
) -> None:
    case = house.open()
    with house.db.changing() as session:
        first = session.exec(select(Message).where(Message.case_id == case.id)).one()
        first.data = {"no_acknowledgement": True}
    assert acknowledge_waiting(house.db, house.clock, settings) == 0


def test_acknowledgements_to_one_address_come_to_rest(house: House, settings: Settings) -> None:
    few = settings.model_copy(update={"acknowledgements_a_sender_a_day": 2})
    for _turn in range(4):
        house.open()
    assert acknowledge_waiting(house.db, house.clock, few) == 2
    assert acknowledge_waiting(house.db, house.clock, few) == 0
    house.clock.forward(timedelta(hours=25))
    assert acknowledge_waiting(house.db, house.clock, few) == 2


def test_who_has_an_answer_is_not_told_afterwards_that_the_letter_came_in(
    house: House, settings: Settings
) -> None:
    # Given an answer that left before the acknowledgement, and a case that was opened again
    case = house.open()
    send(house, settings, case, written())
    assert acknowledge_waiting(house.db, house.clock, settings) == 0
    mail_leaves(house)
    settle_sent(house.db, house.clock)
    closed = house.case(case.number)
    seen = Seen(number=case.number, version=closed.version)
    reopen(house.db, house.clock, seen, house.handler, "Er kwam nog een vraag")
    # Then no acknowledgement goes out by itself, and the case asks for an answer again
    assert acknowledge_waiting(house.db, house.clock, settings) == 0
    again = house.case(case.number)
    assert (again.state, again.answered_on, again.closed_on) == (CaseState.IN_PROGRESS, None, None)
    assert again.next_by is not None
    # And a second answer closes it again
    send(house, settings, again, written("Beste Jo, " + ANSWER))
    mail_leaves(house)
    settle_sent(house.db, house.clock)
    assert house.case(case.number).state is CaseState.ANSWERED
    assert house.events(case).count(EventType.ANSWERED) == 2


def test_senders_who_get_no_acknowledgement_keep_nobody_else_waiting(
    house: House, settings: Settings
) -> None:
    # Given a machine that wrote more often than one look takes in
    with house.db.changing() as session:
        for turn in range(210):
            case = opened_by_a_machine(session, house, turn)
            first = session.exec(select(Message).where(Message.case_id == case.id)).one()
            first.data = {"no_acknowledgement": True}
    # When a person writes after it, that person hears from us
    person = house.open()
    assert acknowledge_waiting(house.db, house.clock, settings) == 1
    assert person.number in mails(house)[0].text


def opened_by_a_machine(session: Session, house: House, turn: int) -> Case:
    message = NewMessage(channel=Channel.EMAIL, at=house.clock(), text=f"Melding {turn}")
    new = NewCase(
        title="Melding",
        subject_id=house.question.id or 0,
        received_on=date(2026, 11, 9),
        sender=Sender(name="Robot", email="noreply@robot.example"),
        message=message,
    )
    return open_case(session, house.clock(), new)


def test_a_letter_that_went_to_the_post_before_the_case_was_opened_again_does_not_close_it(
    house: House, settings: Settings
) -> None:
    # Given two letters, one posted, and a case that was opened again after that
    case = house.open(sender=Sender(name="An Visser", place="Zuidhaven"), channel=Channel.LETTER)
    first = send(house, settings, case, written())
    second = send(house, settings, case, written(ANSWER + " Groet."))
    posted(house.db, house.clock, case.number, house.handler, first.id or 0, date(2026, 11, 9))
    house.clock.forward(timedelta(days=3))
    seen = Seen(number=case.number, version=house.case(case.number).version)
    reopen(house.db, house.clock, seen, house.handler, "Er kwam nog een vraag")
    # When the second turns out to have gone a day after it was written
    posted(house.db, house.clock, case.number, house.handler, second.id or 0, date(2026, 11, 10))
    # Then state and clocks still say the same: nobody has answered the new question
    again = house.case(case.number)
    assert (again.state, again.answered_on, again.closed_on) == (CaseState.IN_PROGRESS, None, None)
    assert again.next_by is not None
