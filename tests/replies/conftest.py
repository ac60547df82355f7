"""The fixtures of this folder: both databases, and the screens upon each."""

from tests.browsing import app, handler, lead, log, office, registrar, stranger
from tests.two_databases import clock, db, files, house, settings

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
