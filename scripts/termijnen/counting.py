"""How are days counted, and which days are free?"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from termijnen.wording import NONE, cite, listed, short, table, without_year
from tracker.deadlines import sources
from tracker.deadlines.calendar import DUTCH_CALENDAR, weekday_words
from tracker.deadlines.decree_days import DECREE_DAYS, DECREED_YEARS
from tracker.deadlines.tables import term_answer
from tracker.deadlines.terms import Length, Unit, parse_length, within_atw

ONE_DAY = timedelta(days=1)
TERMS = (
    ("6 weeks", date(2026, 11, 2), "atw"),
    ("8 weeks", date(2026, 10, 30), "atw"),
    ("3 days", date(2026, 12, 24), "atw"),
    ("3 working days", date(2026, 12, 24), "none"),
    ("1 month", date(2028, 1, 31), "atw"),
    ("1 month", date(2028, 2, 29), "atw"),
    ("90 days", date(2026, 9, 7), "atw"),
    ("91 days", date(2026, 9, 6), "atw"),
    ("12 weeks", date(2026, 9, 5), "atw"),
    ("13 weeks", date(2026, 9, 5), "atw"),
    ("1 year", date(2026, 8, 1), "atw"),
    ("1 month", date(2026, 9, 25), "eu"),
)
TERM_LAWS = {"atw": "Atw", "eu": "EU", "none": "geen"}


def counted_terms() -> str:
    """Reckon some terms by themselves, and tell what happened at their end."""
    rows = []
    for length, after, law in TERMS:
        facts = {"length": length, "after": after, "law": law}
        answer = term_answer(facts, DUTCH_CALENDAR)
        happened = answer["steps"][1:-1]
        said = " ".join(step.text_nl for step in happened) or NONE
        days = (short(after), short(answer["due_on"]))
        name = parse_length(length, "length").nl
        rows.append(
            (name, TERM_LAWS[law], *days, said, cite(*(s.source for s in happened)) or NONE)
        )
    heads = ("termijn", "wet", "dag van de gebeurtenis", "laatste dag", "uitleg", "artikel")
    return table(heads, rows)


def longest_in_atw() -> str:
    """Name the longest terms that the Algemene termijnenwet moves."""
    units: tuple[Unit, ...] = ("day", "week", "month")
    most = {unit: max(n for n in range(1, 400) if within_atw(Length(n, unit))) for unit in units}
    return listed(Length(number, unit).nl for unit, number in most.items())


def holidays() -> str:
    """Write the holidays of the last four years whose decree we know.

    Easter and Whit Sunday are left out: they are Sundays and no holiday of Atw 3.
    """
    years = sorted(DECREED_YEARS)[-4:]
    found: dict[str, dict[int, date]] = {}
    for year in years:
        for day, name in _holidays_of(year):
            found.setdefault(name, {})[year] = day
    sunday = 6
    rows = (
        (name, *(without_year(days[year]) if year in days else NONE for year in years))
        for name, days in found.items()
        if any(day.weekday() != sunday for day in days.values())
    )
    return table(("feestdag", *map(str, years)), rows)


def _holidays_of(year: int) -> Iterator[tuple[date, str]]:
    first = date(year, 1, 1)
    for day in (first + n * ONE_DAY for n in range(366)):
        if day.year == year and day not in DECREE_DAYS and not DUTCH_CALENDAR.is_working_day(day):
            why = DUTCH_CALENDAR.why_free(day).nl
            if why != weekday_words(day).nl:
                yield day, why


def decrees() -> str:
    """Write the days by royal decree, a row each decree."""
    rows = []
    for source, days in groupby(sorted(DECREE_DAYS), DECREE_DAYS.__getitem__):
        rows.append((", ".join(short(day) for day in days), _linked(source)))
    return table(("vrije dagen", "besluit"), rows)


def _linked(source: str) -> str:
    """Link the decree where its source names a place that can be looked up."""
    if found := re.search(r"Stcrt\. (\d{4}), (\d+)", source):
        link = sources.staatscourant(found[1], found[2]).link
    elif found := re.search(r"BWBR\d+", source):
        link = sources.regulation(found[0]).link
    else:
        return source
    return source.replace(found[0], f"[{found[0]}]({link})")
