"""The fixtures of this folder."""

from tests.two_databases import clock, db, files, settings

__all__ = ["clock", "db", "files", "settings"]
