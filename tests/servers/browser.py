"""How does a test look at our pages in a real browser, and hear it when the browser complains?"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.servers.parts import missing_part

DESK = (1440, 900)
PHONE = (390, 844)
PATIENCE_MS = 10_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # root (CI) has no sandbox; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks for anything from outside gets an error, which fails the test.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
ACCESSIBILITY = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    "iframes": False,  # a resident's mail stands in a frame without scripts, where axe cannot run
}

NewPage = Callable[..., Page]


@dataclass
class Complaints:
    """What the browser held against our pages: script errors, refusals by the CSP, failed loads."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    refused_pages: set[str] = field(default_factory=set)

    def expect(self, fragment: str) -> None:
        """Accept complaints that have *fragment* in them: the test provokes them."""
        self.expected.append(fragment)

    def watch(self, page: Page) -> None:
        """Listen to *page*."""
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self.heard.append((f"script error: {error}", page.url)))
        page.on("response", self._remember_refusal)

    def unexpected(self) -> list[str]:
        """Return the complaints that nobody expected.

        A page that itself answers 4xx or 5xx makes the browser complain too; that is for
        the test to judge by what the page says.
        """
        return [
            f"{text} ({where})"
            for text, where in self.heard
            if not (text.startswith("Failed to load resource") and where in self.refused_pages)
            and not any(fragment in text for fragment in self.expected)
        ]

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            self.heard.append((message.text, message.location.get("url", "")))

    def _remember_refusal(self, response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            self.refused_pages.add(response.url)


def assert_accessible(page: Page) -> None:
    """Fail with a readable list when axe finds anything on *page*."""
    found = Axe().run(page, options=ACCESSIBILITY).response["violations"]
    if found:
        lines = "\n".join(_described(violation) for violation in found)
        pytest.fail(f"{page.url} at {page.viewport_size}:\n{lines}", pytrace=False)


def _described(violation: dict[str, Any]) -> str:
    lines = [f"* {violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"][:5]:
        checks = [*node["any"], *node["all"], *node["none"]]
        lines += [f"    {' '.join(map(str, node['target']))}    {node['html'][:160]}"]
        lines += [f"        {check['message']}" for check in checks]
    if (more := len(violation["nodes"]) - 5) > 0:
        lines.append(f"    and {more} more")
    return "\n".join(lines)


def find_chromium() -> Path:
    """Return the browser of this machine, or skip the test (fail it on CI)."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing_part("Chromium is not here: apt-get install chromium")
    return Path(found)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run one Chromium for the whole session."""
    program = find_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Complaints:
    """Collect what the browser complains about during this test."""
    return Complaints()


@pytest.fixture
def new_page(browser: Browser, complaints: Complaints) -> Iterator[NewPage]:
    """Make pages: ``new_page(390, 844)``; each has its own cookies, and every complaint counts.

    Further arguments go to Playwright's ``new_context``: ``new_page(base_url=...)``.
    """
    contexts = []

    def make(width: int = DESK[0], height: int = DESK[1], **options: Any) -> Page:
        options = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", complaints.watch)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    if unexpected := complaints.unexpected():
        pytest.fail("the browser complained:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Give the test a page as wide as a desk's screen (1440 by 900)."""
    return new_page(*DESK)


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """Give the test a page as narrow as a telephone (390 by 844)."""
    return new_page(*PHONE, has_touch=True)
