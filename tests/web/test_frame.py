"""Do the parts that every page shares work: static files, the menu, the trace, the session?"""

import itsdangerous
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.two_databases import House
from tests.web.test_security import PASSWORD, app, clock, settings, signed_in, token_on

__all__ = ["app", "clock", "settings"]

MENUS = {
    "registrar": ["Nieuwe post", "Zoeken"],
    "handler": ["Mijn werk", "Zoeken"],
    "lead": ["Nieuwe post", "Mijn werk", "Teamoverzicht", "Zoeken"],
    "administrator": ["Teamoverzicht", "Beheer", "Zoeken"],
}


def page(client: FlaskClient, path: str) -> str:
    return client.get(path, follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize("who", MENUS)
def test_the_menu_offers_what_a_role_may_open(app: Flask, house: House, who: str) -> None:
    client = signed_in(app, house, who)
    html = page(client, "/")
    menu = html[html.index('<nav class="navigation"') : html.index("</nav>")]
    assert [line.strip()[6:-7] for line in menu.splitlines() if "<span>" in line] == MENUS[who]
    # The first page of a role is one of its menu.
    assert 'aria-current="page"' in menu


def test_a_style_sheet_may_be_kept_until_it_changes(app: Flask) -> None:
    client = app.test_client()
    html = client.get("/inloggen").get_data(as_text=True)
    start = html.index("/static/css/app.css?v=")
    address = html[start : html.index('"', start)]
    with client.get(address) as kept:
        assert "immutable" in kept.headers["Cache-Control"]
    # An older or newer version than the one we have is asked for again.
    with client.get("/static/css/app.css?v=0123456789ab") as stale:
        assert "immutable" not in stale.headers["Cache-Control"]


def test_a_file_with_its_version_in_its_name_may_be_kept(app: Flask) -> None:
    with app.test_client().get("/static/vendor/htmx-2.0.11.min.js") as kept:
        assert "immutable" in kept.headers["Cache-Control"]


def test_a_static_file_that_is_not_there_is_not_kept(app: Flask) -> None:
    gone = app.test_client().get("/static/css/gone-1.0.0.css")
    assert gone.status_code == 404
    assert "immutable" not in gone.headers.get("Cache-Control", "")
    with app.test_request_context():
        assert app.url_for("static", filename="css/gone.css", v="") == "/static/css/gone.css?v="


def test_each_request_can_be_found_in_the_log(app: Flask) -> None:
    client = app.test_client()
    ids = {client.get("/inloggen").headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3


def test_a_session_ends_after_twelve_hours(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given somebody who signed in, and the cookie as it was sealed then
    client = signed_in(app, house, "handler")
    assert client.get("/mijn-werk").status_code == 200

    def sealed_hours_ago(hours: float) -> None:
        now = itsdangerous.TimestampSigner.get_timestamp

        class Earlier(itsdangerous.TimestampSigner):
            def get_timestamp(self) -> int:
                return now(self) - int(hours * 3600)

        cookie = client.get_cookie("tijdig")
        assert cookie
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        content = serializer.loads(cookie.value)
        serializer.signer = Earlier
        client.set_cookie("tijdig", serializer.dumps(content))

    # When it comes back within the day, it is good; the next morning it is not
    sealed_hours_ago(11.9)
    assert client.get("/mijn-werk").status_code == 200
    sealed_hours_ago(12.1)
    assert client.get("/mijn-werk").status_code == 303


def test_signing_in_throws_away_what_the_session_held(app: Flask, house: House) -> None:
    # Given a session that somebody else had set up in this browser
    client = app.test_client()
    token = token_on(client, "/inloggen")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    # When its user signs in
    form = {"email": house.handler.email, "password": PASSWORD, "csrf_token": token}
    assert client.post("/inloggen", data=form).status_code == 303

    # Then nothing of it is left, nor the token that was in it
    with client.session_transaction() as session:
        assert "planted" not in session
    assert client.post("/uitloggen", data={"csrf_token": token}).status_code == 400
