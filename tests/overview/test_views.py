"""Do handlers and team leads see what to do, most urgent first, and only their own?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from tests.browsing import Colleague, Office
from tracker.people.models import Role
from tracker.register.acts import Seen, take
from tracker.register.models import Case, Channel, EventType
from tracker.register.service import NewMessage, receive_message, record_event


def opened(office: Office, title: str, days_ago: int = 0, **more: object) -> Case:
    received = office.clock().date() - timedelta(days=days_ago)
    return office.house.open(title=title, received_on=received, **more)


def acknowledged(office: Office, case: Case) -> None:
    happened(office, case, EventType.ACKNOWLEDGED, case.received_on)


def happened(
    office: Office, case: Case, type: EventType, on: date, data: dict[str, str] | None = None
) -> None:
    with office.house.db.changing() as session:
        stored = session.get_one(Case, case.id)
        record_event(session, office.clock(), stored, type, on, data=data)


def taken(office: Office, case: Case) -> None:
    case = office.house.case(case.number)
    seen = Seen(number=case.number, version=case.version)
    take(office.house.db, office.clock, seen, office.house.handler)


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Collect the SQL statements that the app makes."""
    made: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            made.append(statement)

    engine = office.app.extensions["tracker"].db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield made
    event.remove(engine, "before_cursor_execute", note)


def test_my_work_has_the_most_urgent_first_in_words(office: Office, handler: Colleague) -> None:
    # Given cases that are late, due today, this week, later, and one that waits
    late = opened(office, "Te late zaak", 21)
    acknowledged(office, late)
    opened(office, "Bevestig vandaag", 4)  # Thursday: two working days later is Monday
    opened(office, "Bevestig woensdag")
    far = opened(office, "Duurt nog even")
    acknowledged(office, far)
    waits = opened(office, "Wacht op stukken", subject=office.house.application)
    acknowledged(office, waits)
    happened(
        office,
        waits,
        EventType.SUSPENSION_STARTED,
        office.clock().date(),
        {"ground": "incomplete", "respond_by": "2026-11-23"},
    )
    # When the handler looks
    page = handler.get("/mijn-werk")
    # Then each is in its group, in the order of work
    assert [title.rsplit(" ", 1)[0] for title in page.texts("work-group__title")] == [
        "Te laat",
        "Vandaag",
        "Binnen vijf werkdagen",
        "Later",
        "Wacht op de inwoner",
    ]
    assert page.texts("work-row__title") == [
        "Te late zaak",
        "Bevestig vandaag",
        "Bevestig woensdag",
        "Duurt nog even",
        "Wacht op stukken",
    ]
    whens = page.texts("work-row__when")
    assert "werkdagen te laat Streefdatum: maandag 2 november 2026" in whens[0]
    assert whens[1].startswith("vandaag")
    assert whens[2] == "over 2 werkdagen Bevestigen voor: woensdag 11 november 2026"
    assert whens[3] == "over 10 werkdagen Streefdatum: maandag 23 november 2026"
    assert whens[4].startswith("wacht op inwoner")
    assert "1 zaak is te laat." in page.text
    assert page.one("next-step__title") == "Te late zaak"


def test_within_a_group_the_first_date_comes_first(office: Office, handler: Colleague) -> None:
    for title, days_ago in (("Tweede", 10), ("Derde", 6), ("Eerste", 20)):
        opened(office, title, days_ago)
    page = handler.get("/mijn-werk")
    assert page.texts("work-row__title") == ["Eerste", "Tweede", "Derde"]


def test_nothing_to_do_is_said_kindly(handler: Colleague) -> None:
    page = handler.get("/mijn-werk")
    assert "U bent helemaal bij" in page.text
    assert "Niets is te laat." in page.text


@pytest.mark.parametrize(
    ("whose", "titles"),
    [
        ("", {"Van mij", "Van niemand"}),
        ("mij", {"Van mij"}),
        ("niemand", {"Van niemand"}),
        ("<script>", {"Van mij", "Van niemand"}),
    ],
)
def test_the_list_can_be_narrowed(
    office: Office, handler: Colleague, whose: str, titles: set[str]
) -> None:
    taken(office, opened(office, "Van mij"))
    opened(office, "Van niemand")
    page = handler.get("/mijn-werk", query_string={"wie": whose})
    assert set(page.texts("work-row__title")) == titles
    assert "<script>" not in page.markup.split("</head>")[1]


def test_a_case_of_a_colleague_or_of_another_team_is_not_my_work(
    office: Office, stranger: Colleague
) -> None:
    opened(office, "Van het team Buiten")
    theirs = opened(office, "Van het team Belasting", subject=office.house.elsewhere)
    taken_by_me = office.sign_in(office.house.colleague)
    taken(office, opened(office, "Van Hanna"))
    assert stranger.get("/mijn-werk").texts("work-row__title") == [theirs.title]
    assert taken_by_me.get("/mijn-werk").texts("work-row__title") == ["Van het team Buiten"]


def test_a_closed_case_comes_back_when_the_resident_writes_again(
    office: Office, handler: Colleague
) -> None:
    case = opened(office, "Al beantwoord")
    taken(office, case)
    happened(office, case, EventType.ANSWERED, office.clock().date())
    assert handler.get("/mijn-werk").texts("work-row__title") == []
    with office.house.db.changing() as session:
        message = NewMessage(channel=Channel.EMAIL, at=office.clock(), text="Nog iets")
        receive_message(session, office.clock(), session.get_one(Case, case.id), message)
    page = handler.get("/mijn-werk")
    assert page.texts("work-row__title") == ["Al beantwoord"]
    assert "Nieuw bericht van de inwoner" in page.text
    assert "Lees het nieuwe bericht" in page.text


def test_a_resident_who_let_the_time_to_respond_go_by_is_work_again(
    office: Office, handler: Colleague
) -> None:
    case = opened(office, "Wacht", subject=office.house.application)
    taken(office, case)
    acknowledged(office, case)
    happened(
        office,
        case,
        EventType.SUSPENSION_STARTED,
        office.clock().date(),
        {"ground": "incomplete", "respond_by": "2026-11-10"},
    )
    assert "Wacht op de aanvulling" in handler.get("/mijn-werk").text
    office.clock.forward(timedelta(days=3))
    again = office.sign_in(office.house.handler).get("/mijn-werk")
    assert "De tijd om te reageren is voorbij" in again.text


def test_the_lead_sees_late_cases_at_the_top_and_who_has_how_much(
    office: Office, lead: Colleague
) -> None:
    late = opened(office, "Te late zaak", 30)
    acknowledged(office, late)
    taken(office, late)
    taken(office, opened(office, "Op tijd"))
    opened(office, "Van niemand")
    opened(office, "Van een ander team", subject=office.house.elsewhere)
    page = lead.get("/team")
    assert page.texts("work-row__title")[0] == "Te late zaak"
    assert "te laat" in page.texts("work-row__when")[0]
    assert "Van een ander team" not in page.text
    figures = [dd.text for dd in page.tree.xpath("//dl[contains(@class,'figures')]//dd")]
    assert figures == ["1", "1", "0", "3"]  # late, of nobody, waiting, open
    desks = {
        row.findtext("th"): [cell.text for cell in row.find_class("number")]
        for row in page.tree.xpath("//tbody/tr")
    }
    assert desks == {"Hanna": ["1", "1", "2"], "Bas": ["0", "0", "0"], "Tine": ["0", "0", "0"]}
    assert next(iter(desks)) == "Hanna"


def test_the_lead_hands_a_late_case_on_and_stays_on_the_overview(
    office: Office, lead: Colleague
) -> None:
    case = opened(office, "Te late zaak", 30)
    fields = {name: v[0] for name, v in lead.get("/team").fields().items()}
    fields["handler_id"] = str(office.house.colleague.id)
    page = lead.post(f"/zaken/{case.number}/toewijzen", fields)
    assert page.location == "/team"
    assert "Bas behandelt deze zaak nu." in lead.follow(page).text
    assert office.house.case(case.number).handler_id == office.house.colleague.id


@pytest.mark.parametrize(
    ("path", "role"), [("/team", "handler"), ("/team", "registrar"), ("/mijn-werk", "registrar")]
)
def test_a_list_that_is_not_for_somebody_stays_shut(office: Office, path: str, role: str) -> None:
    assert office.sign_in(getattr(office.house, role)).get(path).status == 403


@pytest.mark.parametrize(
    ("asked", "status"),
    [("", 200), ("abc", 200), ("1", 200), ("2", 403), ("-1", 403), ("9" * 30, 403)],
)
def test_a_lead_sees_the_own_team_only(lead: Colleague, asked: str, status: int) -> None:
    assert lead.get("/team", query_string={"team": asked}).status == status


@pytest.mark.parametrize(
    ("asked", "status"),
    [("", 200), ("abc", 200), ("1", 200), ("2", 200), ("-1", 404), ("9" * 30, 404), ("4711", 404)],
)
def test_an_administrator_sees_each_team_that_there_is(
    office: Office, asked: str, status: int
) -> None:
    administrator = office.sign_in(office.add("Ad", Role.ADMINISTRATOR))
    page = administrator.get("/team", query_string={"team": asked})
    assert page.status == status
    assert "hand-over" not in page.markup


@pytest.mark.parametrize("path", ["/mijn-werk", "/team", "/post"])
def test_a_list_takes_as_many_statements_for_fifty_cases_as_for_five(
    office: Office, lead: Colleague, path: str
) -> None:
    def count() -> int:
        with statements(office) as made:
            assert lead.get(path).status == 200
        return len(made)

    for number in range(5):
        opened(office, f"zaak {number}")
    few = count()
    for number in range(45):
        opened(office, f"zaak {number}")
    assert count() == few <= 6


def test_a_search_takes_no_more_statements_for_fifty_cases_than_for_five(
    office: Office, lead: Colleague
) -> None:
    def count() -> int:
        with statements(office) as made:
            assert lead.get("/zaken/zoeken?q=zaak").status == 200
        return len(made)

    for number in range(5):
        opened(office, f"zaak {number}")
    few = count()
    for number in range(45):
        opened(office, f"zaak {number}")
    assert count() <= few <= 9  # letters are not looked through when titles fill the page
