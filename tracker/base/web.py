"""What do all screens share: the services of the app, dates in words, safe downloads?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, current_app
from flask_babel import format_date, format_datetime, format_decimal, gettext, ngettext
from werkzeug.routing import IntegerConverter, Map

from tracker.base.clock import Clock, office_date
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.files import FileStore

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """A number in an address: the id of a row, so none that the databases cannot look for."""

    def __init__(self, rules: Map) -> None:
        """Take every number that an id can be."""
        super().__init__(rules, max=LARGEST_ID)


@dataclass(frozen=True, slots=True)
class Services:
    """What a view needs to do its work."""

    db: Database
    clock: Clock
    settings: Settings
    files: FileStore

    def today(self) -> date:
        """Return the calendar day in the town hall."""
        return office_date(self.clock())


def services() -> Services:
    """Return the services of the app that serves this request."""
    found: Services = current_app.extensions["tracker"]
    return found


def date_in_words(day: date | None) -> str:
    """Return "vrijdag 6 november 2026" in the reader's language; empty without a day."""
    if day is None:
        return ""
    return str(format_date(day, gettext("EEEE d MMMM y")))


def short_date(day: date | None) -> str:
    """Return "6 nov. 2026" in the reader's language; empty without a day."""
    return "" if day is None else str(format_date(day, "d MMM y"))


def moment(instant: datetime | None) -> str:
    """Return "6 november 2026 om 14.05 uur" in Amsterdam time."""
    if instant is None:
        return ""
    return str(format_datetime(instant, gettext("d MMMM y 'om' HH.mm 'uur'")))


def decimal(number: float) -> str:
    """Return 12.5 as "12,5" in Dutch and "12.5" in English."""
    return str(format_decimal(number))


def translated(sentence: str) -> str:
    """Return a sentence that was stored in Dutch in the reader's language, where we have it."""
    return str(gettext(sentence)) if sentence else ""


def in_working_days(days: int | None) -> str:
    """Return "over 3 werkdagen", "vandaag" or "2 werkdagen te laat".

    Args:
        days: working days to go; negative when the day has passed.
    """
    if days is None:
        return ""
    if days == 0:
        return str(gettext("vandaag"))
    if days > 0:
        return str(ngettext("over 1 werkdag", "over %(num)s werkdagen", days))
    return str(ngettext("1 werkdag te laat", "%(num)s werkdagen te laat", -days))


FILTERS: tuple[Callable[..., str], ...] = (
    date_in_words,
    short_date,
    moment,
    in_working_days,
    decimal,
    translated,
)


def add_filters(app: Flask) -> None:
    """Make the filters above known to the templates."""
    for each in FILTERS:
        app.template_filter(each.__name__)(each)
