"""What does a command say when it fails, and with which code does it end?"""

import traceback

REFUSED, UNAVAILABLE = 1, 3


def sentence_and_code(error: Exception) -> tuple[str, int]:
    """Return what to tell the person at the keyboard, and the exit code."""
    from alembic.util.exc import CommandError
    from sqlalchemy.exc import InterfaceError, OperationalError

    from tracker.base.errors import TrackerError, Unavailable

    if isinstance(error, Unavailable):
        return str(error.message), UNAVAILABLE
    if isinstance(error, TrackerError):
        return str(error.message), REFUSED
    if isinstance(error, CommandError):
        return f"The tables are not as the models have them: {error}", REFUSED
    if isinstance(error, OperationalError | InterfaceError):
        return f"The database does not answer: {error.orig}", UNAVAILABLE
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), UNAVAILABLE
    return "".join(traceback.format_exception(error)), REFUSED
