"""Does every mail end in the right case, once, or in none for a reason?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from tests.intake.desk import Desk, desk, settings
from tests.intake.letters import bounce_of, letter, letter_with_files, out_of_office
from tracker.base.errors import InvalidInput
from tracker.intake.filing import Filed
from tracker.intake.models import MailState, ReceivedMail
from tracker.intake.paper import PaperLetter, register_letter
from tracker.intake.service import store_raw
from tracker.outbox.service import Mail, queue_mail
from tracker.people.models import Role, User
from tracker.register.models import (
    Attachment,
    Case,
    Channel,
    Correspondent,
    Direction,
    Event,
    EventType,
    Message,
    Subject,
)
from tracker.register.service import Sender

__all__ = ["desk", "settings"]


def test_a_letter_opens_a_case_with_all_that_belongs_to_it(desk: Desk) -> None:
    # When a mail with files comes in
    raw = letter_with_files()
    filed = desk.take_in(raw)

    # Then there is a case with its clocks, who wrote, what they wrote, the files and the bytes
    assert filed == Filed(state=MailState.FILED, case_number="2026-000001")
    case = desk.case("2026-000001")
    assert (case.title, case.received_on) == ("Tekening van de dakkapel", date(2026, 6, 3))
    assert case.target_on is not None
    (message,) = desk.messages("2026-000001")
    assert message.text == "Hierbij de tekening."
    assert message.header_id == "<tekening@zeezicht.example>"
    assert message.at == desk.clock()
    with desk.db.reading() as session:
        writer = session.exec(select(Correspondent)).one()
        kept = session.exec(select(Attachment).order_by(Attachment.id)).all()
        row = session.exec(select(ReceivedMail)).one()
    assert (writer.name, writer.email) == ("Bouwbedrijf Zeezicht", "info@zeezicht.example")
    assert [each.filename for each in kept] == ["logo.png", "Dakkapel één.pdf"]
    assert desk.files.read(kept[1].sha256) == b"%PDF-1.4 tekening"
    assert desk.files.read(message.raw_sha256) == raw
    assert (row.state, row.case_id, row.message_id) == (MailState.FILED, case.id, message.id)


def test_filing_a_mail_again_changes_nothing(desk: Desk) -> None:
    filed = desk.take_in(letter())
    assert desk.file(1) == filed
    assert (desk.count(Case), desk.count(Message)) == (1, 1)


def test_the_same_number_in_the_mailbox_is_the_same_mail(desk: Desk) -> None:
    known = {"mailbox": "post", "uidvalidity": 1, "uid": 7}
    first = store_raw(desk.db, desk.clock, desk.files, letter(), **known)
    again = store_raw(desk.db, desk.clock, desk.files, letter(), **known)
    other = store_raw(
        desk.db, desk.clock, desk.files, letter(), mailbox="post", uidvalidity=2, uid=7
    )
    assert (first.new, again.new, other.new) == (True, False, True)
    assert again.ledger_id == first.ledger_id != other.ledger_id


def test_two_mails_with_the_same_message_id_are_two(desk: Desk) -> None:
    desk.take_in(letter("De paal is stuk.", message_id="<zelfde@inwoner.example>"))
    desk.take_in(letter("De put is vol.", message_id="<zelfde@inwoner.example>"))
    assert (desk.count(Case), desk.count(Message)) == (2, 2)


def test_no_form_can_keep_a_mail_out_by_taking_its_mark(desk: Desk) -> None:
    """A colleague can send any value as the mark of a form; the next mail must not trip over it."""
    with desk.db.changing() as session:
        subject = session.exec(select(Subject)).first()
        user = User(name="Rie", email="rie@x.example", password_hash="-", role=Role.REGISTRAR)
        session.add(user)
    forged = PaperLetter(
        channel=Channel.LETTER,
        received_on=date(2026, 6, 3),
        title="Boom",
        subject_id=subject.id if subject else 0,
        sender=Sender(name="An Visser"),
        text="De boom staat scheef.",
        facts={},
        scan=None,
        once="mail:1",
    )
    register_letter(desk.db, desk.clock, forged, user)
    filed = desk.take_in(letter())
    assert (filed.state, filed.case_number) == (MailState.FILED, "2026-000002")


def test_a_mail_without_bytes_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        store_raw(desk.db, desk.clock, desk.files, b"", mailbox="post")
    assert desk.count(ReceivedMail) == 0


def test_the_term_starts_when_the_mail_reached_the_mailbox(desk: Desk) -> None:
    # Given a mail that lay in the mailbox for three days, as after an outage
    at = desk.clock() - timedelta(days=3)
    stored = store_raw(
        desk.db, desk.clock, desk.files, letter(), mailbox="post", uid=1, received_at=at
    )
    # Then the case counts from that day
    assert desk.case(desk.file(stored.ledger_id).case_number).received_on == date(2026, 5, 31)


def test_mail_of_half_past_midnight_in_amsterdam_came_in_on_the_new_day(desk: Desk) -> None:
    at = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    stored = store_raw(
        desk.db, desk.clock, desk.files, letter(), mailbox="post", uid=1, received_at=at
    )
    case = desk.case(desk.file(stored.ledger_id).case_number)
    assert case.received_on == date(2026, 6, 1)


def test_a_mailbox_clock_that_runs_ahead_starts_no_term_in_the_future(desk: Desk) -> None:
    at = desk.clock() + timedelta(days=3)
    stored = store_raw(
        desk.db, desk.clock, desk.files, letter(), mailbox="post", uid=1, received_at=at
    )
    assert desk.case(desk.file(stored.ledger_id).case_number).received_on == date(2026, 6, 3)


@pytest.mark.parametrize(
    "headers",
    [
        {"In_Reply_To": "<1@inwoner.example>"},
        {"References": "<1@inwoner.example> <vreemd@elders.example>"},
        {"subject": "Nog iets over 2026-000001"},
    ],
)
def test_a_reply_joins_its_case(desk: Desk, headers: dict[str, str]) -> None:
    desk.take_in(letter())
    filed = desk.take_in(letter("Is er al nieuws?", message_id="<2@inwoner.example>", **headers))

    assert filed.case_number == "2026-000001"
    assert desk.count(Case) == 1
    assert [each.text for each in desk.messages("2026-000001")][1] == "Is er al nieuws?"
    assert desk.case("2026-000001").unread_message


def test_an_answer_to_our_own_mail_joins_its_case(desk: Desk) -> None:
    # Given a mail of ours in a case
    desk.take_in(letter())
    with desk.db.changing() as session:
        case = session.exec(select(Case)).one()
        session.add(
            Message(
                case_id=case.id or 0,
                direction=Direction.OUT,
                channel=case.channel,
                header_id="<uit@waterrijk.example>",
                at=desk.clock(),
            )
        )
    # When somebody else answers it, with another subject
    reply = letter(
        "Hier is de foto.",
        sender="buur@inwoner.example",
        subject="Foto",
        message_id="<3@inwoner.example>",
        In_Reply_To="<uit@waterrijk.example>",
    )
    # Then it is in the same case
    assert desk.take_in(reply).case_number == "2026-000001"


def test_nobody_draws_an_answer_to_us_into_a_case_of_their_own(desk: Desk) -> None:
    """The Message-IDs that we send can be known; a letter that bears one takes no answer along."""
    number = desk.take_in(letter()).case_number
    with desk.db.changing() as session:
        asked = session.exec(select(Message)).one()
        session.add(
            Message(
                case_id=asked.case_id,
                direction=Direction.OUT,
                channel=asked.channel,
                at=desk.clock(),
                header_id="<antwoord@waterrijk.example>",
            )
        )
    other = "Ander <ander@elders.example>"
    desk.take_in(letter(sender=other, message_id="<antwoord@waterrijk.example>"))
    answer = letter(message_id="<2@inwoner.example>", In_Reply_To="<antwoord@waterrijk.example>")
    assert desk.take_in(answer).case_number == number


def test_only_what_is_new_is_remembered_beside_the_whole(desk: Desk) -> None:
    text = "Dank u wel.\n\nOp 3 juni 2026 schreef Post Waterrijk:\n> Uw vraag is binnen.\n"
    (message,) = desk.messages(desk.take_in(letter(text)).case_number)
    assert message.text.endswith("> Uw vraag is binnen.")
    assert message.data == {"reply_text": "Dank u wel."}


def test_an_unknown_case_number_opens_a_case(desk: Desk) -> None:
    assert desk.take_in(letter(subject="Over 2020-000009")).case_number == "2026-000001"


@pytest.mark.parametrize(
    "raw",
    [
        out_of_office(),
        out_of_office(In_Reply_To="<1@inwoner.example>"),
        letter(message_id="<n@x.example>", Precedence="bulk", List_Id="<nieuws.winkel.example>"),
        letter(message_id="<v@x.example>", X_Autoreply="yes", subject="Over 2026-000001"),
    ],
)
def test_automatic_mail_joins_nothing_and_is_set_aside_with_a_reason(
    desk: Desk, raw: bytes
) -> None:
    desk.take_in(letter())
    filed = desk.take_in(raw)

    assert (filed.state, filed.case_number) == (MailState.SET_ASIDE, "")
    assert filed.reason
    assert (desk.count(Case), desk.count(Message)) == (1, 1)
    assert not desk.case("2026-000001").unread_message


def test_a_bounce_is_noted_on_the_case_of_the_mail_that_did_not_arrive(desk: Desk) -> None:
    desk.take_in(letter())
    with desk.db.changing() as session:
        message = session.exec(select(Message)).one()
        message.header_id = "<uit@waterrijk.example>"
        session.add(message)

    filed = desk.take_in(bounce_of("<uit@waterrijk.example>"))

    assert (filed.state, filed.case_number) == (MailState.SET_ASIDE, "2026-000001")
    with desk.db.reading() as session:
        note = session.exec(select(Event).where(Event.type == EventType.NOTE)).one()
        row = session.get_one(ReceivedMail, 2)
    assert note.data["text"].startswith("Ons bericht is niet aangekomen")
    assert row.case_id == note.case_id
    case = desk.case("2026-000001")
    assert case.unread_message
    assert case.answered_on is None
    assert desk.count(Message) == 1


def test_a_bounce_of_an_unknown_mail_is_only_set_aside(desk: Desk) -> None:
    filed = desk.take_in(bounce_of("<vreemd@elders.example>"))
    assert (filed.state, filed.case_number) == (MailState.SET_ASIDE, "")
    assert desk.count(Event) == 0


def test_our_own_mail_is_known_by_the_outbox(desk: Desk) -> None:
    with desk.db.changing() as session:
        mail = Mail(key="x", recipient="post@waterrijk.example", subject="Overzicht", text="x")
        sent = queue_mail(session, desk.clock(), desk.settings, mail)
    own = {"sender": "post@waterrijk.example"}
    assert desk.take_in(letter(message_id=sent.message_id, **own)).state is MailState.SET_ASIDE
    # A colleague who writes from the same address is a person
    colleague = letter(message_id="<hand@waterrijk.example>", **own)
    assert desk.take_in(colleague).state is MailState.FILED


@pytest.mark.parametrize(
    "sign",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Failed_Recipients": "weg@elders.example"},
    ],
)
def test_a_machine_that_writes_from_our_address_is_still_a_machine(
    desk: Desk, sign: dict[str, str]
) -> None:
    """Such as a team's own mailbox that says that nobody is in; each reminder would open a case."""
    robot = letter(sender="post@waterrijk.example", message_id="<robot@waterrijk.example>", **sign)
    assert desk.take_in(robot).state is MailState.SET_ASIDE
