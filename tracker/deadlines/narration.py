"""How it is told that a clock moved, and where it ended."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from tracker.deadlines import explanation as say
from tracker.deadlines.calendar import Calendar
from tracker.deadlines.case import Case
from tracker.deadlines.course import Granted
from tracker.deadlines.explanation import ClockName, Step
from tracker.deadlines.sources import Article, atw, eu_terms
from tracker.deadlines.suspensions import Agreement
from tracker.deadlines.track import Change, Outcome, Track, leaning_years

_ATW_1_1, _ATW_1_2, _ATW_3, _ATW_4 = atw("1", "1"), atw("2"), atw("3", "3"), atw("4")
_EU_3_4, _EU_3_5 = eu_terms("3(4)"), eu_terms("3(5)")
_MOVED_BY: Final = {"atw": (_ATW_1_1, _ATW_1_2), "eu": (_EU_3_4, _EU_3_5)}


def moving_steps(
    case: Case, track: Track, granted: Granted, safe: Outcome, clock: ClockName
) -> list[Step]:
    """Tell of each extension, suspension and agreement where it brought the date."""
    steps: list[Step] = []
    extra = track.extra
    for taken in granted.taken:
        if taken.length is not None:
            extra = (*extra, taken.length)
        day = track.extended(extra).nominal_end()
        if taken.length is not None:
            values = {"length": taken.length, "on": taken.on}
            steps.append(Step(day, clock, say.EXTENDED, values, taken.article))
        elif taken.against_rule is None:
            steps.append(Step(day, clock, say.DELAY_NOTICE, {}, taken.article))
        if taken.against_rule is not None:
            values = {"reason": taken.against_rule}
            steps.append(Step(day, clock, say.AGAINST_THE_RULE, values, taken.article))
    steps += [changed_step(change, clock) for change in safe.changes]
    steps += _without_days(case, safe.unrolled, clock)
    return steps


def changed_step(change: Change, clock: ClockName) -> Step:
    """Tell what one suspension or agreement did to the date."""
    move = change.move
    if isinstance(move, Agreement):
        wording = say.AGREED if change.days else say.AGREED_IN_VAIN
        if not change.days and change.end < min(move.first, move.until):
            wording = say.AGREED_TOO_LATE
        return Step(change.end, clock, wording, {"until": move.until}, move.article)
    values = {
        "first": move.first,
        "last": move.last,
        "ground": move.ground,
        "days": change.days,
    }
    wording = say.SUSPENDED_FOR_NOW if move.for_now else say.SUSPENDED
    if not change.days:
        wording = say.SUSPENDED_AS_AGREED if change.as_agreed else say.SUSPENDED_IN_VAIN
    return Step(change.end, clock, wording, values, move.article)


def _without_days(case: Case, day: date, clock: ClockName) -> list[Step]:
    """Tell of suspensions that have no end yet, or that ended before a day had passed."""
    steps: list[Step] = []
    for each in case.suspensions:
        values = {"first": each.first_day, "ground": each.words()}
        span = each.span(lenient=False)
        if span is None:
            steps.append(Step(day, clock, say.SUSPENDED_OPEN, values, each.article))
        elif span[1] < span[0] and not each.restarts:
            steps.append(Step(day, clock, say.SUSPENDED_TOO_SHORT, values, each.article))
    return steps


def ending_steps(
    case: Case, track: Track, safe: Outcome, lenient: Outcome, clock: ClockName
) -> list[Step]:
    """Tell how the term met a free day, and what is uncertain about its end."""
    steps = _at_free_day(case, track, safe, clock)
    if clock == "due" and lenient.end != safe.end:
        values = {"lenient": lenient.end}
        steps.append(Step(safe.end, clock, say.LENIENT, values, case.regime.source))
    years: Iterable[int] = leaning_years(track, safe)
    if lenient.end != safe.end:
        years = sorted({*years, *leaning_years(track.read(lenient=True), lenient)})
    steps += decree_notes(track.calendar, safe.end, clock, years)
    return steps


def _at_free_day(case: Case, track: Track, safe: Outcome, clock: ClockName) -> list[Step]:
    calendar, day = track.calendar, safe.unrolled
    free = not calendar.is_working_day(day)
    steps: list[Step] = []
    if safe.end == day:
        if free:
            why = {"why": calendar.why_free(day)}
            article = _ATW_4 if track.counting == "atw" else case.regime.source
            steps.append(Step(day, clock, say.NOT_MOVED, why, article))
        return steps
    off_free_day, two_days = _MOVED_BY.get(track.counting, (case.regime.source,) * 2)
    moved = calendar.next_working_day(day)
    if free:
        why = {"why": calendar.why_free(day)}
        steps.append(Step(moved, clock, say.MOVED, why, off_free_day))
    if moved != safe.end:
        steps.append(Step(safe.end, clock, say.TWO_WORKING_DAYS, {}, two_days))
    return steps


def decree_notes(
    calendar: Calendar, day: date, clock: ClockName, years: Iterable[int]
) -> list[Step]:
    """Warn of years of which we do not know the days by royal decree (Atw 3 lid 3)."""
    if calendar.decreed_years.issuperset(years):
        return []
    return [
        Step(
            day,
            clock,
            say.BEFORE_TABLE if year < calendar.first_decreed_year else say.NOT_DECREED,
            {"year": year},
            _ATW_3,
        )
        for year in years
        if not calendar.is_decreed(year)
    ]


def last_step(end: date | datetime, clock: ClockName, article: Article) -> Step:
    """Close the reasoning of a clock with its day, or with the moment on it."""
    if isinstance(end, datetime):
        return Step(end.date(), clock, say.LAST_MOMENT[clock], {"moment": end}, article)
    return Step(end, clock, say.LAST_DAY[clock], {}, article)
