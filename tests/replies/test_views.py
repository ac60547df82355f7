"""Can a handler write a reply, see how it reads, and send it or print it?"""

from pathlib import Path

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office, Page, office_settings
from tracker.base.config import Settings
from tracker.outbox.models import OutboxMessage
from tracker.register.models import Case, CaseState, Channel, Message
from tracker.register.service import NewMessage, Sender, receive_message
from tracker.replies.undelivered import tell_of_failures

ANSWER = (
    "Beste Jo,\n\nU vroeg wanneer de lantaarnpaal wordt gemaakt. Dat doen wij op vrijdag 13 "
    "november. De kabel is stuk en die vervangen wij dan."
)
NOTHING = "Beste Jo, wij hebben uw bericht in goede orde ontvangen. U hoort snel van ons."
STIFF = (
    "Naar aanleiding van uw schrijven delen wij u mede dat, met inachtneming van hetgeen hierover "
    "in de vigerende regelgeving is bepaald, en onverminderd het overigens bij separate brief "
    "medegedeelde, ten spoedigste zal worden overgegaan tot herstel van voornoemde lantaarnpaal."
)
AN = Sender(name="An Visser", street="Kreek 1", postcode="9990 AB", place="Zuidhaven")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Use SQLite alone: what the services do is tested on both databases."""
    return office_settings(tmp_path)


def write(colleague: Colleague, case: Case, text: str = ANSWER, **fields: object) -> Page:
    """Fill in the page as it is opened, and send it."""
    path = f"/zaken/{case.number}/antwoord"
    opened = {name: values[0] for name, values in colleague.get(path).fields().items()}
    return colleague.post(path, opened | {"text": text, "act": "keep"} | fields)


def sent(office: Office) -> list[Message]:
    with office.house.db.reading() as session:
        return list(session.exec(select(Message).where(Message.direction == "out")))


def test_a_new_reply_opens_with_whom_it_is_for_and_from(office: Office, handler: Colleague) -> None:
    page = handler.get(f"/zaken/{office.house.open().number}/antwoord")
    text = page.value("text") or ""
    assert text.startswith("Beste Jo Dijkgraaf,")
    assert "Hanna\nBuiten\nGemeente Waterrijk" in text.replace("\r", "")
    assert page.value("kind") == "answer"
    assert "Wanneer wordt de lantaarnpaal gemaakt?" in page.text
    assert "Gaat per e-mail naar Jo Dijkgraaf, jo@inwoner.example." in page.text


def test_a_draft_is_kept_for_whoever_goes_on(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    kept = handler.follow(write(handler, case, "Een begin", kind="interim"))
    assert "Uw concept is bewaard." in kept.text
    seen = office.sign_in(office.house.colleague).get(f"/zaken/{case.number}/antwoord")
    assert (seen.value("text"), seen.value("kind")) == ("Een begin", "interim")
    assert sent(office) == []


def test_reading_along_gives_only_the_part_beside_the_text(
    office: Office, handler: Colleague
) -> None:
    path = f"/zaken/{office.house.open().number}/antwoord/lees"
    page = handler.post(path, {"text": STIFF, "kind": "answer"})
    assert page.status == 200
    assert "<html" not in page.markup
    assert "Dit kan gewoner" in page.text
    assert "Uw langste zinnen" in page.text
    assert "Flesch-Douma" in page.text
    assert "Begin met schrijven." in handler.post(path, {"text": ""}).text


@pytest.mark.parametrize("kind", ["", "duif", "\x00"])
def test_reading_along_bears_any_kind(office: Office, handler: Colleague, kind: str) -> None:
    path = f"/zaken/{office.house.open().number}/antwoord/lees"
    assert handler.post(path, {"text": ANSWER, "kind": kind}).status == 200


def test_checking_keeps_nothing_and_sends_nothing(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    page = write(handler, case, STIFF, act="check")
    assert page.status == 200
    assert page.value("text") == STIFF
    assert "Dit kan gewoner" in page.text
    assert sent(office) == []
    assert handler.get(f"/zaken/{case.number}/antwoord").value("text") != STIFF


def test_an_answer_goes_out_and_the_case_says_that_it_is_on_its_way(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    page = handler.follow(write(handler, case, act="send"))
    assert "Uw bericht gaat nu de deur uit." in page.text
    assert "inhoudelijk antwoord, wordt verstuurd" in page.text
    with office.house.db.reading() as session:
        assert session.exec(select(OutboxMessage)).one().recipient == "jo@inwoner.example"
    assert office.house.case(case.number).handler_id == office.house.handler.id


def test_the_same_form_sent_twice_makes_one_reply(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    path = f"/zaken/{case.number}/antwoord"
    form = {name: values[0] for name, values in handler.get(path).fields().items()}
    form |= {"text": ANSWER, "act": "send"}
    assert [handler.post(path, form).status for _turn in range(2)] == [303, 303]
    assert len(sent(office)) == 1


@pytest.mark.parametrize("text", ["", "  \n", "ja"])
def test_nothing_is_not_sent(office: Office, handler: Colleague, text: str) -> None:
    page = write(handler, office.house.open(), text, act="send")
    assert page.status == 422
    assert page.title.startswith("Fout:")
    assert page.errors() == ["Uw antwoord: Schrijf eerst een antwoord."]
    assert sent(office) == []


def test_an_acknowledgement_is_an_answer_only_with_a_reason(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    page = write(handler, case, NOTHING, act="send")
    assert page.status == 422
    assert "Dit leest als een ontvangstbevestiging." in page.errors()[0]
    assert page.value("text") == NOTHING
    assert "reason" in page.fields()
    assert write(handler, case, NOTHING, act="send", reason="Er was geen vraag.").status == 303
    assert sent(office)[0].data["reason"] == "Er was geen vraag."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "duif", "Wat is dit bericht: Kies een van de mogelijkheden."),
        ("text", "x" * 100_001, "Uw antwoord: Dit is te lang. Gebruik hooguit 100000 tekens."),
        ("draft_version", "", "Deze pagina is verouderd. Open haar opnieuw; kopieer eerst"),
        ("draft_version", "abc", "Vul een heel getal in."),
        ("once", "x" * 65, "Dit is te lang. Gebruik hooguit 64 tekens."),
    ],
)
@pytest.mark.parametrize("act", ["keep", "send", "check"])
def test_what_no_page_of_ours_sends_is_refused_and_the_text_stays(
    office: Office, handler: Colleague, act: str, field: str, value: str, sentence: str
) -> None:
    page = write(handler, office.house.open(), **{"act": act, field: value})
    assert page.status == 422
    assert page.errors()[0].startswith(sentence)
    assert page.value("text") == (value if field == "text" else ANSWER)
    assert sent(office) == []


def test_a_nul_character_is_dropped_and_the_rest_is_kept(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    assert write(handler, case, "Beste\x00 Jo").status == 303
    assert handler.get(f"/zaken/{case.number}/antwoord").value("text") == "Beste Jo"


def test_a_letter_is_printed_posted_and_only_then_an_answer(
    office: Office, handler: Colleague
) -> None:
    # Given somebody without an e-mail address
    case = office.house.open(sender=AN, channel=Channel.LETTER)
    path = f"/zaken/{case.number}/antwoord"
    assert "Gaat als brief naar An Visser." in handler.get(path).text
    # When the answer is sent
    page = handler.follow(write(handler, case, act="send"))
    # Then it is a letter to print
    paper = page.one("letter-paper")
    assert "Ons kenmerk: 2026-000001" in paper
    assert "An Visser" in paper
    assert "Kreek 1" in paper
    assert "Er wacht nog een brief op de post." in handler.get(path).text
    assert "wacht op de post" in handler.get(f"/zaken/{case.number}").text
    assert office.house.case(case.number).answered_on is None
    # When a day is filled in that cannot be
    brief = f"{path}/brief/{sent(office)[0].id}"
    for wrong in ("2026-11-10", "2026-11-08", "", "30-02-2026"):
        refused = handler.post(brief, {"on": wrong})
        assert refused.status == 422
        assert refused.errors()[0].startswith("Op welke dag ging de brief op de post: ")
    # When it is posted today, the case is answered
    assert (
        "als verstuurd op de tijdlijn"
        in handler.follow(handler.post(brief, {"on": "9-11-2026"})).text
    )
    assert office.house.case(case.number).state is CaseState.ANSWERED
    assert "verstuurd" in handler.get(brief).text
    # And a second press is told
    assert handler.post(brief, {"on": "2026-11-09"}).status == 404


def test_two_pages_opened_before_the_answer_send_it_once(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    path = f"/zaken/{case.number}/antwoord"
    opened = {name: values[0] for name, values in handler.get(path).fields().items()}
    assert write(office.sign_in(office.house.colleague), case, act="send").status == 303

    late = handler.post(path, opened | {"text": ANSWER, "act": "send"})
    assert late.status == 409
    assert "intussen" in late.text
    assert late.value("text") == ANSWER
    assert len(sent(office)) == 1

    # Who has read that and sends all the same does so knowingly
    again = {name: values[0] for name, values in late.fields(path).items()}
    assert handler.post(path, again | {"text": ANSWER, "act": "send"}).status == 303
    assert len(sent(office)) == 2


def test_what_came_in_while_somebody_wrote_is_read_before_the_answer_leaves(
    office: Office, handler: Colleague
) -> None:
    # Given a page that was opened before the resident wrote again
    case = office.house.open()
    path = f"/zaken/{case.number}/antwoord"
    opened = {name: values[0] for name, values in handler.get(path).fields().items()}
    with office.house.db.changing() as session:
        more = NewMessage(channel=Channel.EMAIL, at=office.clock(), text="Nu ligt ook het bord om.")
        receive_message(session, office.clock(), session.get_one(Case, case.id), more)
    # When the answer is sent from it
    stopped = handler.post(path, opened | {"text": ANSWER, "act": "send"})
    # Then nothing leaves, the text stays, the new message is shown and still counts as unread
    assert (stopped.status, stopped.value("text"), sent(office)) == (409, ANSWER, [])
    assert "Er is intussen een nieuw bericht" in stopped.text
    assert "Nu ligt ook het bord om." in stopped.text
    assert "Uw collega" not in stopped.text
    assert office.house.case(case.number).unread_message
    # And who has read it sends all the same
    again = {name: values[0] for name, values in stopped.fields(path).items()}
    assert handler.post(path, again | {"text": ANSWER, "act": "send"}).status == 303
    assert not office.house.case(case.number).unread_message


def test_a_reply_that_did_not_leave_is_shown_as_such(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    write(handler, case, act="send")
    with office.house.db.changing() as session:
        session.exec(select(OutboxMessage)).one().failed_at = office.clock()
    tell_of_failures(office.house.db, office.clock)
    page = handler.get(f"/zaken/{case.number}")
    assert "inhoudelijk antwoord, niet verstuurd" in page.text
    assert "Ons bericht kon niet worden verstuurd." in page.text
    assert "Vastgelegd met reden" not in page.text
