"""Is the work of somebody who left, or moved, still on somebody's list?"""

from tests.browsing import Colleague, Office
from tests.overview.test_views import happened, opened, taken
from tracker.people.models import Role, User
from tracker.register.models import Case, EventType
from tracker.register.service import assign


def person(office: Office, user: User, **changed: object) -> None:
    with office.house.db.changing() as session:
        stored = session.get_one(User, user.id)
        for name, value in changed.items():
            setattr(stored, name, value)


def of_hanna(office: Office, days_ago: int = 0) -> Case:
    case = opened(office, "Van Hanna", days_ago)
    taken(office, case)
    return case


def test_the_work_of_somebody_who_left_is_everybodys_and_asks_to_be_taken(
    office: Office, lead: Colleague
) -> None:
    case = of_hanna(office)
    colleague = office.sign_in(office.house.colleague)
    assert colleague.get("/mijn-werk").texts("work-row__title") == []
    # When Hanna leaves
    person(office, office.house.handler, active=False)
    # Then her colleagues see the case among those of nobody, and can take it
    page = colleague.get("/mijn-werk", query_string={"wie": "niemand"})
    assert page.texts("work-row__title") == ["Van Hanna"]
    assert "Nog van niemand: neem hem" in page.text
    assert "Neem deze zaak" in colleague.get(f"/zaken/{case.number}").text
    # And the lead sees it counted as such
    team = lead.get("/team")
    assert figures(team) == ["0", "1", "0", "1"]  # late, of nobody, waiting, open
    assert team.texts("work-row__handler") == ["nog niemand"]


def test_a_new_message_in_a_closed_case_of_somebody_who_left_is_seen(office: Office) -> None:
    case = of_hanna(office)
    happened(office, case, EventType.ANSWERED, office.clock().date())
    with office.house.db.changing() as session:
        session.get_one(Case, case.id).unread_message = True
    person(office, office.house.handler, active=False)
    page = office.sign_in(office.house.colleague).get("/mijn-werk")
    assert page.texts("work-row__title") == ["Van Hanna"]


def test_who_answers_the_case_of_somebody_who_left_has_taken_it(office: Office) -> None:
    case = of_hanna(office)
    person(office, office.house.handler, active=False)
    colleague = office.sign_in(office.house.colleague)
    path = f"/zaken/{case.number}/antwoord"
    fields = {name: values[0] for name, values in colleague.get(path).fields().items()}
    text = "Beste Jo, de lantaarnpaal wordt op vrijdag 13 november gemaakt. De kabel is stuk."
    assert colleague.post(path, fields | {"text": text, "act": "send"}).status == 303
    assert office.house.case(case.number).handler_id == office.house.colleague.id


def test_who_moved_to_another_team_keeps_the_case_and_the_lead_still_counts_it(
    office: Office, handler: Colleague, lead: Colleague
) -> None:
    of_hanna(office, days_ago=30)
    person(office, office.house.handler, team_id=office.house.stranger.team_id)
    assert handler.get("/mijn-werk").texts("work-row__title") == ["Van Hanna"]
    page = lead.get("/team")
    desks = {row.findtext("th"): row for row in page.tree.xpath("//tbody/tr")}
    assert [cell.text for cell in desks["Hanna"].find_class("number")] == ["1", "0", "1"]
    # but nothing more can be given to her
    assert "Hanna" not in " ".join(page.texts("hand-over"))
    # and what she has elsewhere is not this team's
    other = opened(office, "Elders", subject=office.house.elsewhere)
    with office.house.db.changing() as session:
        stored = session.get_one(Case, other.id)
        assign(session, office.clock(), stored, office.house.handler.id, None)
    assert figures(lead.get("/team"))[-1] == "1"
    again = {row.findtext("th"): row for row in lead.get("/team").tree.xpath("//tbody/tr")}
    assert again["Hanna"].find_class("number")[-1].text == "1"


def test_who_has_no_list_of_work_cannot_take_a_case(office: Office, registrar: Colleague) -> None:
    case = opened(office, "Van niemand")
    version = {"version": case.version}
    assert "Neem deze zaak" not in registrar.get(f"/zaken/{case.number}").text
    assert registrar.post(f"/zaken/{case.number}/neem", version).status == 403
    assert office.house.case(case.number).handler_id is None
    # and who became a registrar gives the cases back
    of_hanna(office)
    person(office, office.house.handler, role=Role.REGISTRAR)
    page = office.sign_in(office.house.colleague).get("/mijn-werk")
    assert set(page.texts("work-row__title")) == {"Van niemand", "Van Hanna"}


def figures(page: object) -> list[str]:
    return [dd.text for dd in page.tree.xpath("//dl[contains(@class,'figures')]//dd")]  # type: ignore[attr-defined]
