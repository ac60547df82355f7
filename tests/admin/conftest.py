"""The fixtures of this folder."""

import pytest

from tests.browsing import (
    Colleague,
    Office,
    app,
    clock,
    db,
    files,
    handler,
    house,
    lead,
    office,
    settings,
)
from tracker.people.models import Role

__all__ = ["app", "clock", "db", "files", "handler", "house", "lead", "office", "settings"]


@pytest.fixture
def admin(office: Office) -> Colleague:
    """The functional administrator."""
    return office.sign_in(office.add("Roos", Role.ADMINISTRATOR))
