"""Can a handler take back on the page of the case what was written down wrongly?"""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office, Page
from tests.register.at_law import kept, notice, opened, write_down
from tracker.people.models import Role
from tracker.register.models import Case, CaseState, Event, EventType

WHY = "Dit hoorde bij een andere zaak"
WAITS = {"ground": "incomplete", "respond_by": "2026-11-23"}


def ways_back(page: Page) -> list[str]:
    """Return where the links "Neem terug" lead, the newest event first."""
    return [link for link in page.links() if "/terugnemen/" in link]


def way_back(colleague: Colleague, case: Case) -> str:
    """Return the address where the newest of the dated events can be taken back."""
    return ways_back(colleague.get(f"/zaken/{case.number}"))[0]


def send(colleague: Colleague, path: str, act: str, reason: str = WHY) -> Page:
    return colleague.post(path, opened(colleague.get(path)) | {"reason": reason, "act": act})


def undo(colleague: Colleague, case: Case) -> Page:
    """Take the newest of the dated events back, and return the page of the case."""
    return colleague.follow(send(colleague, way_back(colleague, case), "confirm"))


def application(office: Office) -> Case:
    return office.house.open(office.house.application)


def test_the_timeline_offers_to_take_back_what_people_wrote_down(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    assert ways_back(handler.get(f"/zaken/{case.number}")) == []
    page = kept(handler, case, "opschorten", **WAITS)
    assert len(ways_back(page)) == 1
    assert "Neem terug: Termijn opgeschort" in page.one("timeline")
    # Not to who only looks
    roos = office.sign_in(office.add("Roos", Role.ADMINISTRATOR))
    assert ways_back(roos.get(f"/zaken/{case.number}")) == []
    assert roos.get(ways_back(page)[0]).status == 403


def test_the_page_shows_what_stands_there_and_what_taking_it_back_does(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    kept(handler, case, "opschorten", **WAITS)
    path = way_back(handler, case)
    page = handler.get(path)
    assert "Termijn opgeschort" in page.text
    assert "maandag 9 november 2026" in page.text
    assert "Reactie gevraagd tot en met maandag 23 november 2026." in page.text
    assert "door Hanna" in page.text
    # First it says what it does, and changes nothing
    said = notice(send(handler, path, "look"))
    assert "De uiterste datum wordt maandag 4 januari 2027." in said
    assert "De termijn staat dan niet meer stil." in said
    assert office.house.case(case.number).state is CaseState.WAITING
    # Then it is done
    done = handler.follow(send(handler, path, "confirm"))
    assert "Teruggenomen. De uiterste datum wordt maandag 4 januari 2027." in done.text
    assert office.house.case(case.number).due_on == date(2027, 1, 4)


def test_afterwards_the_timeline_shows_both_and_the_right_form_is_near(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    kept(handler, case, "opschorten", **WAITS)
    page = undo(handler, case)
    gone = [" ".join(e.text_content().split()) for e in page.tree.xpath("//del")]
    assert gone[0] == "Termijn opgeschort"
    told = f"teruggenomen op maandag 9 november 2026 door Hanna: {WHY}"
    assert page.one("timeline__gone") == told
    assert page.texts("timeline__text")[0] == "Teruggenomen"
    more = page.texts("timeline__more")[0]
    assert more == f"Termijn opgeschort, maandag 9 november 2026. {WHY}"
    assert ways_back(page) == []
    (link,) = page.tree.xpath("//a[normalize-space()='Leg het goed vast']")
    assert link.get("href") == f"/zaken/{case.number}/vastleggen/opschorten"


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("bevestigd", {}),
        ("verlengen", {"amount": 2, "unit": "week", "why": "Onderzoek"}),
        ("uitstel", {"until": "2027-02-01"}),
        ("ingebrekestelling", {}),
        ("doorgestuurd", {"told": "yes"}),
        ("besluit", {"how": "post", "sure": "y"}),
    ],
)
def test_each_leads_back_to_its_own_form(
    office: Office, handler: Colleague, what: str, fields: dict[str, object]
) -> None:
    case = application(office)
    kept(handler, case, what, **fields)
    page = undo(handler, case)
    assert (
        page.tree.xpath("//a[normalize-space()='Leg het goed vast']")[0].get("href")
        == f"/zaken/{case.number}/vastleggen/{what}"
    )


def test_it_asks_why(office: Office, handler: Colleague) -> None:
    case = application(office)
    kept(handler, case, "bevestigd")
    for act in ("look", "confirm"):
        page = send(handler, way_back(handler, case), act, "  ")
        assert page.status == 422
        sentence = "Waarom klopt dit niet: Schrijf in één zin waarom dit niet klopt."
        assert page.errors() == [sentence]
    assert EventType.TAKEN_BACK not in office.house.events(case)


def test_taking_an_acknowledgement_back_says_by_when_it_is_owed(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    kept(handler, case, "bevestigd")
    said = notice(send(handler, way_back(handler, case), "look"))
    assert "De ontvangst is dan nog niet bevestigd." in said
    assert "Dat moet uiterlijk woensdag 11 november 2026." in said


def test_taking_a_decision_back_opens_the_case_and_says_so(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    kept(handler, case, "besluit", how="post", sure="y")
    said = notice(send(handler, way_back(handler, case), "look"))
    assert "De zaak gaat weer open. De klokken voor het antwoord lopen weer." in said
    page = undo(handler, case)
    assert page.one("next-step__title") == "Neem deze zaak"
    assert office.house.case(case.number).closed_on is None


def test_taking_a_notice_of_default_back_ends_the_penalty(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    office.clock.move_to(office.clock().replace(year=2027, month=1, day=5))
    late = office.sign_in(office.house.handler)
    kept(late, case, "ingebrekestelling")
    said = notice(send(late, way_back(late, case), "look"))
    assert "Er is dan geen geldige ingebrekestelling meer" in said


def test_what_still_leans_on_it_is_named(office: Office, handler: Colleague) -> None:
    case = application(office)
    kept(handler, case, "opschorten", **WAITS)
    office.clock.forward(timedelta(days=3))
    handler = office.sign_in(office.house.handler)
    kept(handler, case, "hervatten")
    end, start = ways_back(handler.get(f"/zaken/{case.number}"))
    for act in ("look", "confirm"):
        page = send(handler, start, act)
        assert page.status == 422
        (sentence,) = page.errors()
        assert sentence.startswith(
            "Dan klopt “Opschorting voorbij” van donderdag 12 november 2026 niet meer."
        )
        assert sentence.endswith("Neem dat eerst terug.")
    assert "De termijn staat dan weer stil." in notice(send(handler, end, "look"))
    handler.follow(send(handler, end, "confirm"))
    handler.follow(send(handler, start, "confirm"))
    assert office.house.case(case.number).due_on == case.due_on


def test_a_letter_that_went_about_it_is_not_forgotten(office: Office, handler: Colleague) -> None:
    case = application(office)
    fields = {"amount": 2, "unit": "week", "why": "Er loopt onderzoek"}
    page = kept(handler, case, "verlengen", **fields)
    assert "al een brief" not in notice(send(handler, way_back(handler, case), "look"))
    letter = next(link for link in page.links() if "/antwoord/bij/" in link)
    handler.follow(handler.post(letter, opened(handler.get(letter)) | {"act": "send"}))
    said = notice(send(handler, way_back(handler, case), "look"))
    assert "Er is al een brief over geschreven. Schrijf de inwoner wat er wel klopt." in said


def test_two_who_take_it_back_at_once_see_one_of_them(office: Office, handler: Colleague) -> None:
    # Given two who have the page open
    case = application(office)
    kept(handler, case, "ingebrekestelling")
    path = way_back(handler, case)
    bas = office.sign_in(office.house.colleague)
    form = {"version": bas.get(path).value("version"), "reason": "Al betaald", "act": "confirm"}
    # When one is first, then the other lands on the case, which tells by whom and why
    handler.follow(send(handler, path, "confirm"))
    page = bas.follow(bas.post(path, form))
    assert "Dit is al teruggenomen." in page.text
    assert f"door Hanna: {WHY}" in page.one("timeline__gone")
    assert office.house.events(case).count(EventType.TAKEN_BACK) == 1
    # And so does who presses twice
    again = handler.follow(handler.post(path, form))
    assert "Dit is al teruggenomen." in again.text


def test_a_colleague_who_did_something_else_meanwhile_is_not_overlooked(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    kept(handler, case, "bevestigd")
    path = way_back(handler, case)
    form = opened(handler.get(path)) | {"reason": WHY, "act": "confirm"}
    kept(office.sign_in(office.house.colleague), case, "opschorten", **WAITS)
    page = handler.post(path, form)
    assert page.status == 409
    assert WHY in page.markup
    assert EventType.TAKEN_BACK not in office.house.events(case)


def test_another_team_does_not_see_the_page(
    office: Office, handler: Colleague, stranger: Colleague
) -> None:
    case = application(office)
    kept(handler, case, "bevestigd")
    path = way_back(handler, case)
    assert stranger.get(path).status == 403
    form = {"version": handler.get(path).value("version"), "reason": WHY, "act": "confirm"}
    assert stranger.post(path, form).status == 403
    assert EventType.TAKEN_BACK not in office.house.events(case)


def test_what_has_another_way_back_is_refused_in_a_sentence(
    office: Office, handler: Colleague
) -> None:
    case, other = application(office), application(office)
    kept(handler, other, "bevestigd")
    elsewhere = way_back(handler, other).rpartition("/")[2]
    registered = registration(office, case)
    page = handler.get(f"/zaken/{case.number}/terugnemen/{registered}")
    assert page.status == 422
    assert "U kunt alleen terugnemen wat een collega zelf heeft vastgelegd." in page.text
    for number in (elsewhere, "4711", "0"):
        assert handler.get(f"/zaken/{case.number}/terugnemen/{number}").status == 404


def registration(office: Office, case: Case) -> int:
    with office.house.db.reading() as session:
        return session.exec(select(Event.id).where(Event.case_id == case.id)).one() or 0


def test_the_letter_of_what_was_taken_back_is_gone(office: Office, handler: Colleague) -> None:
    case = application(office)
    page = kept(handler, case, "verlengen", amount=2, unit="week", why="Onderzoek")
    letter = next(link for link in page.links() if "/antwoord/bij/" in link)
    assert page.one("next-step__title").startswith("Stuur nu")
    page = undo(handler, case)
    assert page.one("next-step__title") == "Neem deze zaak"
    assert handler.get(letter).status == 404


def test_what_was_kept_against_the_law_can_be_taken_back(
    office: Office, handler: Colleague
) -> None:
    case = application(office)
    fields = {"ground": "defect", "respond_by": "2026-11-23"}
    write_down(handler, case, "opschorten", **fields, act="look")
    kept(handler, case, "opschorten", **fields, reason="Zo afgesproken")
    page = undo(handler, case)
    assert "Toch vastgelegd: Zo afgesproken" in page.tree.xpath("//del")[1].text_content()
    assert office.house.case(case.number).due_on == case.due_on
