"""Is all that somebody sent on one page, and are two people only made one by a person?"""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office
from tests.register.letters import Letter, send, send_all, who
from tests.two_databases import House
from tracker.people.models import Role
from tracker.register.models import Case, Correspondent, Event, EventType
from tracker.register.queries import case_file
from tracker.register.service import Sender

JO = Sender(name="Jo de Wit", email="jo@inwoner.example", postcode="1234 AB", place="Zilverkreek")
JO_AGAIN = Sender(name="Jo de Wit", email="jdw@werk.example", postcode="1234ab")


@pytest.fixture
def two(house: House) -> tuple[Case, Case]:
    """Let Jo write from home and from work."""
    home = send(house, Letter("Lantaarnpaal", "Hij brandt niet.", JO))
    return home, send(house, Letter("Stoeptegel", "Hij ligt los.", JO_AGAIN))


def sender_of(house: House, case: Case) -> int:
    return house.case(case.number).correspondent_id


def test_all_that_somebody_sent_is_on_one_page(house: House, handler: Colleague) -> None:
    house.open(title="Eerste")
    house.clock.forward(timedelta(hours=1))
    case = house.open(title="Tweede")

    page = handler.get(f"/afzenders/{case.correspondent_id}")

    assert page.tree.findtext(".//h1") == "Jo Dijkgraaf"
    assert [td.text for td in page.tree.xpath("//table//td[@data-label='Waarover']")] == [
        "Tweede",
        "Eerste",
    ]
    assert len(page.texts("found-case")) == 2
    assert "jo@inwoner.example" in page.text


def test_older_letters_come_page_by_page(house: House, handler: Colleague) -> None:
    for number in range(30):
        house.clock.forward(timedelta(minutes=1))
        case = house.open(title=f"Brief {number}")

    first = handler.get(f"/afzenders/{case.correspondent_id}")
    (older_cases,) = [link for link in first.links() if "zaken-na" in link]
    (older_messages,) = [link for link in first.links() if "berichten-na" in link]

    assert len(first.texts("found-case")) == 25
    assert len(handler.get(older_messages).texts("found-case")) == 5
    assert "Brief 4" in handler.get(older_cases).text
    for odd in ("x", "-1", "99999999999999999999", "0"):
        assert handler.get(f"{first.response.request.path}?zaken-na={odd}").status == 200


def test_nobody_sees_other_teams_cases_there(
    house: House, handler: Colleague, stranger: Colleague
) -> None:
    ours = house.open(title="Van ons")
    house.open(house.elsewhere, title="Van hen")
    path = f"/afzenders/{ours.correspondent_id}"

    assert "Van hen" not in handler.get(path).text
    assert "Van ons" not in stranger.get(path).text
    assert "Van hen" in stranger.get(path).text


def test_somebody_with_only_other_teams_cases_is_not_shown(
    house: House, stranger: Colleague
) -> None:
    case = house.open()
    assert stranger.get(f"/afzenders/{case.correspondent_id}").status == 403
    assert stranger.get("/afzenders/999").status == 404


def test_an_administrator_looks_and_changes_nothing(house: House, office: Office) -> None:
    case = house.open()
    roos = office.sign_in(office.add("Roos", Role.ADMINISTRATOR))
    assert roos.get(f"/afzenders/{case.correspondent_id}").status == 200
    assert roos.get(f"/afzenders/{case.correspondent_id}/gegevens").status == 403


def test_a_name_is_corrected_and_the_case_tells(house: House, handler: Colleague) -> None:
    case = house.open()
    path = f"/afzenders/{case.correspondent_id}/gegevens"
    form = handler.get(path)
    assert (form.value("name"), form.value("kind")) == ("Jo Dijkgraaf", "resident")

    fields = {name: values[0] for name, values in form.fields().items()}
    changed = fields | {"name": " Jo  Dijkgraaf-Smit ", "place": "Oesterdam", "kind": "business"}
    page = handler.follow(handler.post(path, changed))

    assert page.tree.findtext(".//h1") == "Jo Dijkgraaf-Smit"
    told = handler.get(f"/zaken/{case.number}").text
    assert "Gegevens van de afzender verbeterd: naam, soort afzender, woonplaats." in told
    assert handler.get("/zaken/zoeken?q=oesterdam").texts("found-case__title") == [case.title]
    # And the same form again: a colleague was first
    assert handler.post(path, changed | {"name": "Anders"}).status == 409


def test_saving_without_a_change_leaves_no_trace(house: House, handler: Colleague) -> None:
    case = house.open()
    path = f"/afzenders/{case.correspondent_id}/gegevens"
    fields = {name: values[0] for name, values in handler.get(path).fields().items()}

    handler.follow(handler.post(path, fields))

    assert EventType.NOTE not in house.events(case)


@pytest.mark.parametrize("wrong", [{"name": " "}, {"email": "geen adres"}, {"kind": "robot"}])
def test_what_cannot_be_right_is_said_at_the_field(
    house: House, handler: Colleague, wrong: dict[str, str]
) -> None:
    case = house.open()
    path = f"/afzenders/{case.correspondent_id}/gegevens"
    fields = {name: values[0] for name, values in handler.get(path).fields().items()}

    page = handler.post(path, fields | wrong)

    assert (page.status, len(page.errors())) == (422, 1)


def test_nobody_is_merged_by_a_program(house: House, two: tuple[Case, Case]) -> None:
    assert sender_of(house, two[0]) != sender_of(house, two[1])


def test_people_who_are_alike_are_offered_and_others_not(
    house: House, handler: Colleague, two: tuple[Case, Case]
) -> None:
    send_all(house)
    send(house, Letter("Iets anders", "Hallo.", who("Jo de Wit", "Elders")))
    home, work = two

    page = handler.get(f"/afzenders/{home.correspondent_id}")

    offered = [link for link in page.links() if "samenvoegen" in link]
    assert f"/afzenders/{home.correspondent_id}/samenvoegen/{work.correspondent_id}" in offered
    with house.db.reading() as session:
        names = {
            session.get_one(Correspondent, int(link.rsplit("/", 1)[1])).name for link in offered
        }
    assert names == {"Jo de Wit"}


def test_two_are_made_one_and_two_again(
    house: House, handler: Colleague, two: tuple[Case, Case]
) -> None:
    home, work = two
    kept, gone = home.correspondent_id, work.correspondent_id
    path = f"/afzenders/{kept}/samenvoegen/{gone}"
    fields = {name: values[0] for name, values in handler.get(path).fields().items()}

    # When a person says that they are one
    page = handler.follow(handler.post(path, fields))

    # Then all cases stand there, and new mail from the other address comes there too
    assert sender_of(house, work) == kept
    assert "Stoeptegel" in page.text
    later = send(house, Letter("Later", "Nog iets.", JO_AGAIN))
    assert later.correspondent_id == kept
    assert handler.get(f"/afzenders/{gone}").location == f"/afzenders/{kept}"
    assert "samengevoegd" in handler.get(f"/zaken/{work.number}").text
    assert "Stoeptegel" in handler.get("/zaken/zoeken?q=jo@inwoner.example+stoeptegel").text
    # And a second time is no second merge
    assert handler.post(path, fields).status in (403, 409)

    # When it was wrong after all
    (undo,) = page.tree.xpath("//form[contains(@action, 'ongedaan')]/@action")
    page = handler.follow(handler.post(undo))

    # Then each has their own again; what came later stays where it came
    assert page.tree.findtext(".//h1") == "Jo de Wit"
    assert sender_of(house, work) == gone
    assert sender_of(house, home) == kept
    assert sender_of(house, later) == kept
    assert handler.post(undo).status == 404
    with house.db.reading() as session:
        notes = session.exec(select(Event).where(Event.type == EventType.NOTE)).all()
        assert [list(note.data) for note in notes] == [["sender_merged"], ["sender_parted"]]
        assert case_file(session, work.number) is not None


def test_nobody_is_merged_with_themselves(house: House, handler: Colleague) -> None:
    case = house.open()
    path = f"/afzenders/{case.correspondent_id}/samenvoegen/{case.correspondent_id}"
    fields = {name: values[0] for name, values in handler.get(path).fields().items()}

    assert handler.post(path, fields).status == 422


def test_who_sees_only_one_of_two_cannot_merge_them(
    house: House, stranger: Colleague, two: tuple[Case, Case]
) -> None:
    theirs = house.open(house.elsewhere, title="Van hen", sender=who("Wim Vos"))
    path = f"/afzenders/{theirs.correspondent_id}/samenvoegen/{two[0].correspondent_id}"
    assert stranger.get(path).status == 403
    assert stranger.post(path, {"version": "1", "other_version": "1"}).status == 403
