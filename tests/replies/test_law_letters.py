"""Does the resident get the letter that the law wants, with the date as it is now?"""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office, Page
from tests.register.at_law import case_of, kept, opened
from tracker.readability.report import check_reply
from tracker.register.models import Case, Channel, EventType, Message
from tracker.register.service import Sender
from tracker.register.wording import LETTERS

WOO = {"what": "verlengen", "amount": 2}


def next_step(page: Page) -> str:
    return page.one("next-step__title")


def letter_link(page: Page) -> str:
    (link,) = [link for link in page.links() if "/antwoord/bij/" in link]
    return link


def fill_in(page: Page) -> dict[str, str]:
    """Return the fields of the letter with its open places filled in."""
    fields = opened(page)
    while "[vul in" in fields["text"]:
        before, _open, rest = fields["text"].partition("[vul in")
        fields["text"] = f"{before}het onderzoek duurt langer{rest.partition(']')[2]}"
    return fields


def out(office: Office) -> list[Message]:
    with office.house.db.reading() as session:
        return list(session.exec(select(Message).where(Message.direction == "out")))


def extended(handler: Colleague, case: Case) -> Page:
    return kept(handler, case, "verlengen", amount=2)


def test_an_extension_asks_for_its_letter_with_the_new_date(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "woo")
    page = extended(handler, case)
    assert next_step(page) == "Stuur nu: verdagingsbericht"
    letter = handler.get(letter_link(page))
    assert "Schrijf: verdagingsbericht" in letter.title
    text = letter.value("text") or ""
    assert "duurt het 2 weken langer" in text
    assert "U krijgt nu uiterlijk maandag 21 december 2026 antwoord van ons." in text
    assert "(Woo 4.4 lid 2)" in text
    assert letter.value("kind") == "interim"


def test_a_sent_letter_is_asked_for_no_more_and_stops_no_clock_for_the_answer(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "woo")
    link = letter_link(extended(handler, case))
    # A form made by hand cannot make an answer of it
    fields = fill_in(handler.get(link)) | {"act": "send", "kind": "answer"}
    page = handler.follow(handler.post(link, fields))
    assert next_step(page) == "Schrijf het antwoord"
    (message,) = out(office)
    assert message.kind == "interim"
    assert message.data["letter"] == "verdaging"
    assert office.house.case(case.number).answered_on is None


def test_the_letter_leaves_the_draft_of_the_answer_alone(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "woo")
    path = f"/zaken/{case.number}/antwoord"
    handler.post(path, opened(handler.get(path)) | {"text": "Mijn concept", "act": "keep"})
    link = letter_link(extended(handler, case))
    assert "Mijn concept" not in (handler.get(link).value("text") or "")
    handler.post(link, fill_in(handler.get(link)) | {"act": "send"})
    assert handler.get(path).value("text") == "Mijn concept"
    assert len(out(office)) == 1


def test_a_letter_with_an_open_place_is_not_sent(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    link = letter_link(extended(handler, case))
    page = handler.post(link, opened(handler.get(link)) | {"act": "send"})
    assert page.status == 422
    assert "Vul eerst de plekken in" in page.errors()[0]
    assert "[vul in" in (page.value("text") or "")
    assert out(office) == []


def test_reading_along_sends_nothing(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    link = letter_link(extended(handler, case))
    page = handler.post(link, opened(handler.get(link)) | {"act": "check", "text": "Beste Jo"})
    assert (page.status, page.value("text")) == (200, "Beste Jo")
    assert out(office) == []


def test_the_handler_can_say_that_the_letter_is_not_needed(
    office: Office, handler: Colleague
) -> None:
    case = case_of(office, "woo")
    page = extended(handler, case)
    (action,) = [
        form.get("action")
        for form in page.tree.xpath("//main//form")
        if "brief-niet-nodig" in str(form.get("action"))
    ]
    version = office.house.case(case.number).version
    done = handler.follow(handler.post(action, {"version": version}))
    assert next_step(done) == "Neem deze zaak"
    assert "Niet nodig of al verstuurd: verdagingsbericht." in done.text
    assert office.house.events(case)[-1] is EventType.NOTE


def test_a_letter_of_the_same_day_is_taken_for_it(office: Office, handler: Colleague) -> None:
    # Given that the handler first wrote, and then wrote down the extension
    case = case_of(office, "woo")
    path = f"/zaken/{case.number}/antwoord"
    fields = opened(handler.get(path))
    words = "Beste Jo, wij hebben twee weken meer tijd nodig voor uw verzoek."
    handler.post(path, fields | {"text": words, "kind": "interim", "act": "send"})
    assert next_step(extended(handler, case)) == "Schrijf het antwoord"


def test_a_request_for_completion_names_the_last_day_and_what_if_nothing_comes(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    assert next_step(page) == "Stuur nu: vraag om aanvulling"
    letter = handler.get(letter_link(page))
    assert "Het stopt geen klok" in letter.text  # nor does it say that a clock that waits runs on
    text = letter.value("text") or ""
    assert "tot en met maandag 23 november 2026 de tijd" in text
    assert "Dan loopt de termijn tot en met maandag 18 januari 2027." in text
    # Once it is complete there is nothing to ask for
    done = kept(handler, case, "hervatten")
    assert next_step(done) == "Neem deze zaak"


def test_the_end_of_force_majeure_is_told_with_the_new_date(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open(office.house.application)
    first = kept(handler, case, "opschorten", ground="force_majeure")
    assert next_step(first) == "Stuur nu: bericht dat de termijn stilstaat"
    office.clock.forward(timedelta(days=3))
    page = kept(office.sign_in(office.house.handler), case, "hervatten")
    assert next_step(page) == "Stuur nu: bericht dat de termijn weer loopt"
    text = office.sign_in(office.house.handler).get(letter_link(page)).value("text") or ""
    assert "De reden was: er is overmacht." in text
    assert "uiterlijk woensdag 6 januari 2027 antwoord" in text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (5, "Is onze beslissing er niet voor woensdag 20 januari 2027?"),
        (4, "De ingebrekestelling kwam voordat de termijn voorbij was (Awb 4:17)."),
    ],
)
def test_a_notice_of_default_is_acknowledged_with_what_follows_from_it(
    office: Office, handler: Colleague, day: int, sentence: str
) -> None:
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=1, day=day))
    late = office.sign_in(office.house.handler)
    page = kept(late, case, "ingebrekestelling")
    assert next_step(page) == "Stuur nu: bevestiging van de ingebrekestelling"
    assert sentence in (late.get(letter_link(page)).value("text") or "")


def test_a_message_that_was_handed_on_untold_asks_for_a_word(
    office: Office, handler: Colleague
) -> None:
    told = office.house.open()
    assert next_step(kept(handler, told, "doorgestuurd", told="yes")) == "Neem deze zaak"
    untold = office.house.open()
    page = kept(handler, untold, "doorgestuurd", told="no")
    assert next_step(page) == "Stuur nu: doorzendbericht"
    assert "kwam bij de verkeerde afdeling" in (handler.get(letter_link(page)).value("text") or "")


def test_a_case_that_went_to_another_body_asks_for_a_word_though_closed(
    office: Office, handler: Colleague
) -> None:
    case = office.house.open()
    path = f"/zaken/{case.number}/afsluiten"
    fields = {"state": "forwarded", "reason": "Voor de provincie"}
    page = handler.follow(handler.post(path, opened(handler.get(path)) | fields))
    assert next_step(page) == "Stuur nu: doorzendbericht"
    link = letter_link(page)
    assert "(Awb 2:3 lid 1)" in (handler.get(link).value("text") or "")
    handler.follow(handler.post(link, fill_in(handler.get(link)) | {"act": "send"}))
    closed = handler.get(f"/zaken/{case.number}")
    assert next_step(closed) == "Deze zaak is klaar"


def test_an_answered_case_asks_for_no_letter_any_more(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    extended(handler, case)
    page = kept(handler, case, "besluit", how="post", sure="y")
    assert next_step(page) == "Deze zaak is klaar"


def test_consent_is_asked_before_it_is_written_down(office: Office, handler: Colleague) -> None:
    case = case_of(office, "woo")
    page = handler.get(f"/zaken/{case.number}/vastleggen/uitstel")
    link = f"/zaken/{case.number}/antwoord/instemming"
    assert link in page.links()
    text = handler.get(link).value("text") or ""
    assert "U zou uiterlijk maandag 7 december 2026 antwoord van ons krijgen." in text
    assert "[vul in: de nieuwe datum]" in text
    handler.follow(handler.post(link, fill_in(handler.get(link)) | {"act": "send"}))
    assert [message.kind for message in out(office)] == ["interim"]


@pytest.mark.parametrize("event_id", [1, 4711])
def test_there_is_no_letter_with_what_asks_for_none(
    office: Office, handler: Colleague, event_id: int
) -> None:
    case = office.house.open()
    path = f"/zaken/{case.number}/antwoord/bij/{event_id}"
    assert handler.get(path).status == 404
    refused = handler.post(
        f"/zaken/{case.number}/brief-niet-nodig/{event_id}",
        {"version": office.house.case(case.number).version},
    )
    assert refused.status == 404


WRITTEN_DOWN = [
    ("woo", "verlengen", {"amount": 2}),
    ("wmo-aanvraag", "vertraging", {"until": "2026-12-18"}),
    ("awb-aanvraag", "opschorten", {"ground": "incomplete", "respond_by": "2026-11-23"}),
    ("woo", "opschorten", {"ground": "third_party_views", "respond_by": "2026-11-23"}),
    ("awb-aanvraag", "opschorten", {"ground": "force_majeure"}),
    ("awb-aanvraag", "ingebrekestelling", {}),
    ("servicenorm", "doorgestuurd", {"told": "no"}),
]


@pytest.mark.parametrize(("regime", "what", "fields"), WRITTEN_DOWN)
def test_each_standard_letter_is_plain(
    office: Office, handler: Colleague, regime: str, what: str, fields: dict[str, object]
) -> None:
    case = case_of(office, regime)
    link = letter_link(kept(handler, case, what, **fields))
    report = check_reply(fill_in(handler.get(link))["text"])
    assert report.band in ("plain", "fair"), (report.difficulty, report.longest_sentences[:2])


def test_every_letter_has_a_name(office: Office) -> None:
    from tracker.base.mail_texts import templates_folder

    written = {path.stem for path in (templates_folder() / "letters").glob("[a-z]*.txt")}
    assert written == set(LETTERS)


def test_a_letter_on_paper_can_be_found_again_until_it_is_posted(
    office: Office, handler: Colleague
) -> None:
    # Given a request for completion on paper, printed "later": the case waits for the resident
    an = Sender(name="An Visser", street="Kreek 1", postcode="9990 AB", place="Zuidhaven")
    case = office.house.open(office.house.application, sender=an, channel=Channel.LETTER)
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    link = letter_link(page)
    handler.post(link, fill_in(handler.get(link)) | {"act": "send"})
    brief = f"/zaken/{case.number}/antwoord/brief/{out(office)[0].id}"
    # Then its case leads to it
    waiting = handler.get(f"/zaken/{case.number}")
    assert "Er wacht nog een brief op de post." in waiting.text
    assert brief in waiting.links()
    # Until it is posted
    handler.post(brief, {"on": "2026-11-09"})
    assert brief not in handler.get(f"/zaken/{case.number}").links()


def test_a_letter_about_one_event_is_not_taken_for_that_of_another(
    office: Office, handler: Colleague
) -> None:
    # Given that the letter with the suspension went out today
    case = case_of(office, "woo")
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    link = letter_link(page)
    handler.post(link, fill_in(handler.get(link)) | {"act": "send"})
    # When the term is extended on the same day, that letter is asked for all the same
    assert next_step(extended(handler, case)) == "Stuur nu: verdagingsbericht"


def test_a_notice_that_is_answered_after_the_penalty_began_says_since_when(
    office: Office, handler: Colleague
) -> None:
    # Given a notice of 5 January, written down a month later
    case = office.house.open(office.house.application)
    office.clock.move_to(office.clock().replace(year=2027, month=2, day=5))
    late = office.sign_in(office.house.handler)
    page = kept(late, case, "ingebrekestelling", on="2027-01-05")
    text = late.get(letter_link(page)).value("text") or ""
    # Then the letter does not speak of a day to come, and writes money as people do
    assert "Sinds woensdag 20 januari 2027 krijgt u geld voor elke dag" in text
    assert "is onze beslissing er niet" not in text.lower()
    assert "hooguit 1.442 euro" in text


def test_a_plain_letter_is_not_called_an_application(office: Office, handler: Colleague) -> None:
    case = office.house.open()
    page = kept(handler, case, "opschorten", ground="incomplete", respond_by="2026-11-23")
    text = handler.get(letter_link(page)).value("text") or ""
    assert "dat wij uw brief niet behandelen" in text
