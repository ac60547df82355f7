"""How does a test use the screens as a colleague would: look at a page, fill in, send, read?

The whole application answers, on a SQLite file of its own, with CSRF and sessions as they are.
"""

import io
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from tests.clock import MovableClock
from tests.two_databases import House, clock, db, files, house
from tracker.app import create_app
from tracker.base.config import Settings
from tracker.base.log import set_up_logging
from tracker.people.models import Role, Team, User
from tracker.people.service import begin_visit
from tracker.people.views import VISIT

__all__ = [
    "app",
    "clock",
    "db",
    "files",
    "handler",
    "house",
    "lead",
    "log",
    "office",
    "registrar",
    "settings",
    "stranger",
]


class Page:
    """What came back: a page with its status."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.markup = response.get_data().decode(errors="replace")
        response.close()

    @property
    def tree(self) -> Any:
        """Return the page as a tree of elements."""
        return lxml.html.fromstring(self.markup or "<html></html>")

    @property
    def text(self) -> str:
        """Return what a person can read, without the spaces between."""
        return " ".join(self.tree.text_content().split())

    @property
    def title(self) -> str:
        """Return what the tab of the browser says."""
        return " ".join(self.tree.findtext(".//title", "").split())

    @property
    def location(self) -> str:
        """Return where the browser is sent."""
        return str(self.response.headers.get("Location", ""))

    def errors(self) -> list[str]:
        """Return the sentences of the error summary."""
        found = self.tree.find_class("error-summary")
        return [" ".join(li.text_content().split()) for each in found for li in each.iter("li")]

    def one(self, css_class: str) -> str:
        """Return the text of the one element of this class."""
        (found,) = self.tree.find_class(css_class)
        return " ".join(found.text_content().split())

    def texts(self, css_class: str) -> list[str]:
        """Return the texts of the elements of this class, in order."""
        return [" ".join(e.text_content().split()) for e in self.tree.find_class(css_class)]

    def value(self, name: str) -> str | None:
        """Return what the field *name* holds; None when nothing is chosen or it is not there."""
        values = self.fields().get(name, [])
        return values[0] if values else None

    def fields(self, action: str | None = None) -> dict[str, list[str]]:
        """Return the fields of the form in the page (the one that sends to *action*)."""
        forms = self.tree.xpath("//main//form")
        if action is not None:
            forms = [form for form in forms if form.get("action") == action]
        found: dict[str, list[str]] = {}
        for form in forms:
            for name, value in form.form_values():
                element = form.inputs[name]
                typed = getattr(element, "tag", "") == "textarea"  # its first line break is markup
                found.setdefault(name, []).append(value.removeprefix("\n") if typed else value)
        return found

    def links(self) -> list[str]:
        """Return where the links in the page lead."""
        return [str(a.get("href")) for a in self.tree.xpath("//main//a[@href]")]


@dataclass
class Colleague:
    """Somebody at a desk, with a browser of their own."""

    client: FlaskClient
    user: User
    token: str = field(default="", repr=False)

    def get(self, path: str, **more: Any) -> Page:
        """Open a page."""
        return Page(self.client.get(path, **more))

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> Page:
        """Send a form, with the token that every page of ours carries."""
        if not self.token:
            door = self.get("/zaken/zoeken").tree.xpath("//input[@name='csrf_token']")
            self.token = door[0].get("value")
        response = self.client.post(path, data={"csrf_token": self.token, **(fields or {})}, **more)
        response.request.environ["wsgi.input"].close()  # a large one is a file of the client
        return Page(response)

    def follow(self, page: Page) -> Page:
        """Go where *page* sends the browser."""
        assert page.status == 303, page.errors() or page.text
        return self.get(page.location)


@dataclass
class Office:
    """The application and the people who use it."""

    app: Flask
    house: House
    clock: MovableClock
    settings: Settings

    def sign_in(self, user: User) -> Colleague:
        """Return *user* at a desk: a session as signing in makes it."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session[VISIT] = begin_visit(self.house.db, self.clock, user)
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
        return Colleague(client, user)

    def add(self, name: str, role: Role, team: Team | int | None = None) -> User:
        """Let somebody else work here too."""
        team_id = team.id if isinstance(team, Team) else team
        address = f"{name.lower()}@gemeente.example"
        with self.house.db.changing() as session:
            user = User(name=name, email=address, password_hash="-", role=role, team_id=team_id)
            session.add(user)
        return user


@dataclass
class Log:
    """What was written to the log, line by line, as it is written in production."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        """Return all that was written."""
        return self.stream.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        """Return each line as it was meant."""
        return [json.loads(line) for line in self.text.splitlines()]

    def problems(self) -> list[dict[str, Any]]:
        """Return the lines that tell of a problem."""
        return [line for line in self.lines() if line["level"] in ("warning", "error", "critical")]

    def problem(self) -> dict[str, Any]:
        """Return the one problem that was written down; once, not twice."""
        (line,) = self.problems()
        return line

    def forget(self) -> None:
        """Start with an empty log."""
        self.stream.seek(0)
        self.stream.truncate()


def office_settings(instance: Path) -> Settings:
    """Return the settings of an office on SQLite that takes small files and does not wait long."""
    return Settings(
        instance=instance, mail_from="post@gemeente.example", upload_limit_mb=1, busy_timeout_ms=50
    )


class Compiled(BytecodeCache):
    """The templates that any test compiled, kept for the next one; known by their source."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return office_settings(tmp_path)


@pytest.fixture
def app(settings: Settings, clock: MovableClock, house: House) -> Iterator[Flask]:
    made = create_app(settings, clock)
    made.jinja_env.bytecode_cache = COMPILED  # else each test compiles all templates again
    yield made
    made.extensions["tracker"].db.close()


@pytest.fixture
def office(app: Flask, house: House, clock: MovableClock, settings: Settings) -> Office:
    return Office(app, house, clock, settings)


@pytest.fixture
def registrar(office: Office) -> Colleague:
    return office.sign_in(office.house.registrar)


@pytest.fixture
def handler(office: Office) -> Colleague:
    return office.sign_in(office.house.handler)


@pytest.fixture
def lead(office: Office) -> Colleague:
    return office.sign_in(office.house.lead)


@pytest.fixture
def stranger(office: Office) -> Colleague:
    return office.sign_in(office.house.stranger)


@pytest.fixture
def log() -> Iterator[Log]:
    """Collect what is logged during this test, in the form of production."""
    before, handlers = structlog.get_config(), logging.getLogger().handlers[:]
    set_up_logging("json")
    structlog.configure(**{**structlog.get_config(), "cache_logger_on_first_use": False})
    written = Log(io.StringIO())
    stream_handler = logging.getLogger().handlers[0]
    assert isinstance(stream_handler, logging.StreamHandler)
    stream_handler.setStream(written.stream)
    yield written
    logging.getLogger().handlers[:] = handlers
    structlog.configure(**before)
