"""The fixtures of this folder."""

from tests.two_databases import clock, db, files, house, settings

__all__ = ["clock", "db", "files", "house", "settings"]
