"""Can an administrator say which days are free, and does every date follow?"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from tests.admin.conftest import AtOnce
from tests.browsing import Colleague, Log, Office, log
from tests.two_databases import House
from tracker.admin.calendar_rules import YEARS, read_day
from tracker.admin.calendar_service import DecreeInput, add_closing_day, add_decree
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import InvalidInput
from tracker.deadlines.calendar import Calendar
from tracker.people.models import Role
from tracker.register.basis import basis_of
from tracker.register.models import ClosingDay, RoyalDecree

__all__ = ["log"]

HOME = "/beheer/kalender"
CLOSING = f"{HOME}/sluitingsdag"
DECREE = f"{HOME}/besluit"
MOVING = {"day": "2026-12-24", "name": "Verhuizing"}
NEW: dict[str, Any] = {
    "source": "Stcrt. 2028, 12345",
    "first_year": "2029",
    "last_year": "2031",
    "days": "vrijdag 11 mei 2029\n\n31-5-2030\n2031-01-02\n",
}


@pytest.fixture
def settings(both_settings: Settings) -> Settings:
    return both_settings


def calendar_of(office: Office) -> Calendar:
    with office.house.db.reading() as session:
        return basis_of(session).calendar


def test_the_calendar_tells_why_each_weekday_is_free(admin: Colleague) -> None:
    page = admin.get(HOME)
    assert "Kalender 2026" in page.title
    assert "maandag 27 april 2026 Koningsdag (Atw 3) wettelijke termijnen" in page.text
    assert "vrijdag 15 mei 2026 Koninklijk besluit: KB, Stcrt. 2025, 24713" in page.text
    assert "koninklijk besluit bekend" in page.text
    assert f"{HOME}?jaar=2027" in page.links()
    assert "vrijdag 7 mei 2027" in admin.get(f"{HOME}?jaar=2027").text
    assert "koninklijk besluit niet bekend" in admin.get(f"{HOME}?jaar=2030").text


@pytest.mark.parametrize("year", ["2010", "2101", "-1", "volgend", "9" * 5000, ""])
def test_a_year_that_we_do_not_know_is_this_year(admin: Colleague, year: str) -> None:
    assert "Kalender 2026" in admin.get(f"{HOME}?jaar={year}").title


def test_every_year_has_a_page_and_the_ends_have_no_further(admin: Colleague) -> None:
    assert f"{HOME}?jaar=2010" not in admin.get(f"{HOME}?jaar={YEARS[0]}").links()
    assert f"{HOME}?jaar=2101" not in admin.get(f"{HOME}?jaar={YEARS[-1]}").links()


def test_a_closing_day_counts_for_our_own_norms_only_until_it_is_taken_away(
    office: Office, admin: Colleague, log: Log
) -> None:
    # Given a day on which the office moves
    assert "nooit voor een wettelijke termijn" in admin.get(CLOSING).text
    page = admin.follow(admin.post(CLOSING, MOVING))

    # Then it is told, and no legal term knows it
    assert "Donderdag 24 december 2026 is nu een sluitingsdag." in page.text
    assert "Open zaken worden nu opnieuw berekend." in page.text
    [link] = page.tree.xpath("//a[text()='Herberekeningen'][not(ancestor::nav)]/@href")
    assert admin.get(link).status == 200
    assert "Sluitingsdag: Verhuizing alleen onze servicenormen" in page.text
    known = calendar_of(office)
    assert not known.is_working_day(date(2026, 12, 24))
    assert known.statutory.is_working_day(date(2026, 12, 24))

    # When it is taken away, it is a working day again
    page = admin.follow(admin.post(f"{CLOSING}/2026-12-24/weg"))
    assert "is geen sluitingsdag meer" in page.text
    assert calendar_of(office).is_working_day(date(2026, 12, 24))
    assert admin.post(f"{CLOSING}/2026-12-24/weg").status == 404
    assert admin.post(f"{CLOSING}/ooit/weg").status == 404
    changes = {line["event"]: line.get("day") for line in log.lines()}
    assert changes["closing_day_added"] == changes["closing_day_removed"] == "2026-12-24"
    assert "Verhuizing" not in log.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-12-19"}, "Dag: Deze dag is al vrij: zaterdag."),
        ({"day": "2026-12-25"}, "Dag: Deze dag is al vrij: Eerste kerstdag."),
        ({"day": "2026-05-15"}, "Dag: Deze dag is al vrij: bij koninklijk besluit vrij."),
        ({"day": "2026-12-31"}, "Dag: Deze dag is al vrij: het gemeentehuis is dicht."),
        ({"day": "30-2-2026"}, "Dag: Vul een dag in die bestaat"),
        ({"day": ""}, "Dag: Vul een dag in die bestaat"),
        ({"day": "2150-01-04"}, "Dag: Vul een jaar in van 1970 tot en met 2100."),
        ({"day": "2010-12-24"}, "Dag: Vul een jaar in, van 2011 tot en met 2100."),
        ({"name": " "}, "Waarom zijn wij dicht: Vul dit in."),
    ],
)
def test_a_closing_day_that_cannot_be_is_refused_and_stays(
    office: Office, admin: Colleague, wrong: dict[str, str], sentence: str
) -> None:
    admin.post(CLOSING, MOVING | {"day": "2026-12-31"})
    form = MOVING | wrong
    page = admin.post(CLOSING, form)
    assert page.status == 422
    [error] = page.errors()
    assert sentence in error
    assert {name: page.value(name) for name in form} == form | {"name": form["name"].strip()}
    with office.house.db.reading() as session:
        assert len(session.exec(select(ClosingDay)).all()) == 1


def test_a_royal_decree_counts_for_the_law_until_it_is_taken_away(
    office: Office, admin: Colleague, log: Log
) -> None:
    page = admin.follow(admin.post(DECREE, NEW))
    assert "Kalender 2029" in page.title
    assert "vrijdag 11 mei 2029 Koninklijk besluit: Stcrt. 2028, 12345" in page.text
    known = calendar_of(office)
    assert not known.statutory.is_working_day(date(2031, 1, 2))
    assert known.is_decreed(2030)
    assert [line for line in log.lines() if line["event"] == "royal_decree_added"]

    again = admin.post(DECREE, NEW | {"first_year": "2031", "last_year": "2032"})
    assert again.errors() == ["Eerste jaar: Het besluit voor 2031 staat er al."]

    with office.house.db.reading() as session:
        row = session.exec(select(RoyalDecree)).one()
    admin.follow(admin.post(f"{DECREE}/{row.id}/weg"))
    assert not calendar_of(office).is_decreed(2030)
    assert admin.post(f"{DECREE}/{row.id}/weg").status == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"source": ""}, "Bron: Vul dit in."),
        ({"first_year": "2028"}, "Eerste jaar: Het besluit voor 2028 staat er al."),
        ({"first_year": "2010"}, "Eerste jaar: Vul een jaar in, van 2011 tot en met 2100."),
        ({"last_year": "straks"}, "Laatste jaar: Vul een jaar in"),
        ({"last_year": "2028", "first_year": "2029"}, "Laatste jaar: Het laatste jaar ligt voor"),
        ({"last_year": "2092"}, "Laatste jaar: Vul een besluit in voor hooguit 5 jaar."),
        ({"days": "12-5-2029"}, "Dagen: 12-5-2029 is al vrij: zaterdag."),
        ({"days": "27-4-2029"}, "Dagen: 27-4-2029 is al vrij: Koningsdag."),
        ({"days": "11-5-2029\n11 mei 2029"}, "Dagen: 11 mei 2029 staat er twee keer."),
        ({"days": "11-5-2028"}, "Dagen: 11-5-2028 valt buiten de jaren van het besluit."),
        ({"days": "11-5-2029\nmorgen"}, "Dagen: morgen is geen dag."),
        ({"days": "29-2-2029"}, "Dagen: 29-2-2029 is geen dag."),
        ({"days": "<b>x</b>" * 20}, "Dagen: <b>x</b><b>x</b>"),
        ({"days": "\n \n"}, "Dagen: Vul dit in."),
    ],
)
def test_a_decree_that_cannot_be_is_refused_and_stays(
    office: Office, admin: Colleague, wrong: dict[str, str], sentence: str
) -> None:
    form = NEW | wrong
    page = admin.post(DECREE, form)
    assert page.status == 422
    [error] = page.errors()
    assert sentence in error
    assert {name: page.value(name) for name in form} == form
    with office.house.db.reading() as session:
        assert session.exec(select(RoyalDecree)).first() is None


def test_a_closing_day_does_not_stand_in_the_way_of_a_decree(
    office: Office, admin: Colleague
) -> None:
    admin.post(CLOSING, MOVING | {"day": "2029-05-11"})
    page = admin.follow(admin.post(DECREE, NEW))
    assert "vrijdag 11 mei 2029 Koninklijk besluit" in page.text
    assert not calendar_of(office).statutory.is_working_day(date(2029, 5, 11))
    assert admin.post(f"{CLOSING}/2029-05-11/weg").status == 303


@pytest.mark.parametrize("path", [HOME, CLOSING, DECREE])
def test_only_an_administrator_sees_the_calendar(office: Office, path: str) -> None:
    for user in (office.house.registrar, office.house.handler, office.house.lead):
        assert office.sign_in(user).get(path).status == 403


def test_a_name_with_markup_in_it_stays_a_name(admin: Colleague) -> None:
    name = "<img src=x onerror=alert(1)>{0}\x00"
    admin.post(CLOSING, MOVING | {"name": name})
    page = admin.follow(admin.post(DECREE, NEW | {"source": name}))
    assert "<img src=x" not in page.markup
    assert "<img src=x onerror=alert(1)>{0}" in page.text
    assert "<img src=x" not in admin.get(f"{HOME}?jaar=2026").markup


def test_beheer_warns_of_a_missing_decree_until_it_is_there(office: Office) -> None:
    office.clock.move_to(datetime(2027, 7, 1, 9, 0, tzinfo=UTC))
    admin = office.sign_in(office.add("Roos", Role.ADMINISTRATOR))
    for path in ("/beheer", HOME):
        page = admin.get(path)
        assert "Het koninklijk besluit voor 2029 ontbreekt." in page.text
        assert DECREE in page.links()
    assert admin.post(DECREE, NEW).status == 303
    for path in ("/beheer", HOME):
        assert "ontbreekt" not in admin.get(path).text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2029-05-11", date(2029, 5, 11)),
        ("11-5-2029", date(2029, 5, 11)),
        ("11/05/2029", date(2029, 5, 11)),
        ("11.5.2029", date(2029, 5, 11)),
        ("Vrijdag 11 mei 2029", date(2029, 5, 11)),
        ("vrijdag, 2 maart 2029", date(2029, 3, 2)),
        ("2 mrt. 2029", date(2029, 3, 2)),
        ("1 oktober 2029", date(2029, 10, 1)),
        ("1 bloeimaand 2029", None),
        ("31-4-2029", None),
        ("2029", None),
        ("5-11", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(line: str, day: date | None) -> None:
    assert read_day(line) == day


def test_one_day_is_closed_once_however_many_say_so(
    house: House, db: Database, at_once: AtOnce
) -> None:
    got = at_once([lambda: add_closing_day(db, date(2026, 12, 24), "Dicht")] * 4)
    assert got.count(None) == 1
    assert sum(isinstance(each, InvalidInput) for each in got) == 3


def test_one_decree_is_added_once_however_many_do_it(
    house: House, db: Database, at_once: AtOnce
) -> None:
    new = DecreeInput(source="Stcrt", first_year=2029, last_year=2031, days="11-5-2029")
    got = at_once([lambda: add_decree(db, new)] * 4)
    assert sum(isinstance(each, RoyalDecree) for each in got) == 1
    assert sum(isinstance(each, InvalidInput) for each in got) == 3
