"""The fixtures of this folder; the tests of the worker itself have settings of their own."""

from tests.browsing import log
from tests.two_databases import clock, db, house, settings

__all__ = ["clock", "db", "house", "log", "settings"]
