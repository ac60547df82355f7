"""Make the gallery of screens in docs/schermen/: ``make screenshots``.

The demo of one fixed day, served by the real server to a real browser, at the width of a desk
and of a telephone. The same commit gives the same screens.
"""

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sqlmodel import col, select
from waitress.server import create_server
from waitress.wasyncore import close_all

from jobs.worker import JOBS
from tracker.app import create_app
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.migrate import upgrade
from tracker.demo.fill import demo_password, fill
from tracker.demo.people import users_with
from tracker.people.models import Role, User
from tracker.readability.report import check_reply
from tracker.register.models import Case, CaseState, ClosingDay
from tracker.replies.models import Draft

TARGET = Path("docs/schermen")
MOMENT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
WIDTHS = {"": (1440, 900), "-telefoon": (390, 844)}
TALLEST = 2400


@dataclass(frozen=True)
class Screen:
    """A page, who looks at it, and what is done there before the picture is taken."""

    name: str
    path: str
    email: str
    open_details: bool = False


def main() -> None:
    """Fill a demo, visit each screen, keep the pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(instance=Path(folder), demo=True)
        upgrade(settings.database)
        db = Database(settings.database)
        fill(db, clock, settings.instance)
        close_the_office(db)
        for job in ("reckoning", "mailbox", "alerts", "digests", "outbox"):
            JOBS[job].run(db, clock, settings)
        password = demo_password(settings.instance)
        with served(create_app(settings, clock)) as address, browser() as chromium:
            take_all(chromium, address, password, screens(db))
        db.close()


def clock() -> datetime:
    """Return the moment at which the gallery is made, always the same."""
    return MOMENT


def close_the_office(db: Database) -> None:
    """Let the office be shut before Christmas, so that promises move and the list shows them."""
    with db.changing() as session:
        session.add(ClosingDay(day=date(2026, 12, 24), name="Dag voor Kerstmis"))


def screens(db: Database) -> list[Screen]:
    """Choose which screens, and the cases that show most."""
    registrar = users_with(Role.REGISTRAR)[0].email
    administrator = users_with(Role.ADMINISTRATOR)[0].email
    with db.reading() as session:
        drafted, handler = _case_with_draft(session)
        waiting, waiter = _case_of(session, CaseState.WAITING)
        late, lead = _latest(session)
    return [
        Screen("inloggen", "/inloggen", ""),
        Screen("nieuwe-post", "/post", registrar),
        Screen("registreren", "/post/nieuw", registrar),
        Screen("mijn-werk", "/mijn-werk", handler),
        Screen("zaak", f"/zaken/{drafted}", handler, open_details=True),
        Screen("antwoord", f"/zaken/{drafted}/antwoord", handler),
        Screen("zaak-opgeschort", f"/zaken/{waiting}", waiter),
        Screen("verlengen", f"/zaken/{waiting}/vastleggen/hervatten", waiter),
        Screen("teamoverzicht", "/team", lead),
        Screen("zaak-te-laat", f"/zaken/{late}", lead),
        Screen("beheer", "/beheer", administrator),
        Screen("termijnregeling", "/beheer/termijnregelingen/awb-bezwaar", administrator),
        Screen("kalender", "/beheer/kalender", administrator),
        Screen("herberekening", "/beheer/herberekeningen/1", administrator),
    ]


def _case_with_draft(session: Any) -> tuple[str, str]:
    """Return the draft that has most to mend: there the page shows what it is for."""
    drafts = session.exec(
        select(Case.number, User.email, Draft.text)
        .join(Draft, col(Draft.case_id) == Case.id)
        .join(User, col(User.id) == Case.handler_id)
        .where(Case.regime == "awb-aanvraag", User.language == "nl")
        .order_by(col(Case.number))
    ).all()
    number, email, _text = max(drafts, key=lambda row: check_reply(row[2]).difficulty or 0)
    return number, email


def _case_of(session: Any, state: CaseState) -> tuple[str, str]:
    return session.exec(
        select(Case.number, User.email)
        .join(User, col(User.id) == Case.handler_id)
        .where(Case.state == state, User.language == "nl")
        .order_by(col(Case.number))
    ).first()


def _latest(session: Any) -> tuple[str, str]:
    number, team_id = session.exec(
        select(Case.number, Case.team_id)
        .where(col(Case.next_by).is_not(None), col(Case.due_on) < MOMENT.date())
        .order_by(col(Case.due_on))
    ).first()
    leads = select(User.email).where(User.role == Role.TEAM_LEAD, User.team_id == team_id)
    return number, session.exec(leads).one()


def take_all(chromium: Browser, address: str, password: str, wanted: list[Screen]) -> None:
    """Visit every screen as the person who uses it, at both widths."""
    for suffix, (width, height) in WIDTHS.items():
        for screen in wanted:
            context = chromium.new_context(
                viewport={"width": width, "height": height}, locale="nl-NL"
            )
            page = context.new_page()
            if screen.email:
                sign_in(page, address, screen.email, password)
            page.goto(f"{address}{screen.path}")
            if screen.open_details and page.locator("details.steps[open]").count() == 0:
                page.locator("details.steps summary").first.click()
            page.wait_for_load_state("networkidle")
            page.mouse.move(0, 0)
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            page.set_viewport_size({"width": width, "height": max(tall, height)})
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=TARGET / f"{screen.name}{suffix}.png")
            print(f"{screen.name}{suffix}", file=sys.stderr)  # noqa: T201
            context.close()


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in as *email*."""
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen", exact=True).click()


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve *app* on a free port of this machine."""
    sockets: dict[int, Any] = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=4, map=sockets)
    loop = threading.Thread(target=server.asyncore.loop, kwargs={"map": sockets, "timeout": 1})
    loop.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:

        def stop() -> None:
            server.task_dispatcher.shutdown()
            close_all(sockets)

        server.trigger.pull_trigger(stop)
        loop.join(10)


@contextmanager
def browser() -> Iterator[Browser]:
    """Run the Chromium of this machine."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if program is None:
        raise SystemExit("Chromium is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


if __name__ == "__main__":
    main()
