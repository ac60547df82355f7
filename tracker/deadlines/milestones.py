"""By which days, besides that of the answer, must something be done?"""

from datetime import date
from typing import NamedTuple

from tracker.deadlines import explanation as say
from tracker.deadlines.case import Case
from tracker.deadlines.explanation import Step
from tracker.deadlines.narration import decree_notes
from tracker.deadlines.regime import Milestone
from tracker.deadlines.terms import last_day


class Milestones(NamedTuple):
    """Days by which something else must be done; None where the regime does not know it.

    ``dismiss_by`` is the last day to make known that an application is not dealt with because it
    is incomplete. It is known once completion was asked for, and certain once that is over.
    """

    extend_by: date | None = None
    ask_to_specify_by: date | None = None
    refuse_by: date | None = None
    dismiss_by: date | None = None


def milestones_of(case: Case, extend_by: date | None) -> Milestones:
    """Reckon the milestones of the regime; all their terms are so short that the Atw moves them."""
    days = {each.name: _day(case, each) for each in case.regime.milestones}
    return Milestones(extend_by, **days)


def milestone_steps(case: Case, found: Milestones, due_on: date) -> list[Step]:
    """Tell of each milestone what must be done, and where the law says so."""
    steps: list[Step] = []
    for each in case.regime.milestones:
        day: date | None = getattr(found, each.name)
        if day is None:
            continue
        steps.append(Step(day, "due", say.MILESTONES[each.name], {}, each.article))
        if day.year != due_on.year:
            steps += decree_notes(case.calendar, day, "due", (day.year,))
    return steps


def _day(case: Case, milestone: Milestone) -> date | None:
    start = (
        _completed_on(case) if milestone.after == "completion" else case.facts.get("received_on")
    )
    if start is None:
        return None
    return case.calendar.next_working_day(last_day(start, milestone.term, case.calendar))


def _completed_on(case: Case) -> date | None:
    """Return when the last request for completion was met or ran out; or will, for now."""
    days = [each.last_day for each in case.suspensions if each.ground == "incomplete"]
    return max((day for day in days if day is not None), default=None)
