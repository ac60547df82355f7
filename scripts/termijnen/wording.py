"""How is a day, a sum, an article or a table written on the page?"""

from collections.abc import Iterable
from datetime import date

from tracker.deadlines.calendar import weekday_words
from tracker.deadlines.clocks import Step
from tracker.deadlines.explanation import date_in_words
from tracker.deadlines.sources import Article

NONE = "–"
OWN_NORM = "eigen norm"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a table as Markdown."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([f"{cell}" for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def cite(*articles: Article | None) -> str:
    """Name each article once, with its link."""
    named = dict.fromkeys(each for each in articles if each is not None and each.name)
    return ", ".join(f"[{each.name}]({each.link})" if each.link else OWN_NORM for each in named)


def long(day: date) -> str:
    """Write a day as the steps do: dinsdag 27 oktober 2026."""
    return date_in_words(day, "nl")


def plain(day: date) -> str:
    """Write a day without its weekday."""
    return long(day).partition(" ")[2]


def short(day: date | None) -> str:
    """Write a day with two letters of its weekday, for a table."""
    return f"{weekday_words(day).nl[:2]} {plain(day)}" if day else NONE


def without_year(day: date) -> str:
    """Write a day in a column that has the year above it."""
    return short(day).rpartition(" ")[0]


def euros(number: int | None) -> str:
    """Write whole euros."""
    return f"€ {number or 0:,}".replace(",", ".")


def listed(words: Iterable[str]) -> str:
    """Write words after each other: a, b en c."""
    *before, end = words
    return f"{', '.join(before)} en {end}" if before else end


def steps_table(steps: Iterable[Step]) -> str:
    """Write the steps of a clock."""
    rows = ((short(each.day), each.text_nl, cite(each.source)) for each in steps)
    return table(("dag", "stap", "artikel"), rows)
