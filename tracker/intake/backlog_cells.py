"""What does one cell of a backlog say: a day, yes or no, a text?"""

import re
from datetime import date, datetime, timedelta
from typing import Final

from flask_babel import lazy_gettext as _l

from tracker.base.errors import InvalidInput
from tracker.deadlines.facts import read_date

MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt maa mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        1,
    )
    for word in words.split()
}
EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#N/B", "#VERW!", "#NAAM?"}
)
YES: Final = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x"})
NO: Final = frozenset({"nee", "n", "no", "false", "onwaar", "0"})

_SHOWN = 40
_TIME = r"(?:[t ,]+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)(?:\.\d+)?(?: ?uur)?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _TIME)
_WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})[- ]([a-z]+)\.?[- ](\d{4}|\d{2})" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar, as Excel counts them
_FIRST_SERIAL, _LAST_SERIAL = 25_569, 73_415  # 1970 and 2100


def as_text(cell: object) -> str:
    """Return a cell as somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime):
        has_time = (cell.hour, cell.minute, cell.second) != (0, 0, 0)
        return cell.strftime("%d-%m-%Y %H:%M:%S" if has_time else "%d-%m-%Y")
    if isinstance(cell, date):
        return cell.strftime("%d-%m-%Y")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").replace("\xa0", " ").strip()


def shown(cell: object) -> str:
    """Return a cell within quotation marks, cut off where it would fill the screen."""
    text = " ".join(as_text(cell).split())
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN]}…”"


def read_day(cell: object) -> date:
    """Read a day as people and spreadsheets write it; day before month.

    Raises:
        InvalidInput: there is no such day, or it is no day at all.
    """
    return read_moment(cell).date()


def read_moment(cell: object) -> datetime:
    """Read a day with its time, which is midnight when none is given; without a time zone.

    Raises:
        InvalidInput: there is no such day, or it is no day at all.
    """
    moment = _moment(cell)
    read_year(moment, cell)
    return moment


def read_year(moment: datetime, cell: object) -> None:
    """Refuse a year with which nobody can reckon."""
    try:
        read_date(moment.date(), "")
    except ValueError as error:
        raise InvalidInput(
            _l(
                "%(value)s: dit jaar kan niet. Vul een jaar in van 1970 tot en met 2100.",
                value=shown(cell),
            )
        ) from error


def _moment(cell: object) -> datetime:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, datetime.min.time())
    text = " ".join(as_text(cell).lower().split())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_serial(float(cell), cell)
    if found := _ISO.fullmatch(text):
        year, month, day, time = found.groups()
        return _made(cell, int(year), int(month), int(day), time)
    if found := _DUTCH.fullmatch(text):
        day, month, year, time = found.groups()
        return _made(cell, _full_year(year), int(month), int(day), time)
    if (found := _WORDS.fullmatch(text)) and found[2] in MONTHS:
        return _made(cell, _full_year(found[3]), MONTHS[found[2]], int(found[1]), found[4])
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text.replace(",", ".")), cell)
    raise InvalidInput(
        _l("%(value)s is geen datum. Schrijf hem als 24-11-2026.", value=shown(cell))
    )


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _of_serial(days: float, cell: object) -> datetime:
    """Return the moment that Excel keeps as a number of days."""
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        raise InvalidInput(
            _l(
                "%(value)s is geen datum, ook niet als getal van Excel. Schrijf hem als "
                "24-11-2026.",
                value=shown(cell),
            )
        )
    return _DAY_ZERO + timedelta(seconds=round(days * 86_400))


def _made(cell: object, year: int, month: int, day: int, time: str | None) -> datetime:
    hour, minute, second = (*map(int, re.split("[:.]", time or "0:0:0")), 0)[:3]
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - see the caller
    except ValueError as error:
        if month > 12 >= day:
            raise InvalidInput(
                _l(
                    "%(value)s: maand %(month)s bestaat niet. Schrijf eerst de dag en dan de "
                    "maand, zoals 24-11-2026. Kijk ook de andere datums na.",
                    value=shown(cell),
                    month=month,
                )
            ) from error
        raise InvalidInput(
            _l(
                "%(value)s bestaat niet. Vul een bestaande dag in, zoals 24-11-2026.",
                value=shown(cell),
            )
        ) from error


def read_yes_no(cell: object) -> bool:
    """Read yes or no.

    Raises:
        InvalidInput: it is neither.
    """
    word = as_text(cell).lower()
    if word not in YES | NO:
        raise InvalidInput(_l("%(value)s: vul ja of nee in.", value=shown(cell)))
    return word in YES
