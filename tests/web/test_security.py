"""Is every door shut for who must not come in, and every page protected in the browser?"""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import COMPILED
from tests.clock import MovableClock
from tests.two_databases import MONDAY, House
from tracker.app import create_app
from tracker.base.config import Settings
from tracker.people.models import Role, User
from tracker.people.passwords import hash_password
from tracker.people.service import change_password, deactivate

PASSWORD = "een-goed-wachtwoord"
WHO = ("anonymous", "registrar", "handler", "stranger", "lead", "administrator")
# Who may open which page: others get 403, the anonymous are sent to the door.
PAGES = {
    "people.home": {"registrar", "handler", "stranger", "lead", "administrator"},
    "intake.post": {"registrar", "lead"},
    "intake.new": {"registrar", "lead"},
    "register.case": {"registrar", "handler", "lead", "administrator"},
    "register.hand_to": {"lead"},
    "register.change_subject": {"registrar", "handler", "lead"},
    "register.write_down": {"registrar", "handler", "lead"},
    "register.correct_facts": {"registrar", "handler", "lead"},
    "register.close": {"registrar", "handler", "lead"},
    "register.reopen": {"registrar", "handler", "lead"},
    "register.search": {"registrar", "handler", "stranger", "lead", "administrator"},
    "correspondents.page": {"registrar", "handler", "lead", "administrator"},
    "correspondents.correct": {"registrar", "handler", "lead"},
    "correspondents.merge": {"registrar", "handler", "lead"},
    "replies.write": {"registrar", "handler", "lead"},
    "replies.ask_consent": {"registrar", "handler", "lead"},
    "overview.work": {"handler", "stranger", "lead"},
    "overview.team": {"lead", "administrator"},
}
# Their own tests have them, or they need a row that this one has not.
ELSEWHERE = {
    "static",
    "people.sign_in",
    "register.attachment",
    "register.message_html",
    "register.original",
    "replies.letter",
    "replies.law_letter",
    "register.take_back",
    "intake.set_aside",
}
VALUES = {"number": "2026-000001", "what": "bevestigd", "message_id": 1, "attachment_id": 1}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture
def app(house: House, settings: Settings, clock: MovableClock) -> Flask:
    house.open()
    with house.db.changing() as session:
        for user in (house.registrar, house.handler, house.stranger, house.lead):
            session.get_one(User, user.id).password_hash = hash_password(PASSWORD)
        admin = User(
            name="Roos",
            email="administrator@gemeente.example",
            password_hash=hash_password(PASSWORD),
            role=Role.ADMINISTRATOR,
        )
        session.add(admin)
    made = create_app(settings, clock)
    made.jinja_env.bytecode_cache = COMPILED
    return made


def token_on(client: FlaskClient, path: str) -> str:
    found = TOKEN.search(client.get(path).get_data(as_text=True))
    assert found, f"no token on {path}"
    return found[1]


def signed_in(app: Flask, house: House, who: str) -> FlaskClient:
    client = app.test_client()
    if who == "anonymous":
        return client
    address = (
        "administrator@gemeente.example" if who == "administrator" else getattr(house, who).email
    )
    form = {
        "email": address,
        "password": PASSWORD,
        "csrf_token": token_on(client, "/inloggen"),
    }
    assert client.post("/inloggen", data=form).status_code == 303
    return client


def path_of(app: Flask, endpoint: str) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values = {name: VALUES.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(endpoint, values)


def test_every_page_is_open_to_its_own_people_only(app: Flask, house: House) -> None:
    for who in WHO:
        client = signed_in(app, house, who)
        for endpoint, allowed in PAGES.items():
            response = client.get(path_of(app, endpoint))
            if who == "anonymous":
                assert response.status_code == 303, endpoint
                assert response.location.startswith("/inloggen"), endpoint
            elif who in allowed:
                assert response.status_code in (200, 303), (who, endpoint, response.status_code)
            else:
                assert response.status_code == 403, (who, endpoint, response.status_code)


def test_the_screens_of_the_administrator_are_for_administrators(app: Flask, house: House) -> None:
    paths = [
        path_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("admin.")
        and "GET" in (rule.methods or ())
        and rule.endpoint != "admin.health"
    ]
    assert paths
    for who in ("registrar", "handler", "lead"):
        client = signed_in(app, house, who)
        assert {client.get(path).status_code for path in paths} == {403}, who


def test_no_page_is_missing_from_the_table(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("admin.")
    }
    assert pages - set(PAGES) - ELSEWHERE == set()


def test_every_form_needs_its_token(app: Flask, house: House) -> None:
    client = signed_in(app, house, "lead")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            response = client.post(path_of(app, rule.endpoint), data={"version": "1"})
            assert response.status_code == 400, rule.endpoint
            assert "Uw sessie is verlopen" in response.get_data(as_text=True), rule.endpoint


def test_the_browser_is_told_to_run_and_load_nothing_of_others(app: Flask) -> None:
    response = app.test_client().get("/inloggen")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    house: House, tmp_path: Path, clock: MovableClock
) -> None:
    app = create_app(Settings(instance=tmp_path, secure_cookies=True), clock)
    cookie = app.test_client().get("/inloggen", base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-tijdig=")
    for part in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/"):
        assert part in cookie


def test_the_secret_is_made_at_the_first_start_and_kept(tmp_path: Path, app: Flask) -> None:
    secret = tmp_path / "secret.key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 48
    assert create_app(Settings(instance=tmp_path)).secret_key == app.secret_key


@pytest.mark.parametrize("way", ["deactivated", "new password"])
def test_a_session_ends_at_once(app: Flask, house: House, way: str) -> None:
    client = signed_in(app, house, "handler")
    assert client.get("/mijn-werk").status_code == 200
    if way == "deactivated":
        deactivate(house.db, house.handler.id or 0)
    else:
        change_password(house.db, house.handler.id or 0, "nog-een-goed-wachtwoord")
    assert client.get("/mijn-werk").status_code == 303


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/team", "/team"),
        ("https://elders.example/", "/team"),
        ("//elders.example", "/team"),
        ("/zaken/2026-000001", "/zaken/2026-000001"),
    ],
)
def test_signing_in_leads_to_our_own_pages_only(
    app: Flask, house: House, target: str, expected: str
) -> None:
    client = app.test_client()
    form = {
        "email": house.lead.email,
        "password": PASSWORD,
        "csrf_token": token_on(client, "/inloggen"),
    }
    response = client.post("/inloggen", query_string={"next": target}, data=form)
    assert response.location == expected


def test_signing_out_ends_the_session(app: Flask, house: House) -> None:
    client = signed_in(app, house, "handler")
    token = token_on(client, "/mijn-werk")
    assert client.post("/uitloggen", data={"csrf_token": token}).status_code == 303
    assert client.get("/mijn-werk").status_code == 303


def test_signing_out_ends_a_copy_of_the_cookie_too(app: Flask, house: House) -> None:
    # Given a cookie that somebody copied, and the same person at another desk
    client, elsewhere = (signed_in(app, house, "handler") for _ in range(2))
    cookie = client.get_cookie("tijdig")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("tijdig", cookie.value)
    assert thief.get("/mijn-werk").status_code == 200

    # When that person signs out
    client.post("/uitloggen", data={"csrf_token": token_on(client, "/mijn-werk")})

    # Then the copy is worth nothing, and the other desk is not disturbed
    assert thief.get("/mijn-werk").status_code == 303
    assert elsewhere.get("/mijn-werk").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_address(app: Flask, house: House) -> None:
    client = app.test_client()
    form = {
        "email": house.lead.email,
        "password": "verkeerd-wachtwoord",
        "csrf_token": token_on(client, "/inloggen"),
    }
    response = client.post("/inloggen", data=form)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "horen niet bij elkaar" in page
    assert house.lead.email in page
    assert "verkeerd-wachtwoord" not in page


def test_the_language_follows_the_reader(app: Flask, house: House) -> None:
    client = signed_in(app, house, "handler")
    token = token_on(client, "/mijn-werk")
    form = {"language": "en", "next": "/mijn-werk", "csrf_token": token}
    assert client.post("/taal", data=form).location == "/mijn-werk"
    assert 'lang="en"' in client.get("/mijn-werk").get_data(as_text=True)
    wrong = client.post("/taal", data=form | {"language": "fr"})
    assert wrong.status_code == 422


def test_the_language_can_be_chosen_at_the_door(app: Flask) -> None:
    client = app.test_client()
    page = "/inloggen?next=/team"
    form = {"language": "en", "next": page, "csrf_token": token_on(client, page)}
    assert client.post("/taal", data=form).location == page
    door = client.get(page).get_data(as_text=True)
    assert 'lang="en"' in door
    assert "Sign in" in door
    assert ">Nederlands</button>" in door


def test_health_needs_no_name_and_tells_none(app: Flask) -> None:
    response = app.test_client().get("/health")
    assert response.is_json
    assert response.status_code in (200, 503)
    assert "@" not in response.get_data(as_text=True)


def test_a_letter_cannot_script_the_page(app: Flask, house: House) -> None:
    bad = "<script>alert(1)</script>"
    case = house.open(title=bad)
    page = signed_in(app, house, "handler").get(f"/zaken/{case.number}").get_data(as_text=True)
    assert bad not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_an_address_holds_is_shown_as_text(app: Flask, house: House) -> None:
    client = signed_in(app, house, "handler")
    page = client.get("/zaken/%3Cimg%20src=x%20onerror=alert(1)%3E").get_data(as_text=True)
    assert "Zaak &lt;img src=x onerror=alert(1)&gt; bestaat niet" in page
    assert "<img src=x" not in page
