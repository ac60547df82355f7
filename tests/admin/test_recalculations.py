"""Can an administrator see which dates moved, on which cases, and why?"""

from datetime import date, timedelta

import pytest
from sqlmodel import select, update

from jobs import reckoning
from tests.browsing import Colleague, Office
from tests.two_databases import House
from tracker.admin import recalculation_views
from tracker.register.models import (
    Case,
    ClosingDay,
    EventType,
    OwnRegime,
    Recalculation,
    Subject,
)
from tracker.register.service import record_event

PAGE = "/beheer/herberekeningen"


def shut(house: House, day: date = date(2026, 11, 10)) -> None:
    with house.db.changing() as session:
        session.add(ClosingDay(day=day))


def reckon(office: Office) -> None:
    reckoning.run(office.house.db, office.clock, office.settings)
    office.clock.forward(timedelta(hours=1))


def test_before_anything_changed_the_list_is_empty(office: Office, admin: Colleague) -> None:
    office.house.open()
    reckon(office)
    page = admin.get(PAGE)
    assert page.status == 200
    assert "Er was nog niets om opnieuw te berekenen." in page.text


def test_the_list_tells_when_why_and_how_many(office: Office, admin: Colleague) -> None:
    # Given two cases, and first another norm, then a closing day
    office.house.open()
    office.house.open(office.house.application)
    reckon(office)
    with office.house.db.changing() as session:
        session.get_one(Subject, office.house.question.id).answer_within = "5 working days"
    reckon(office)
    shut(office.house)
    reckon(office)

    # Then the newest stands first, each with its reason
    [newest, older] = admin.get(PAGE).tree.xpath("//tbody/tr")
    assert " ".join(newest.text_content().split()) == (
        "9 november 2026 om 12.00 uur de kalender is veranderd 2 2 0 klaar"
    )
    assert " ".join(older.text_content().split()) == (
        "9 november 2026 om 11.00 uur de servicenorm is veranderd 1 1 0 klaar"
    )


def test_the_page_of_one_shows_before_and_after(office: Office, admin: Colleague) -> None:
    case = office.house.open()
    reckon(office)
    shut(office.house)
    reckon(office)

    [link] = [link for link in admin.get(PAGE).links() if link.startswith(f"{PAGE}/")]
    page = admin.get(link)
    [first, second] = page.tree.xpath("//tbody/tr")
    assert " ".join(first.text_content().split()) == (
        f"{case.number} Vraag Bevestigen voor woensdag 11 november 2026 "
        "donderdag 12 november 2026 1 dag later"
    )
    assert "Streefdatum maandag 23 november 2026 dinsdag 24 november 2026" in " ".join(
        second.text_content().split()
    )
    assert "Waarom: de kalender is veranderd." in page.text

    # And the number leads to the case, whose timeline tells the same
    assert f"/zaken/{case.number}" in page.links()
    timeline = admin.get(f"/zaken/{case.number}").one("timeline")
    assert "Streefdatum: was maandag 23 november 2026, is nu dinsdag 24 november 2026." in timeline
    assert "Waarom: de kalender is veranderd." in timeline
    assert "Tijdig" in timeline


def broken(house: House) -> Case:
    """Return an extended case under a regime of our own that knows no extension any more."""
    subject = Subject(name="Standplaats", regime="markt", team_id=house.question.team_id)
    row = {"code": "markt", "name_nl": "Standplaats", "article": "APV 5:17", "term": "8 weeks"}
    with house.db.changing() as session:
        session.add(OwnRegime(**row, valid_from=date(2020, 1, 1), extension="4 weeks"))
        session.add(subject)
    case = house.open(subject)
    with house.db.changing() as session:
        there = session.get_one(Case, case.id)
        data = {"length": "4 weeks"}
        record_event(
            session, house.clock(), there, EventType.EXTENDED, house.clock().date(), data=data
        )
    with house.db.changing() as session:
        session.exec(select(OwnRegime)).one().extension = ""
    return case


def test_a_case_that_could_not_be_reckoned_is_listed_with_the_sentence(
    office: Office, admin: Colleague
) -> None:
    case = broken(office.house)
    reckon(office)
    page = admin.get(PAGE)
    assert "bekijk wat niet lukte" in page.text
    [link] = [link for link in page.links() if link.startswith(f"{PAGE}/")]
    page = admin.get(link)
    assert f"{case.number} Standplaats De wet kent hier geen verlenging. (APV 5:17)" in page.text
    assert "Elke zaak hield de datums die zij had." in page.text


def test_a_case_that_could_not_be_reckoned_can_be_opened(
    office: Office, admin: Colleague, handler: Colleague
) -> None:
    # Given such a case, with the dates that it had
    case = broken(office.house)
    due_on = office.house.case(case.number).due_on
    assert due_on == date(2027, 2, 1)
    reckon(office)

    # Then its page shows them, and says what is wrong
    for somebody in (admin, handler):
        page = somebody.get(f"/zaken/{case.number}")
        assert page.status == 200
        assert "maandag 1 februari 2027" in page.text
        assert "De wet kent hier geen verlenging. (APV 5:17)" in page.text
        assert "Dat is nu niet te berekenen." in page.text


def test_long_lists_go_by_pages(
    office: Office, admin: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation_views, "LINES", 2)
    monkeypatch.setattr(recalculation_views, "A_PAGE", 1)
    for _ in range(2):
        office.house.open()
    for day in (10, 11):
        shut(office.house, date(2026, 11, day))
        reckon(office)

    # The list of recalculations
    page = admin.get(PAGE)
    assert len(page.tree.xpath("//tbody/tr")) == 1
    [older] = [link for link in page.links() if "voor=" in link]
    assert len(admin.get(older).tree.xpath("//tbody/tr")) == 1

    # The lines of one: four, two a page
    [link] = [link for link in page.links() if link.startswith(f"{PAGE}/")]
    page = admin.get(link)
    [more] = [link for link in page.links() if "na=" in link]
    last = admin.get(more)
    rows = page.tree.xpath("//tbody/tr") + last.tree.xpath("//tbody/tr")
    numbers = [row.text_content().split()[0] for row in rows]
    assert numbers == ["2026-000001"] * 2 + ["2026-000002"] * 2
    assert "Terug naar het begin" in last.text
    assert admin.get(f"{link}?na=abc").status == 200
    assert admin.get(f"{link}?na=99999999999999").status == 200


def test_what_is_not_there_is_not_found(admin: Colleague) -> None:
    assert admin.get(f"{PAGE}/999").status == 404


def test_only_an_administrator_sees_it(office: Office, lead: Colleague) -> None:
    assert lead.get(PAGE).status == 403
    assert lead.get(f"{PAGE}/1").status == 403


def test_one_that_was_broken_off_is_shown_so(office: Office, admin: Colleague) -> None:
    case = office.house.open()
    for day in (10, 11):
        shut(office.house, date(2026, 11, day))
        reckon(office)
    with office.house.db.changing() as session:
        session.execute(update(Recalculation).values(ended_at=None))

    page = admin.get(PAGE)
    assert "bezig" in page.text
    assert "ging verder in de volgende" in page.text
    [newest, older] = [link for link in page.links() if link.startswith(f"{PAGE}/")]
    assert "Tijdig is nog bezig." in admin.get(newest).text
    assert "Deze herberekening hield op" in admin.get(older).text
    assert case.number in admin.get(older).text
