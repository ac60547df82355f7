"""Can an administrator let people in, put them in teams, and show them out?"""

from typing import Any

import pytest
from sqlmodel import select

from tests.browsing import Colleague, Office
from tracker.people.models import Role, Team, User
from tracker.people.passwords import is_right

NEW = {
    "name": "  Noor  ",
    "email": "Noor@Gemeente.example",
    "role": "handler",
    "team_id": "1",
    "password": "een-goed-wachtwoord",
}


def user_named(office: Office, name: str) -> User:
    with office.house.db.reading() as session:
        return session.exec(select(User).where(User.name == name)).one()


def test_somebody_new_gets_an_account_and_is_in_the_list(office: Office, admin: Colleague) -> None:
    page = admin.follow(admin.post("/beheer/gebruikers/nieuw", NEW))
    assert "Noor kan nu inloggen." in page.text
    assert "noor@gemeente.example behandelaar Buiten actief" in page.text
    assert is_right(user_named(office, "Noor").password_hash, NEW["password"])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "   "}, "Naam: Vul dit in."),
        ({"name": "n" * 121}, "Naam: Dit is te lang. Gebruik hooguit 120 tekens."),
        ({"email": "noor"}, "Vul een e-mailadres in zoals naam@gemeente.nl."),
        ({"email": "hanna@gemeente.example"}, "Er is al een gebruiker met dit e-mailadres."),
        ({"role": "king"}, "Rol:"),
        ({"team_id": "0"}, "Kies een team. Bij deze rol hoort er een."),
        ({"team_id": "99"}, "Team:"),
        ({"password": "kort"}, "Kies een wachtwoord van minstens 12 tekens."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_stays(
    admin: Colleague, wrong: dict[str, str], sentence: str
) -> None:
    page = admin.post("/beheer/gebruikers/nieuw", NEW | wrong)
    assert page.status == 422
    assert page.title.startswith("Fout:")
    [error] = page.errors()
    assert sentence in error
    kept = {"name", "email"} - set(wrong)
    assert {name: page.value(name) for name in kept} == {name: NEW[name].strip() for name in kept}
    assert NEW["password"] not in page.markup


def path(user: User, act: str = "") -> str:
    return f"/beheer/gebruikers/{user.id}{act}"


def test_somebody_moves_to_another_team_with_another_role(office: Office, admin: Colleague) -> None:
    bas = office.house.colleague
    form = admin.get(path(bas))
    assert (form.value("name"), form.value("role")) == ("Bas", "handler")
    assert form.value("team_id") == str(bas.team_id)

    changed: dict[str, Any] = {
        "version": form.value("version"),
        "name": "Bas B.",
        "email": bas.email,
        "role": "team_lead",
        "team_id": str(office.house.stranger.team_id),
    }
    assert (
        "De gegevens van Bas B. zijn bewaard." in admin.follow(admin.post(path(bas), changed)).text
    )
    moved = user_named(office, "Bas B.")
    assert (moved.role, moved.team_id) == (Role.TEAM_LEAD, office.house.stranger.team_id)

    # And the form as it was before is refused, with what was typed
    late = admin.post(path(bas), changed | {"name": "Bas C."})
    assert late.status == 409
    assert "Bas C." in late.markup


def test_a_change_that_cannot_be_is_said_at_its_field(office: Office, admin: Colleague) -> None:
    bas = office.house.colleague
    form = {"version": bas.version, "name": "Bas", "email": office.house.handler.email}
    page = admin.post(path(bas), form | {"role": "handler", "team_id": bas.team_id})
    assert page.errors() == ["E-mailadres: Er is al een gebruiker met dit e-mailadres."]


def test_who_leaves_is_out_at_once_and_can_come_back(
    office: Office, admin: Colleague, handler: Colleague
) -> None:
    assert handler.get("/mijn-werk").status == 200
    page = admin.follow(admin.post(path(handler.user, "/uit")))
    assert "kan niet meer inloggen" in page.text
    assert handler.get("/mijn-werk").status == 303
    assert "Open dit account weer" in admin.get(path(handler.user)).text
    admin.follow(admin.post(path(handler.user, "/aan")))
    assert handler.get("/mijn-werk").status == 200


def test_the_last_administrator_cannot_leave(admin: Colleague) -> None:
    assert "Sluit dit account" not in admin.get(path(admin.user)).text
    page = admin.post(path(admin.user, "/uit"))
    assert (page.status, "minstens één beheerder" in page.text) == (422, True)


def test_a_new_password_ends_the_session_of_the_old_one(
    office: Office, admin: Colleague, handler: Colleague
) -> None:
    assert admin.post(path(handler.user, "/wachtwoord"), {"password": "kort"}).status == 422
    new = {"password": "nog-een-goed-wachtwoord"}
    page = admin.follow(admin.post(path(handler.user, "/wachtwoord"), new))
    assert "Hanna heeft een nieuw wachtwoord." in page.text
    assert is_right(user_named(office, "Hanna").password_hash, new["password"])
    assert handler.get("/mijn-werk").status == 303


@pytest.mark.parametrize("act", ["", "/wachtwoord"])
def test_somebody_who_is_not_there_is_not_found(admin: Colleague, act: str) -> None:
    assert admin.get(f"/beheer/gebruikers/999{act}").status == 404


def test_teams_are_listed_added_and_changed(office: Office, admin: Colleague) -> None:
    assert "Buiten buiten@gemeente.example 4" in admin.get("/beheer/teams").text
    form = {"name": "Zorg", "email": "Zorg@gemeente.example"}
    assert "Team Zorg is bewaard." in admin.follow(admin.post("/beheer/teams/nieuw", form)).text
    again = admin.post("/beheer/teams/nieuw", form)
    assert again.errors() == ["Naam: Er is al een team met deze naam."]

    page = admin.get("/beheer/teams/1")
    assert page.value("name") == "Buiten"
    admin.follow(admin.post("/beheer/teams/1", {"name": "Binnen", "email": "b@gemeente.example"}))
    with office.house.db.reading() as session:
        assert session.get_one(Team, 1).name == "Binnen"
    assert admin.get("/beheer/teams/99").status == 404
