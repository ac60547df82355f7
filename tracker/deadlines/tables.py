"""Which weekdays are free in a year, and where any single term ends."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from tracker.deadlines import explanation as say
from tracker.deadlines.calendar import Calendar
from tracker.deadlines.case import Case
from tracker.deadlines.errors import DeadlineError, shown
from tracker.deadlines.explanation import Step
from tracker.deadlines.facts import needed, read_date
from tracker.deadlines.narration import ending_steps, last_step
from tracker.deadlines.regime import Regime
from tracker.deadlines.sources import Article, atw, eu_terms
from tracker.deadlines.terms import Counting, Length, parse_legal_length
from tracker.deadlines.track import Track, outcome

_LAWS: Final[Mapping[str, tuple[Counting, Article]]] = {
    "atw": ("atw", atw("1", "1")),
    "eu": ("eu", eu_terms("3")),
    "none": ("none", Article("", "")),
}
_LAST_YEAR: Final = 2100


def free_weekdays_answer(facts: Mapping[str, object], calendar: Calendar) -> dict[str, Any]:
    """List the days from Monday to Friday that are no working day in ``facts["year"]``.

    Raises:
        DeadlineError: no year, or one before our table of decrees begins.
    """
    year = needed(facts, "year")
    first = calendar.first_decreed_year
    if isinstance(year, bool) or not isinstance(year, int) or not first <= year <= _LAST_YEAR:
        raise DeadlineError(
            "year",
            f"Kies een jaar van {first} tot en met {_LAST_YEAR}. Van eerdere jaren hebben we geen"
            " tabel.",
            f"Choose a year from {first} to {_LAST_YEAR}. We have no table of earlier years.",
        )
    days = calendar.free_weekdays(year)
    return {
        "year": year,
        "free_weekdays": [day.isoformat() for day in days],
        "names": {day.isoformat(): calendar.why_free(day).nl for day in days},
        "decreed": calendar.is_decreed(year),
    }


def term_answer(facts: Mapping[str, object], calendar: Calendar) -> dict[str, Any]:
    """Reckon one term that stands by itself: ``after`` + ``length``, or ``ends_on``.

    Raises:
        DeadlineError: a fact is missing, unknown or impossible.
    """
    for name in facts:
        if name not in ("after", "length", "ends_on", "law"):
            said = shown(name)
            raise DeadlineError(said, f"Dit gegeven kennen we niet: {said}.", f"Unknown: {said}.")
    law = facts.get("law", "atw")
    if not isinstance(law, str) or law not in _LAWS:
        raise DeadlineError("law", "Kies atw, eu of none.", "Choose atw, eu or none.")
    counting, article = _LAWS[law]
    track, steps = _track(facts, counting, article, calendar)
    safe = outcome(track, ())
    lenient = outcome(track.read(lenient=True), ())
    case = Case(Regime("term", "Termijn", "Term", article, track.base), {}, (), (), calendar)
    steps += ending_steps(case, track, safe, lenient, "due")
    steps.append(last_step(safe.end, "due", article))
    return {
        "due_on": safe.end,
        "unrolled_due_on": safe.unrolled,
        "due_on_lenient": lenient.end,
        "steps": steps,
    }


def _track(
    facts: Mapping[str, object], counting: Counting, article: Article, calendar: Calendar
) -> tuple[Track, list[Step]]:
    given = facts.get("ends_on")
    if given is not None:
        end = read_date(given, "ends_on")
        return _only_the_end(end, counting, article, calendar)
    after = read_date(needed(facts, "after"), "after")
    length = parse_legal_length(needed(facts, "length"), "length")
    track = Track(after, length, counting, calendar)
    values: dict[str, date | Length] = {"length": length}
    return track, [Step(track.nominal_end(), "due", say.TERM, values, article)]


def _only_the_end(
    end: date, counting: Counting, article: Article, calendar: Calendar
) -> tuple[Track, list[Step]]:
    """Take a term of which only the last day is known: it is moved, nothing else is asked."""
    track = Track(end, Length(1, "day"), counting, calendar, fixed_end=end, end_in_law=False)
    return track, [Step(end, "due", say.LAST_DAY["due"], {}, article)]
