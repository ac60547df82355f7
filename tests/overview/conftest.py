"""The fixtures of this folder."""

from tests.browsing import (
    app,
    clock,
    db,
    files,
    handler,
    house,
    lead,
    log,
    office,
    registrar,
    settings,
    stranger,
)

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
