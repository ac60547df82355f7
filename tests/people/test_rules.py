"""Is it decided in one place, and rightly, who may do what?"""

import pytest

from tracker.people.models import Role, User
from tracker.people.rules import Act, home_of, is_own_path, may, may_see, tidy_email

HANDLER, LEAD = Role.HANDLER, Role.TEAM_LEAD
REGISTRAR, ADMINISTRATOR = Role.REGISTRAR, Role.ADMINISTRATOR
MAY = {
    Act.REGISTER_LETTER: {REGISTRAR, LEAD},
    Act.SEE_CASE: {REGISTRAR, HANDLER, LEAD, ADMINISTRATOR},
    Act.WORK_ON_CASE: {REGISTRAR, HANDLER, LEAD},
    Act.ASSIGN_CASE: {LEAD},
    Act.SEE_WORK: {HANDLER, LEAD},
    Act.SEE_TEAM: {LEAD, ADMINISTRATOR},
    Act.SEE_ALL_TEAMS: {REGISTRAR, ADMINISTRATOR},
    Act.ADMINISTER: {ADMINISTRATOR},
}


def user(role: Role, *, active: bool = True, team_id: int = 1) -> User:
    return User(
        id=7, name="Jo", email="jo", password_hash="-", role=role, team_id=team_id, active=active
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_role_may_do_its_own_work_and_no_more(role: Role, act: Act) -> None:
    assert may(user(role), act) is (role in MAY[act])


@pytest.mark.parametrize("act", Act)
def test_who_left_may_do_nothing(act: Act) -> None:
    assert not any(may(user(role, active=False), act) for role in Role)


@pytest.mark.parametrize(
    ("role", "team_id", "handler_id", "expected"),
    [
        (HANDLER, 1, None, True),
        (HANDLER, 2, None, False),
        (HANDLER, 2, 8, False),
        (HANDLER, 2, 7, True),
        (LEAD, 2, None, False),
        (REGISTRAR, 2, None, True),
        (ADMINISTRATOR, 2, None, True),
    ],
)
def test_people_see_the_cases_of_their_team_and_their_own(
    role: Role, team_id: int, handler_id: int | None, expected: bool
) -> None:
    assert may_see(user(role), team_id, handler_id) is expected


def test_who_left_sees_nothing() -> None:
    assert not may_see(user(HANDLER, active=False), 1, 7)


@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("/mijn-werk", True),
        ("/zaken/2026-000001?x=1", True),
        ("https://elders.example", False),
        ("//elders.example", False),
        ("/\\elders.example", False),
        ("/\nelders", False),
        ("", False),
    ],
)
def test_a_link_leads_nowhere_else(target: str, own: bool) -> None:
    assert is_own_path(target) is own


def test_each_role_has_a_first_page() -> None:
    assert {home_of(user(role)) for role in Role} == {"/post", "/mijn-werk", "/team", "/beheer"}


def test_an_address_is_the_same_in_capitals() -> None:
    assert tidy_email("  Jo@Gemeente.Example ") == "jo@gemeente.example"
