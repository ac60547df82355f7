"""The fixtures of this folder."""

from tests.two_databases import clock, db, files, house

__all__ = ["clock", "db", "files", "house"]
