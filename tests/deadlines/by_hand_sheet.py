"""What does the clerk note down on one case before counting: its start, and when it stood still?

Part of the second reckoning (``by_hand``); it shares no line with ``tracker.deadlines``.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.deadlines.by_hand_law import Case, Regime, regime_of
from tests.deadlines.by_hand_terms import ONE_DAY, Length, count, length, moved


class Unlawful(Exception):
    """The law does not allow this event in this case."""


@dataclass
class Sheet:
    """The clerk's notes on one case, under one of the two readings."""

    name: str
    row: Regime
    facts: Case
    events: list[Case]
    lenient: bool
    received: date | None
    start: date | None = None  # the term runs from the day after
    fixed_end: date | None = None  # 31 December (Wet WOZ 30 lid 9)
    parts: list[Length] = field(default_factory=list)
    agreed: list[tuple[date, date]] = field(default_factory=list)  # on this day: until that day
    known_on: date | None = None  # look at the suspensions from before this day only

    def extended(self) -> bool:
        return len(self.parts) > 1


def day_of(text: Any) -> date:
    return date.fromisoformat(text)


def received_on(facts: Case) -> date | None:
    """Awb 2:20: an electronic message is received when it reaches the system, by our own clock."""
    if facts.get("received_on"):
        return day_of(facts["received_on"])
    if facts.get("received_at"):
        moment = datetime.fromisoformat(facts["received_at"])
        return moment.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    return None


def objection_period_end(facts: Case) -> date | None:
    """Awb 6:7 and 6:8: six weeks from the day after the decision was sent, with the Atw."""
    for fact in ("objection_period_ends_on", "appeal_period_ends_on"):
        if facts.get(fact):
            return day_of(facts[fact])
    if not facts.get("decision_sent_on"):
        return None
    sent = day_of(facts["decision_sent_on"])
    return moved(sent, count(sent, [(6, "weeks")]), [(6, "weeks")], "atw")


def filed_in_time(facts: Case, received: date | None, period_ends: date | None) -> bool | None:
    """Awb 6:9: received before the end, or posted before it and received within a week after."""
    if received is None or period_ends is None:
        return None
    if received <= period_ends:
        return True
    if not facts.get("posted_on") or facts.get("electronic"):
        return False
    a_week_after = moved(period_ends, count(period_ends, [(1, "weeks")]), [(1, "weeks")], "atw")
    return day_of(facts["posted_on"]) <= period_ends and received <= a_week_after


def in_last_six_weeks(day: date) -> bool:
    """Wet WOZ 30 lid 9: the 42 days that end with 31 December."""
    days = {date(day.year, 12, 31) - number * ONE_DAY for number in range(42)}
    return day in days


def forwarded_on(sheet: Sheet) -> date | None:
    """Awb 2:24, in force since 2026: only where the sender was told at once."""
    if not sheet.row.forwarded or sheet.received is None or sheet.received.year < 2026:
        return None
    told = [
        day_of(e["on"])
        for e in sheet.events
        if e["type"] == "forwarded_internally" and e.get("sender_told")
    ]
    return told[0] if told else None


def open_sheet(case: Case, lenient: bool) -> Sheet:
    facts, name = case["facts"], case["regime"]
    events = sorted(case.get("events") or [], key=lambda event: event["on"])
    row = regime_of(name, facts)
    sheet = Sheet(name, row, facts, events, lenient, received_on(facts))
    sheet.start = forwarded_on(sheet) or sheet.received
    if name in ("awb-bezwaar", "awb-administratief-beroep", "woz-bezwaar"):
        sheet.start = objection_period_end(facts)
    if name == "woz-bezwaar" and sheet.received and not in_last_six_weeks(sheet.received):
        sheet.start, sheet.fixed_end = sheet.received, date(sheet.received.year, 12, 31)
    sheet.parts = [length(row.base)] if row.base else []
    return sheet


# --- Suspensions ------------------------------------------------------------------------------

SET_TERM = {"incomplete", "defect", "third_party_views"}
"""Grounds that end by law when the term that was set runs out unused."""


@dataclass
class Suspension:
    """A letter that stops the term from the day after, until ``end``."""

    start: date
    ground: str
    respond_by: date | None
    end: date | None = None

    def last(self) -> date | None:
        """The day on which it ended; None: nobody can tell yet."""
        if self.end is None or self.respond_by is None:
            return self.end or self.respond_by
        return min(self.end, self.respond_by) if self.ground in SET_TERM else self.end


def suspensions(sheet: Sheet) -> list[Suspension]:
    """Each start with its end: the oldest that still runs on the day, by its ground if named."""
    found: list[Suspension] = []
    for event in sheet.events:
        day = day_of(event["on"])
        if event["type"] == "suspension_started":
            if event["ground"] not in sheet.row.grounds:
                raise Unlawful(event)
            answer_by = event.get("respond_by")
            found.append(Suspension(day, event["ground"], answer_by and day_of(answer_by)))
        elif event["type"] == "suspension_ended":
            open_ones = [each for each in found if each.end is None]
            if event.get("ground"):
                open_ones = [each for each in open_ones if each.ground == event["ground"]]
            if not open_ones:
                raise Unlawful(event)
            running = [e for e in open_ones if e.respond_by is None or day <= e.respond_by]
            (running or open_ones[-1:])[0].end = day
    return found


def stretches(sheet: Sheet) -> list[tuple[date, date]]:
    """First and last day of every stretch that stands still, by whatever ground.

    Awb 4:15 and 7:10 and Who 4 lid 6 say "tot", Woo 4.4 lid 3 "tot en met". Read to the letter
    "tot" leaves the last day out; the ministry's circular takes it in.
    """
    found: list[tuple[date, date]] = []
    for each in sorted(suspensions(sheet), key=lambda each: each.start):
        first, last = each.start + ONE_DAY, each.last()
        if last is None or (sheet.known_on is not None and each.start >= sheet.known_on):
            continue
        if not (sheet.lenient or (each.ground == "third_party_views" and sheet.name == "woo")):
            last -= ONE_DAY
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        elif first <= last:
            found.append((first, last))
    return found


def suspended_days(sheet: Sheet, began_after: date = date.min) -> set[date]:
    """Every day on which the term stands still, in stretches that began after a day."""
    days: set[date] = set()
    for first, last in stretches(sheet):
        day = first
        while first > began_after and day <= last:
            days.add(day)
            day += ONE_DAY
    return days


def endless_by(sheet: Sheet, day: date) -> bool:
    """Does the term stand still on *day* without anybody knowing until when?"""
    return any(each.last() is None and each.start < day for each in suspensions(sheet))
