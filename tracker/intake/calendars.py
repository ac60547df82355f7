"""What does an invitation for a calendar say: what, when and where (RFC 5545)?"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import lazy_gettext as _l

from tracker.base.clock import OFFICE_TIME

_LINE = re.compile(r"([A-Za-z-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)")
_FORMS = (("%Y%m%dT%H%M%SZ", UTC), ("%Y%m%dT%H%M%S", None), ("%Y%m%dT%H%M", None))
_ZONE = re.compile(r";\s*TZID=\"?([^;:\"]{1,60})", re.IGNORECASE)
_MOST_EVENTS = 20
_MOST_CHARACTERS = 200_000
_LONGEST_VALUE = 500

Event = dict[str, str]


def invitation_lines(text: str) -> list[str]:
    """Return what people need of the appointments in a calendar file, a line each."""
    lines: list[str] = []
    for event in list(_events(text[:_MOST_CHARACTERS]))[:_MOST_EVENTS]:
        starts, ends = _moment(event, "DTSTART"), _moment(event, "DTEND")
        told = [
            (_l("Afspraak"), _unescaped(event.get("SUMMARY", ""))),
            (_l("Wanneer"), _when(starts, ends)),
            (_l("Waar"), _unescaped(event.get("LOCATION", ""))),
            (_l("Toelichting"), _unescaped(event.get("DESCRIPTION", ""))),
        ]
        lines += [f"{name}: {value}" for name, value in told if value]
    return lines


def _events(text: str) -> Iterator[Event]:
    event: Event | None = None
    inside = 0  # an alarm in the appointment, with lines of its own
    for line in re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n")).split("\n"):
        upper = line.strip().upper()
        if upper == "BEGIN:VEVENT":
            event, inside = {}, 0
        elif upper == "END:VEVENT" and event is not None:
            yield event
            event = None
        elif upper.startswith(("BEGIN:", "END:")):
            inside += 1 if upper.startswith("BEGIN:") else -1
        elif event is not None and inside <= 0 and (found := _LINE.fullmatch(line.strip())):
            event.setdefault(found[1].upper(), found[3])
            event.setdefault(f"{found[1].upper()} in", found[2] or "")


def _moment(event: Event, name: str) -> datetime | date | None:
    """Return a moment in Amsterdam time, a whole day, or None.

    The clock on the wall of a place that we do not know stays as it is.
    """
    value = event.get(name, "").strip().upper()
    for form, zone in _FORMS:
        try:
            read = datetime.strptime(value, form)  # noqa: DTZ007 - its zone stands beside it
        except ValueError:
            continue
        there = zone or _zone(event.get(f"{name} in", ""))
        return read.replace(tzinfo=there).astimezone(OFFICE_TIME) if there else read
    try:
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _zone(parameters: str) -> tzinfo | None:
    found = _ZONE.search(parameters)
    try:
        return ZoneInfo(found[1].strip()) if found else None
    except (ValueError, OSError, LookupError):  # such as Outlook's "W. Europe Standard Time"
        return None


def _when(starts: datetime | date | None, ends: datetime | date | None) -> str:
    if starts is None:
        return ""
    day = str(format_date(starts, "EEEE d MMMM y", "nl"))
    if not isinstance(starts, datetime):
        return day
    text = f"{day}, {starts:%H.%M}"
    if isinstance(ends, datetime) and ends.date() == starts.date():
        text += f" - {ends:%H.%M}"
    return f"{text} uur"


def _unescaped(value: str) -> str:
    """Return a value on one line, with the signs that the format puts before others taken out."""
    plain = re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value)
    return re.sub(r"\s+", " ", plain).strip()[:_LONGEST_VALUE]
