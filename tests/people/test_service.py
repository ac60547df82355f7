"""Do accounts open and close as they should, and is guessing a password made slow?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.two_databases import House
from tracker.base.errors import ChangedByColleague, InvalidInput, NotAllowed, NotFound
from tracker.people import service
from tracker.people.models import Role, SignInAttempt, User
from tracker.people.passwords import is_outdated, is_right
from tracker.people.queries import teams, user_by_email, users_and_teams
from tracker.people.rules import Act
from tracker.people.service import ChangedUser, NewUser, TooManyAttempts

PASSWORD = "een-goed-wachtwoord"


def newcomer(house: House, **changed: object) -> User:
    values: dict[str, object] = {
        "name": " Noor ",
        "email": "Noor@Gemeente.example",
        "password": PASSWORD,
        "role": Role.HANDLER,
        "team_id": house.handler.team_id,
    }
    return service.create_user(house.db, NewUser(**(values | changed)))  # type: ignore[arg-type]


def sign_in(house: House, password: str = PASSWORD, email: str = "noor@gemeente.example") -> User:
    return service.sign_in(house.db, house.clock, email, password, attempts=3)


def test_a_newcomer_signs_in_with_the_right_password_only(house: House) -> None:
    noor = newcomer(house)
    assert (noor.name, noor.email) == ("Noor", "noor@gemeente.example")
    assert sign_in(house, email=" NOOR@gemeente.example").id == noor.id
    for wrong in ("een-ander-wachtwoord", ""):
        with pytest.raises(InvalidInput):
            sign_in(house, wrong)
    with pytest.raises(InvalidInput):
        sign_in(house, email="niemand@gemeente.example")


def test_the_password_itself_is_nowhere(house: House) -> None:
    noor = newcomer(house)
    assert PASSWORD not in noor.password_hash
    assert noor.password_hash.startswith("$argon2id$")
    assert is_right(noor.password_hash, PASSWORD)
    assert not is_right(None, PASSWORD)
    assert not is_right("geen-hash", PASSWORD)
    assert not is_outdated(noor.password_hash)


def test_who_keeps_guessing_must_wait_even_with_the_right_password(house: House) -> None:
    newcomer(house)
    for _turn in range(3):
        with pytest.raises(InvalidInput):
            sign_in(house, "gok-gok-gok-gok")
    with pytest.raises(TooManyAttempts):
        sign_in(house)
    house.clock.forward(timedelta(minutes=16))
    assert sign_in(house)
    with house.db.reading() as session:
        assert session.exec(select(SignInAttempt)).all() == []


def test_many_guesses_at_once_are_still_counted(house: House) -> None:
    newcomer(house)

    def guess(_turn: int) -> str:
        try:
            sign_in(house, "gok-gok-gok-gok")
        except (InvalidInput, TooManyAttempts) as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as at_once:
        results = list(at_once.map(guess, range(16)))
    assert results.count("InvalidInput") == 3
    assert results.count("TooManyAttempts") == 13


def test_a_closed_account_lets_nobody_in(house: House) -> None:
    noor = newcomer(house)
    service.deactivate(house.db, noor.id or 0)
    with pytest.raises(InvalidInput):
        sign_in(house)
    service.reactivate(house.db, noor.id or 0)
    assert sign_in(house)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "kort"}, "password"),
        ({"email": "hanna@gemeente.example"}, "email"),
        ({"team_id": None}, "team_id"),
        ({"team_id": 4711}, "team_id"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    house: House, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        newcomer(house, **changed)
    assert refused.value.field == field


def test_a_registrar_needs_no_team(house: House) -> None:
    assert newcomer(house, role=Role.REGISTRAR, team_id=None).team_id is None


def test_two_administrators_do_not_overwrite_each_other(house: House) -> None:
    noor = newcomer(house)
    change = ChangedUser(
        version=noor.version,
        name="Noor Bos",
        email="noor@gemeente.example",
        role=Role.TEAM_LEAD,
        team_id=noor.team_id,
    )
    service.change_user(house.db, noor.id or 0, change)
    with pytest.raises(ChangedByColleague):
        service.change_user(house.db, noor.id or 0, change)
    with house.db.reading() as session:
        changed = session.get_one(User, noor.id)
    assert (changed.name, changed.role) == ("Noor Bos", Role.TEAM_LEAD)


def test_the_last_administrator_stays(house: House) -> None:
    admin = newcomer(house, role=Role.ADMINISTRATOR, team_id=None)
    with pytest.raises(InvalidInput):
        service.deactivate(house.db, admin.id or 0)
    demoted = ChangedUser(
        version=1, name="A", email="a@gemeente.example", role=Role.REGISTRAR, team_id=None
    )
    with pytest.raises(InvalidInput):
        service.change_user(house.db, admin.id or 0, demoted)
    newcomer(house, role=Role.ADMINISTRATOR, team_id=None, email="tweede@gemeente.example")
    service.deactivate(house.db, admin.id or 0)


def test_another_password_is_another_session(house: House) -> None:
    noor = newcomer(house)
    before = noor.get_id()
    service.change_password(house.db, noor.id or 0, "nog-een-goed-wachtwoord")
    with house.db.reading() as session:
        assert session.get_one(User, noor.id).get_id() != before
    with pytest.raises(InvalidInput):
        service.change_password(house.db, noor.id or 0, "kort")


def test_the_language_is_one_that_we_have(house: House) -> None:
    noor = newcomer(house)
    service.set_language(house.db, noor.id or 0, "en")
    with pytest.raises(InvalidInput):
        service.set_language(house.db, noor.id or 0, "fr")
    with pytest.raises(NotFound):
        service.set_language(house.db, 4711, "en")


def test_only_who_may_is_let_through(house: House) -> None:
    service.require(house.lead, Act.ASSIGN_CASE)
    with pytest.raises(NotAllowed):
        service.require(house.handler, Act.ASSIGN_CASE)


def test_everybody_is_listed_with_the_team(house: House) -> None:
    with house.db.reading() as session:
        assert ("Hanna", "Buiten") in [(u.name, team) for u, team in users_and_teams(session)]
        assert [team.name for team in teams(session)] == ["Belasting", "Buiten"]
        assert user_by_email(session, "HANNA@gemeente.example") is not None
