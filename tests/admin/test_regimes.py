"""Can an administrator write down a term of the municipality's own, and do letters get it?"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.admin.conftest import AtOnce
from tests.browsing import Colleague, Office, Page
from tests.two_databases import House
from tracker.admin.regime_rules import code_for, example_of
from tracker.admin.regime_screens import rules_of
from tracker.admin.regime_service import add_regime, add_version, correct_regime
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.deadlines.calendar import DUTCH_CALENDAR
from tracker.deadlines.own import OwnTerm, own_regime
from tracker.deadlines.regimes import REGIMES
from tracker.register.basis import basis_of
from tracker.register.models import Case, OwnRegime, Subject

HOME = "/beheer/termijnregelingen"
NEW = f"{HOME}/eigen/nieuw"
ARTICLE = "Marktverordening 4 lid 2"
MARKET: dict[str, Any] = {
    "name_nl": "Standplaats",
    "name_en": "Market stall",
    "article": ARTICLE,
    "link": "https://lokaleregelgeving.example/markt",
    "valid_from": "2020-01-01",
    "term_number": "4",
    "term_unit": "week",
    "counting": "atw",
    "extension_kind": "capped",
    "extension_number": "2",
    "extension_unit": "week",
    "grounds": ["incomplete"],
    "is_decision": "y",
}
TERM = OwnTerm(
    code="",
    name_nl="Standplaats",
    name_en="",
    article=ARTICLE,
    link="",
    term="4 weeks",
    counting="atw",
    valid_from=date(2020, 1, 1),
)


@pytest.fixture
def settings(both_settings: Settings) -> Settings:
    return both_settings


def filled_in(page: Page) -> dict[str, Any]:
    """Return the fields of the form in *page* as the browser would send them."""
    return {name: values if name == "grounds" else values[0] for name, values in _of(page).items()}


def _of(page: Page) -> dict[str, list[str]]:
    return {name: values for name, values in page.fields().items() if name != "act"}


def save(admin: Colleague, path: str, form: dict[str, Any]) -> Page:
    """Look at what the form does, and save it when nothing is wrong."""
    looked = admin.post(path, form | {"act": "look"})
    assert looked.status == 200, looked.errors()
    return admin.post(path, filled_in(looked) | {"act": "confirm"})


def the_row(office: Office) -> OwnRegime:
    with office.house.db.reading() as session:
        return session.exec(select(OwnRegime)).one()


def test_every_regime_of_the_law_has_a_page_with_its_articles(admin: Colleague) -> None:
    listed = admin.get(HOME)
    for code, regime in REGIMES.items():
        assert f"{HOME}/{code}" in listed.links()
        page = admin.get(f"{HOME}/{code}")
        assert page.status == 200
        for rule in rules_of_in(admin, code):
            assert rule in page.text
        assert regime.article in page.text
        for article in regime.grounds.values():
            assert article.link in page.links() or not article.link
    assert "schuift hij door. Atw 1 lid 1" in admin.get(f"{HOME}/awb-bezwaar").text
    assert "hij schuift niet door. Atw 4" in admin.get(f"{HOME}/awb-uov").text
    assert "Met hooguit 6 weken." in admin.get(f"{HOME}/awb-bezwaar").text
    assert "12 weken, als een commissie adviseert" in admin.get(f"{HOME}/awb-bezwaar").text
    assert admin.get(f"{HOME}/wet-van-meden").status == 404


def rules_of_in(admin: Colleague, code: str) -> list[str]:
    with admin.client.application.test_request_context():
        return [str(rule.text) for rule in rules_of(REGIMES[code])]


def test_a_letter_gets_the_date_of_a_regime_that_was_made_here(
    office: Office, admin: Colleague
) -> None:
    # Given an administrator who writes down the market ordinance
    form = admin.get(NEW)
    assert (form.value("valid_from"), form.value("counting")) == ("2026-11-09", "atw")
    looked = admin.post(NEW, MARKET | {"act": "look"})

    # Then the example is shown first, with the article of each step, and nothing is stored
    assert (
        "Ontvangen op maandag 9 november 2026: uiterste datum maandag 7 december 2026."
        in looked.text
    )
    assert looked.texts("step__article").count(ARTICLE) == 3
    assert "Met de langste verlenging: maandag 21 december 2026." in looked.text
    with office.house.db.reading() as session:
        assert session.exec(select(OwnRegime)).first() is None

    # When it is saved and chosen at a subject
    saved = admin.follow(admin.post(NEW, filled_in(looked) | {"act": "confirm"}))
    assert "Standplaats is toegevoegd." in saved.text
    subject = {
        "name": "Markt",
        "regime": "eigen-standplaats",
        "team_id": str(office.house.question.team_id),
        "acknowledge_number": "2",
        "acknowledge_unit": "working day",
        "answer_number": "15",
        "answer_unit": "working day",
        "active": "y",
    }
    assert admin.post("/beheer/onderwerpen/nieuw", subject).status == 303
    assert "Gebruikt bij: Markt" in admin.get(f"{HOME}/eigen-standplaats").text

    # Then a letter that is registered has its date, and the case says by which article
    registrar = office.sign_in(office.house.registrar)
    case = registered(office, registrar, "Markt")
    assert case.due_on == date(2026, 12, 7)
    page = registrar.get(f"/zaken/{case.number}")
    assert "De termijn is 4 weken en loopt tot en met maandag 7 december 2026." in page.text
    assert ARTICLE in page.texts("step__article")


def registered(office: Office, registrar: Colleague, name: str) -> Case:
    with office.house.db.reading() as session:
        subject = session.exec(select(Subject).where(Subject.name == name)).one()
    letter = {
        "channel": "letter",
        "received_on": "2026-11-09",
        "title": "Een kraam op zaterdag",
        "subject_id": str(subject.id),
        "name": "Jo Dijkgraaf",
        "text": "Mag ik een kraam?",
    }
    answer = registrar.post("/post/nieuw", letter)
    assert answer.status == 303, answer.errors()
    with office.house.db.reading() as session:
        return session.exec(select(Case).where(Case.subject_id == subject.id)).one()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name_nl": " "}, "Naam: Vul dit in."),
        ({"name_nl": "bezwaar"}, "Naam: Er is al een regeling met deze naam."),
        ({"name_nl": "x" * 121}, "Naam: Dit is te lang."),
        ({"article": ""}, "Artikel: Vul dit in."),
        ({"link": "javascript:alert(1)"}, "Vul een webadres in dat begint met https://."),
        ({"term_number": "veel"}, "Termijn: Vul een heel getal in, van 1 tot en met 365."),
        ({"term_number": "0"}, "Termijn: Vul een heel getal in"),
        ({"term_number": "11", "term_unit": "year"}, "Termijn: Een termijn is hier hooguit tien"),
        ({"term_unit": "century"}, "Eenheid (termijn): Kies een van de mogelijkheden."),
        ({"counting": "own"}, "Hoe telt de termijn: "),
        ({"extension_kind": "capped", "extension_number": ""}, "Verlengen met hooguit: Vul een"),
        ({"extension_number": "200", "extension_unit": "month"}, "Verlengen met hooguit: Een"),
        ({"grounds": ["holiday"]}, "Wanneer mag de termijn stilstaan: "),
        ({"valid_from": "30-2-2026"}, "Geldt voor brieven vanaf: Vul een dag in die bestaat"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_stays(
    office: Office, admin: Colleague, wrong: dict[str, Any], sentence: str
) -> None:
    form = MARKET | wrong
    page = admin.post(NEW, form | {"act": "confirm"})
    assert page.status == 422
    [error] = page.errors()
    assert sentence in error
    kept = page.fields()
    for name in ("name_nl", "article", "link", "term_number", "extension_number"):
        assert kept[name] == [str(form[name]).strip()]
    assert kept["is_decision"] == ["y"]
    with office.house.db.reading() as session:
        assert session.exec(select(OwnRegime)).first() is None


def test_what_was_changed_after_the_example_is_shown_again_before_it_is_saved(
    office: Office, admin: Colleague
) -> None:
    looked = admin.post(NEW, MARKET | {"act": "look"})
    changed = admin.post(NEW, filled_in(looked) | {"term_number": "6", "act": "confirm"})
    assert changed.status == 200
    assert "Daarom is nog niets bewaard." in changed.text
    assert "uiterste datum maandag 21 december 2026" in changed.text
    assert admin.post(NEW, filled_in(changed) | {"act": "confirm"}).status == 303
    assert the_row(office).term == "6 weeks"


def test_a_form_keeps_all_that_was_saved(office: Office, admin: Colleague) -> None:
    save(admin, NEW, MARKET)
    row = the_row(office)
    shown = filled_in(admin.get(f"{HOME}/eigen/{row.id}"))
    assert {name: shown[name] for name in MARKET} == MARKET
    save(admin, f"{HOME}/eigen/{row.id}", shown | {"extension_kind": "any", "term_unit": "year"})
    row = the_row(office)
    assert (row.term, row.extension, row.grounds) == ("4 years", "any", ["incomplete"])
    shown = filled_in(admin.get(f"{HOME}/eigen/{row.id}"))
    assert (shown["extension_kind"], shown["term_unit"]) == ("any", "year")


def test_a_new_version_leaves_older_letters_what_they_had(office: Office, admin: Colleague) -> None:
    # Given a letter of today under the four weeks of the ordinance
    save(admin, NEW, MARKET)
    market = Subject(
        name="Markt", regime="eigen-standplaats", team_id=office.house.question.team_id
    )
    with office.house.db.changing() as session:
        session.add(market)
    before = office.house.open(market, received_on=date(2026, 11, 6))

    # When the council makes it six weeks from today
    path = f"{HOME}/eigen/eigen-standplaats/versie"
    form = filled_in(admin.get(path))
    assert (form["valid_from"], form["term_number"]) == ("2026-11-09", "4")
    page = admin.follow(save(admin, path, form | {"term_number": "6"}))

    # Then both versions are told, and each letter has the one of its day
    assert "Vanaf maandag 9 november 2026" in page.text
    assert "Vanaf woensdag 1 januari 2020" in page.text
    assert "Een zaak houdt de versie die gold op de dag van ontvangst" in page.text
    after = office.house.open(market, received_on=date(2026, 11, 9))
    assert (before.due_on, after.due_on) == (date(2026, 12, 4), date(2026, 12, 21))

    # And a second version from the same day is refused
    again = admin.post(path, form | {"act": "look"})
    assert "Er is al een versie die op deze dag begint." in again.text
    assert again.status == 422


def test_a_version_of_what_is_not_ours_cannot_be_made(admin: Colleague) -> None:
    assert admin.get(f"{HOME}/eigen/woo/versie").status == 404
    assert admin.post(f"{HOME}/eigen/woo/versie", MARKET).status == 404
    assert admin.get(f"{HOME}/eigen/99").status == 404


def test_a_correction_tells_where_the_differences_will_be(office: Office, admin: Colleague) -> None:
    save(admin, NEW, MARKET)
    path = f"{HOME}/eigen/{the_row(office).id}"
    page = admin.follow(save(admin, path, MARKET | filled_in(admin.get(path)) | {"name_en": ""}))
    assert "Open zaken worden nu opnieuw berekend." in page.text
    [link] = page.tree.xpath("//a[text()='Herberekeningen'][not(ancestor::nav)]/@href")
    assert admin.get(link).status == 200


def test_who_corrects_second_is_told_and_loses_nothing(office: Office, admin: Colleague) -> None:
    save(admin, NEW, MARKET)
    path = f"{HOME}/eigen/{the_row(office).id}"
    mine = filled_in(admin.post(path, filled_in(admin.get(path)) | {"article": "A", "act": "look"}))
    theirs = filled_in(admin.get(path)) | {"article": "B"}
    assert save(admin, path, theirs).status == 303
    refused = admin.post(path, mine | {"act": "confirm"})
    assert refused.status == 409
    assert "Een collega heeft deze regeling veranderd." in refused.text
    assert the_row(office).article == "B"


@pytest.mark.parametrize("path", [HOME, f"{HOME}/woo", NEW, f"{HOME}/eigen/1"])
def test_only_an_administrator_sees_the_regimes(office: Office, path: str) -> None:
    for user in (office.house.registrar, office.house.handler, office.house.lead):
        assert office.sign_in(user).get(path).status == 403
    assert office.app.test_client().get(path).status_code == 303


def test_a_name_with_markup_in_it_stays_a_name(office: Office, admin: Colleague) -> None:
    name = "<script>alert(1)</script>{7*7}%s\x00"
    page = admin.follow(save(admin, NEW, MARKET | {"name_nl": name, "article": name}))
    shown = "<script>alert(1)</script>{7*7}%s"
    assert page.tree.findtext(".//h1") == shown
    row = the_row(office)
    elsewhere = (f"{HOME}/eigen/{row.code}/versie", "/beheer/onderwerpen/nieuw")
    for path in (HOME, f"{HOME}/eigen/{row.id}", *elsewhere):
        assert "<script>alert" not in admin.get(path).markup
    form = filled_in(admin.get(f"{HOME}/eigen/{row.id}")) | {"name_en": "x"}
    page = admin.follow(save(admin, f"{HOME}/eigen/{row.id}", form))
    assert f"{shown} is bewaard. Open zaken" in page.text
    assert "<script>alert" not in page.markup


def test_an_example_of_a_rule_that_is_not_in_force_yet_is_of_its_first_day() -> None:
    later = own_regime(replace(TERM, valid_from=date(2027, 1, 1)))
    example = example_of(later, DUTCH_CALENDAR, date(2026, 11, 9))
    assert example is not None
    assert (example.received_on, example.due_on) == (date(2027, 1, 1), date(2027, 1, 29))


@pytest.mark.parametrize("code", REGIMES)
def test_a_regime_of_the_law_has_an_example_when_the_day_of_receipt_is_enough(code: str) -> None:
    regime = REGIMES[code]
    example = example_of(regime, DUTCH_CALENDAR, date(2026, 11, 9))
    reckoned = regime.term is not None and regime.start == "receipt"
    assert (example is not None) is reckoned
    assert example is None or example.steps[-1].day == example.due_on


@pytest.mark.parametrize("term", ["20 working days", "10 days", "3 months", "1 year"])
@pytest.mark.parametrize("counting", ["atw", "none"])
def test_every_kind_of_length_has_an_example(term: str, counting: Any) -> None:
    own = replace(TERM, term=term, counting=counting, extension=term, is_decision=True)
    example = example_of(own_regime(own), DUTCH_CALENDAR, date(2026, 11, 9))
    assert example is not None
    assert example.longest_on is not None
    assert example.longest_on > example.due_on > date(2026, 11, 9)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Standplaats", (), "eigen-standplaats"),
        ("  Één café & Co. ", (), "eigen-een-cafe-co"),
        ("Standplaats!", ("eigen-standplaats",), "eigen-standplaats-2"),
        ("Stand plaats", ("eigen-stand-plaats", "eigen-stand-plaats-2"), "eigen-stand-plaats-3"),
        ("Ωμέγα", (), "eigen-regeling"),
        ("woo", tuple(REGIMES), "eigen-woo"),
    ],
)
def test_a_code_tells_the_name_and_is_nobody_elses(
    name: str, taken: tuple[str, ...], code: str
) -> None:
    assert code_for(name, taken) == code


def test_a_term_in_working_days_is_said_never_to_end_on_a_free_day(
    office: Office, admin: Colleague
) -> None:
    page = admin.follow(save(admin, NEW, MARKET | {"term_unit": "working day"}))
    assert "Een termijn in werkdagen eindigt nooit op een vrije dag." in page.text
    longer = MARKET | {"name_nl": "Lang", "term_number": "13"}
    page = admin.follow(save(admin, NEW, longer))
    assert "hij schuift niet door. Atw 4" in page.text


def test_a_code_fits_its_column() -> None:
    taken = {f"eigen-{'a' * 50}", *(f"eigen-{'a' * 50}-{number}" for number in range(2, 999))}
    assert len(code_for("a" * 120, taken)) <= 60


def test_two_regimes_of_one_name_at_once_are_one(
    house: House, db: Database, at_once: AtOnce
) -> None:
    got = at_once([lambda: add_regime(db, TERM)] * 4)
    assert sum(isinstance(each, OwnRegime) for each in got) == 1
    assert sum(isinstance(each, InvalidInput) for each in got) == 3


def test_two_like_names_at_once_never_share_a_code(
    house: House, db: Database, at_once: AtOnce
) -> None:
    names = ("Markt", "Markt!", "Markt?", "Markt.")
    made = [
        replace(TERM, name_nl=name, valid_from=date(2020, 1, n)) for n, name in enumerate(names, 1)
    ]
    at_once([lambda term=term: add_regime(db, term) for term in made])  # type: ignore[misc]
    with db.reading() as session:
        own = basis_of(session).own
    assert len(own) == 4
    assert all(len(rows) == 1 for rows in own.values())


def test_two_corrections_at_once_are_not_both_kept(
    house: House, db: Database, at_once: AtOnce
) -> None:
    row = add_regime(db, TERM)
    terms = [replace(TERM, article=f"Artikel {number}") for number in range(3)]
    got = at_once([lambda t=t: correct_regime(db, row.id or 0, 1, t) for t in terms])  # type: ignore[misc]
    assert sum(isinstance(each, ChangedByColleague) for each in got) == 2


def test_the_services_trust_no_form(house: House, db: Database) -> None:
    with pytest.raises(NotFound):
        add_version(db, replace(TERM, code="woo"))
    with pytest.raises(NotFound):
        correct_regime(db, 99, 1, TERM)
    with pytest.raises(InvalidInput) as refused:
        add_regime(db, replace(TERM, grounds=("holiday",)))
    assert refused.value.field == "grounds"
