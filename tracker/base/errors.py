"""Which problems do we expect, and what do we say to the person who meets one?

Every message is a sentence for a user, in Dutch with an English translation. Details are for
the log: ids and causes, never names, addresses or text from a letter.
"""

from typing import TypeAlias

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

Sentence: TypeAlias = LazyString | str


class TrackerError(Exception):
    """An expected problem: shown to the user as a sentence, never as a traceback."""

    status = 500
    title: Sentence = _l("Er ging iets mis")

    def __init__(self, message: Sentence, **details: object) -> None:
        super().__init__(str(details) if details else type(self).__name__)
        self.message = message
        self.details = details


class NotFound(TrackerError):
    """The thing asked for is not there, or not any more."""

    status, title = 404, _l("Niet gevonden")


class NotAllowed(TrackerError):
    """The thing is there, but not for this user."""

    status, title = 403, _l("Daar mag u niet bij")


class InvalidInput(TrackerError):
    """What was typed cannot be stored; ``field`` names the form field to mend."""

    status, title = 422, _l("Controleer wat u hebt ingevuld")

    def __init__(self, message: Sentence, field: str = "", **details: object) -> None:
        super().__init__(message, field=field, **details)
        self.field = field


class ChangedByColleague(TrackerError):
    """Somebody else saved the same thing since this user opened it."""

    status, title = 409, _l("Een collega was u net voor")


class Unavailable(TrackerError):
    """Something outside our code is down: disk, database or mail server. Trying again may help."""

    status, title = 503, _l("Dit lukt nu even niet")
