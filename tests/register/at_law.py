"""How do the tests of this folder get a case of any regime, and fill in a page about it?"""

from tests.browsing import Colleague, Office, Page
from tracker.register.models import Case, Subject


def case_of(office: Office, regime: str, **changed: object) -> Case:
    """Open a case of *regime*, received on Monday 9 November 2026."""
    with office.house.db.changing() as session:
        subject = Subject(
            name=f"Zaak {regime}", regime=regime, team_id=office.house.question.team_id
        )
        session.add(subject)
    return office.house.open(subject, **changed)


def opened(page: Page) -> dict[str, str]:
    """Return the fields of a page as it is opened."""
    return {name: values[0] for name, values in page.fields().items()}


def write_down(colleague: Colleague, case: Case, what: str, **fields: object) -> Page:
    """Fill in the page of an event, and send it; ``act`` is "look" or "confirm"."""
    path = f"/zaken/{case.number}/vastleggen/{what}"
    return colleague.post(path, opened(colleague.get(path)) | fields)


def kept(colleague: Colleague, case: Case, what: str, **fields: object) -> Page:
    """Write an event down and return the page of the case."""
    return colleague.follow(write_down(colleague, case, what, **fields, act="confirm"))


def notice(page: Page) -> str:
    """Return what the page says the event will do."""
    return page.one("notice__body")
