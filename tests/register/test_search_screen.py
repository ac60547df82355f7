"""Can people find a letter on the screen, and is what they find safe to show?"""

from tests.browsing import Colleague
from tests.register.letters import LETTERS, Letter, send, send_all, who
from tests.two_databases import House


def test_what_was_found_is_shown_with_what_matched_marked(
    house: House, registrar: Colleague
) -> None:
    send_all(house)

    page = registrar.get("/zaken/zoeken?q=lantaarnpalen")

    assert page.texts("found-case__title") == ["Lantaarnpaal kapot", "Donkere straat"]
    assert page.texts("nl-mark") == ["Lantaarnpaal", "lantaarnpalen"]
    assert page.value("q") == "lantaarnpalen"


def test_markup_in_a_letter_stays_text(house: House, registrar: Colleague) -> None:
    send(house, LETTERS[8])

    page = registrar.get("/zaken/zoeken?q=boom")

    assert "<script>alert('boom')</script>" in page.one("found-case__text")
    assert "<script>alert(" not in page.markup


def test_a_typed_number_leads_straight_to_the_case(house: House, handler: Colleague) -> None:
    (number, *_more) = [case.number for case in send_all(house)]

    assert handler.follow(handler.get(f"/zaken/zoeken?q={number}")).status == 200
    assert handler.get("/zaken/zoeken?q=2026-000010").text.count("Niets gevonden") == 1


def test_filters_stand_in_the_address(house: House, registrar: Colleague) -> None:
    send_all(house)

    page = registrar.get(f"/zaken/zoeken?q=&onderwerp={house.application.id}&van=2026-11-06")

    assert page.texts("found-case__title") == ["Vergunning dakkapel"]
    assert page.value("onderwerp") == str(house.application.id)
    assert page.value("van") == "2026-11-06"


def test_a_filter_that_does_not_exist_is_said_so(house: House, handler: Colleague) -> None:
    send_all(house)
    for wrong in ("stand=x", "team=1", "van=2026-02-30", "onderwerp=x", "langs=x"):
        page = handler.get(f"/zaken/zoeken?q=boom&{wrong}")
        assert (page.status, len(page.errors())) == (422, 1), wrong


def test_the_next_page_goes_on_where_the_first_ended(house: House, registrar: Colleague) -> None:
    for number in range(25):
        send(house, Letter(f"Stoeptegel {number}", "Los.", who("Jo de Wit")))

    first = registrar.get("/zaken/zoeken?q=stoeptegel&stand=open&_external=1&endpoint=x")
    (onward,) = [link for link in first.links() if "na=" in link]
    second = registrar.get(onward)

    assert onward.startswith("/zaken/zoeken?")
    assert "stand=open" in onward
    shown = first.texts("found-case__title") + second.texts("found-case__title")
    assert shown == [f"Stoeptegel {number}" for number in reversed(range(25))]
    assert not [link for link in second.links() if "na=" in link]


def test_senders_lead_to_their_page(house: House, handler: Colleague) -> None:
    send_all(house)

    page = handler.get("/zaken/zoeken?q=sanne")

    (link,) = [link for link in page.links() if link.startswith("/afzenders/")]
    assert handler.get(link).tree.findtext(".//h1") == "Sanne Bakker"


def test_the_case_leads_to_all_of_its_sender(house: House, handler: Colleague) -> None:
    (first, *_more) = send_all(house)

    links = handler.get(f"/zaken/{first.number}").links()

    assert f"/afzenders/{first.correspondent_id}" in links
