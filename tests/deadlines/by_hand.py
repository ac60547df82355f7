"""What does a patient clerk with a wall calendar and the law text make of a case?

A second reckoning of the deadlines, made from the statutes alone to check ours against. It shares
no line with ``tracker.deadlines``, walks the calendar one day at a time and asks of every day "is
this a working day?" and "does this day count?". Slow and plain on purpose. Where the law can be
read in two ways it goes through the case twice, once with each reading. A case that the law does
not allow ends in ``Unlawful``.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.deadlines.by_hand_law import OBJECTION, Case
from tests.deadlines.by_hand_sheet import (
    Sheet,
    Unlawful,
    day_of,
    endless_by,
    filed_in_time,
    objection_period_end,
    open_sheet,
    stretches,
    suspended_days,
    suspensions,
)
from tests.deadlines.by_hand_terms import (
    ONE_DAY,
    count,
    is_working_day,
    length,
    moved,
    on_or_after,
)

# --- The last day -----------------------------------------------------------------------------


def last_days(sheet: Sheet) -> tuple[date, date] | None:
    """(before the Atw, after it) for the term as it now stands on the sheet."""
    if sheet.start is None or not (sheet.parts or sheet.fixed_end):
        return None
    end = count(sheet.start, sheet.parts)
    if sheet.fixed_end:
        end = count(sheet.fixed_end, sheet.parts[1:])
    elif sheet.name == "avg" and sheet.lenient:  # Reg. 1182/71 3(1): it starts the day after
        end = count(sheet.start + ONE_DAY, sheet.parts)
    best = pushed(suspended_days(sheet), sheet.start, end, lambda day: rolled_end(sheet, day))
    for number, (agreed_on, until) in enumerate(sheet.agreed):
        then = last_days(replace(sheet, known_on=agreed_on, agreed=sheet.agreed[:number]))
        if then and until > then[1]:
            until = agreed_day(sheet, agreed_on, until, best[1])
            best = (until, until) if until > best[1] else best
    return best


def agreed_day(sheet: Sheet, agreed_on: date, until: date, ends: date) -> date:
    """Until when people agreed to wait; a day agreed on is no term, the Atw leaves it alone."""
    assert sheet.start
    if sheet.lenient:  # whether a suspension also moves the day agreed on is open
        still = suspended_days(sheet, began_after=agreed_on)
        return pushed(still, max(agreed_on, sheet.start), until, lambda day: day)[0]
    if agreed_on > ends:  # Awb 4:15: a term that is over cannot be suspended
        return ends
    # The agreed delay is one more suspension: days in common count once.
    return max([until, *(last for first, last in stretches(sheet) if first <= until <= last)])


def pushed(
    still: set[date], start: date, end: date, roll: Callable[[date], date]
) -> tuple[date, date]:
    """Walk to the end; each day that stands still puts it off by one."""
    day = start
    while True:
        while day < end:
            day += ONE_DAY
            end += ONE_DAY if day in still else timedelta()
        rolled = roll(end)
        if not any(end < each <= rolled for each in still):
            return end, rolled
        end = rolled  # Atw 1: the term itself runs on to that day, and it stands still


def rolled_end(sheet: Sheet, end: date) -> date:
    assert sheet.start
    if sheet.fixed_end:  # a date is no term: whether the Atw moves it is open (31 December)
        return on_or_after(end) if sheet.lenient else end
    law = sheet.row.law
    if law == "none":  # no term set by statute; by Gemeentewet 145 it might be one
        law = "atw" if sheet.lenient else "none"
    rolled = moved(sheet.start, end, sheet.parts, law)
    if sheet.lenient and len(sheet.parts) > 1:  # each extension a term of its own
        return max(rolled, moved(sheet.start, end, sheet.parts[-1:], law))
    return rolled


def work_through(sheet: Sheet) -> Sheet:
    """Go through the events in order; refuse what the law does not allow on that day."""
    suspensions(sheet)
    for event in sheet.events:
        day = day_of(event["on"])
        earliest = sheet.received or day_of(sheet.facts.get("decision_sent_on", "0001-01-01"))
        if day < earliest:
            raise Unlawful(event)
        if event["type"] == "extended" and not sheet.row.ignored:
            extend(sheet, event, day)  # Awb 4:14 lid 1: a notice of delay makes nothing timely
        elif event["type"] == "postponed_by_consent":
            if not sheet.row.consent:
                raise Unlawful(event)
            sheet.agreed = [*sheet.agreed, (day, day_of(event["until"]))]
    return sheet


def extend(sheet: Sheet, event: Case, day: date) -> None:
    row, extra = sheet.row, length(event["length"])
    if not row.longest or (sheet.extended() and not row.repeatable):
        raise Unlawful(event)
    if row.longest != "any" and count(day, [extra]) > count(day, [length(row.longest)]):
        raise Unlawful(event)
    latest = extend_by(replace(sheet, known_on=day))
    if latest and day > latest and not endless_by(sheet, day):
        raise Unlawful(event)
    sheet.parts = [*sheet.parts, extra]


def extend_by(sheet: Sheet) -> date | None:
    """The last day on which an extension can still be told."""
    if sheet.row.extend_within and sheet.received:  # "binnen acht weken na ontvangst"
        own = [length(sheet.row.extend_within)]
        return moved(sheet.received, count(sheet.received, own), own, sheet.row.law)
    if not sheet.row.repeatable:
        sheet = replace(sheet, parts=sheet.parts[:1])
    ends = last_days(sheet)
    return ends[1] if ends else None


# --- Penalty (Awb 4:17) -----------------------------------------------------------------------


def tariff(noticed: date) -> tuple[int, int, int]:
    return (23, 35, 45) if noticed.year >= 2019 else (20, 30, 40)


def decided_on(events: Sequence[Case]) -> date | None:
    """The day that ended the default, if the case stayed closed."""
    closed: date | None = None
    for event in events:
        if event["type"] in ("decided", "answered", "withdrawn"):
            closed = closed or day_of(event["on"])
        elif event["type"] == "reopened":
            closed = None
    return closed


def penalty(sheet: Sheet, due: date | None, as_of: date) -> dict[str, Any]:
    answer: dict[str, Any] = {"applies": sheet.row.penalty, "notice_valid": None}
    answer |= {"first_day": None, "last_day": None, "days": 0, "amount_eur": 0}
    notices = [day_of(e["on"]) for e in sheet.events if e["type"] == "notice_of_default"]
    if not notices:
        return answer
    if due is None:
        return answer | {"notice_valid": False}
    decided = decided_on(sheet.events)
    stands_still = endless_by(sheet, due)  # a term that had not run out
    valid = [day for day in notices if day > due and (decided is None or day <= decided)]
    valid = [day for day in valid if not stands_still]
    answer["notice_valid"] = bool(valid)
    if not valid or not sheet.row.penalty:
        return answer
    return answer | owed(valid[0], decided, as_of)


def owed(noticed: date, decided: date | None, as_of: date) -> dict[str, Any]:
    """4:17 lid 3: the day on which two weeks have passed is the fifteenth; 42 days at the most."""
    first = noticed + 15 * ONE_DAY
    days, amount, day = 0, 0, first
    while days < 42 and day <= as_of and (decided is None or day <= decided):
        days += 1
        amount += tariff(noticed)[min((days - 1) // 14, 2)]
        day += ONE_DAY
    last = first + 41 * ONE_DAY
    if decided is not None and decided < last:
        last = decided
    shown = (first, last) if decided is None or decided >= first else (None, None)
    return {"first_day": shown[0], "last_day": shown[1], "days": days, "amount_eur": amount}


# --- The municipality's own promises ----------------------------------------------------------


def target(sheet: Sheet, due: date | None) -> date | None:
    """Fifteen working days and the days on which it stood still; never after the law's day."""
    if sheet.received is None:
        return None
    reopened = reopened_on(sheet.events)
    since = reopened or sheet.received
    _, day = pushed(suspended_days(sheet), since, count(since, [(15, "working days")]), on_or_after)
    capped = due is not None and due >= sheet.received and reopened is None
    return min(day, due) if due and capped else day


def reopened_on(events: Sequence[Case]) -> date | None:
    closed, reopened = False, None
    for event in events:
        if event["type"] in ("decided", "answered", "withdrawn"):
            closed = True
        elif event["type"] == "reopened" and closed:
            closed, reopened = False, day_of(event["on"])
    return reopened


# --- Answers ----------------------------------------------------------------------------------

DATES = ("due_on", "unrolled_due_on", "due_on_lenient")


def plain_term(facts: Case) -> dict[str, Any]:
    """A term without a regime: ``after`` and ``length``, or ``ends_on``."""
    law = facts.get("law", "atw")
    if facts.get("ends_on"):
        end = day_of(facts["ends_on"])
        due = end if law == "none" else on_or_after(end)
        return dict(zip(DATES, (due, end, due), strict=True))
    after, parts = day_of(facts["after"]), [length(facts["length"])]
    end = count(after, parts)
    due = later = moved(after, end, parts, law)
    if law == "eu" and parts[0][1] in ("weeks", "months", "years"):
        later = moved(after, count(after + ONE_DAY, parts), parts, law)
    return dict(zip(DATES, (due, end, later), strict=True))


def free_weekdays(year: int) -> list[date]:
    day, found = date(year, 1, 1), []
    while day.year == year:
        if day.isoweekday() <= 5 and not is_working_day(day):
            found.append(day)
        day += ONE_DAY
    return found


def milestones(sheet: Sheet) -> dict[str, date | None]:
    answer: dict[str, date | None] = {
        "extend_by": None,
        "ask_to_specify_by": None,
        "refuse_by": None,
    }
    if sheet.received and sheet.row.milestone[0]:
        name, text = sheet.row.milestone
        parts = [length(text)]
        end = count(sheet.received, parts)
        answer[name] = moved(sheet.received, end, parts, sheet.row.law)
    if sheet.row.longest and sheet.start:
        answer["extend_by"] = extend_by(sheet) if sheet.row.base else target(sheet, None)
    return answer


def answer_by_hand(case: Case, today: date) -> dict[str, Any]:
    """Every date of the command ``tracker deadline`` for one lawful case."""
    facts = case["facts"]
    if case["regime"] == "term":
        return plain_term(facts)
    if case["regime"] == "calendar":
        return {"free_weekdays": free_weekdays(facts["year"])}
    safe = work_through(open_sheet(case, lenient=False))
    later = open_sheet(case, lenient=True)
    later.parts, later.agreed = safe.parts, safe.agreed
    ends, ends_later = last_days(safe), last_days(later)
    due = ends[1] if ends else None
    as_of = day_of(case["as_of"]) if case.get("as_of") else today
    period = objection_period_end(facts) if safe.row.grounds == OBJECTION else None
    return {
        "acknowledge_by": safe.received and count(safe.received, [(2, "working days")]),
        "target_on": target(safe, due),
        "due_on": due,
        "unrolled_due_on": ends[0] if ends else None,
        "due_on_lenient": ends_later[1] if ends_later else None,
        "objection_period_ends_on": period,
        "filed_in_time": filed_in_time(facts, safe.received, period),
        "milestones": milestones(safe),
        "penalty": penalty(safe, due, as_of),
    }
