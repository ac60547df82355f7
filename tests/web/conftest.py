"""The fixtures of this folder."""

from tests.two_databases import db, files, house

__all__ = ["db", "files", "house"]
