"""What does each event do to the dates?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from termijnen.regimes import FACTS, ground_name
from termijnen.wording import NONE, cite, short, table, without_year
from tracker.deadlines.clocks import LegalEvent, reckon
from tracker.deadlines.event_effects import EFFECTS
from tracker.deadlines.regimes import GROUNDS, REGIMES

STOOD_STILL: Mapping[str, object] = {
    "received_on": date(2026, 9, 16),
    "decision_sent_on": date(2026, 8, 5),
    "appeal_period_ends_on": date(2026, 9, 16),
}


def grounds() -> str:
    """Write each ground of suspension, with what it does to one and the same case."""
    known = dict.fromkeys([*GROUNDS, *(g for row in REGIMES.values() for g in row.grounds)])
    rows = (_ground(ground) for ground in known)
    heads = ("grond", "regelingen", "artikel", "voorbeeld", "zonder", "met")
    return table((*heads, "stopt als antwoord uitblijft"), rows)


def _ground(ground: str) -> tuple[str, ...]:
    where = [row for row in REGIMES.values() if ground in row.grounds and row.term]
    asked = LegalEvent("suspension_started", date(2026, 10, 4), ground)
    ended = LegalEvent("suspension_ended", date(2026, 10, 17))
    before = reckon(where[0], STOOD_STILL)
    after = reckon(where[0], STOOD_STILL, (asked, ended))
    unused = reckon(where[0], STOOD_STILL, (replace(asked, respond_by=date(2026, 10, 10)), ended))
    both = dict.fromkeys((after.due_on, after.due_on_lenient))
    return (
        ground_name(ground),
        ", ".join(row.name_nl for row in where),
        cite(*(row.grounds[ground] for row in where)),
        where[0].name_nl,
        short(before.due_on),
        ", ruimer ".join(short(day) for day in both),
        "nee" if unused.due_on == after.due_on else "ja",
    )


def effects() -> str:
    """Write what each event does to each clock."""
    heads = (
        "gebeurtenis",
        "bevestigen voor",
        "streefdatum",
        "uiterste datum",
        "schrijf",
        "artikel",
    )
    rows = (
        (e.name, e.acknowledge, e.target, e.due, e.to_write or NONE, cite(*e.articles))
        for e in EFFECTS
    )
    return table(heads, rows)


EVENTS: Iterable[tuple[str, tuple[LegalEvent, ...]]] = (
    ("niets", ()),
    ("ontvangst bevestigd op 3 november", (LegalEvent("acknowledged", date(2026, 11, 3)),)),
    (
        "aanvulling gevraagd op 9 november, tot 23 november",
        (LegalEvent("suspension_started", date(2026, 11, 9), "incomplete", date(2026, 11, 23)),),
    ),
    (
        "hetzelfde, en alles is binnen op 19 november",
        (
            LegalEvent("suspension_started", date(2026, 11, 9), "incomplete", date(2026, 11, 23)),
            LegalEvent("suspension_ended", date(2026, 11, 19)),
        ),
    ),
    (
        "met 2 weken verlengd op 30 november",
        (LegalEvent("extended", date(2026, 11, 30), length="2 weeks"),),
    ),
    (
        "uitstel afgesproken tot en met 15 januari 2027",
        (LegalEvent("postponed_by_consent", date(2026, 11, 30), until=date(2027, 1, 15)),),
    ),
    (
        "doorgestuurd op 4 november, afzender wist het",
        (LegalEvent("forwarded_internally", date(2026, 11, 4), sender_told=True),),
    ),
    (
        "doorgestuurd op 4 november, afzender wist het niet",
        (LegalEvent("forwarded_internally", date(2026, 11, 4), sender_told=False),),
    ),
    ("besloten op 20 november", (LegalEvent("decided", date(2026, 11, 20)),)),
    (
        "besloten op 20 november, heropend op 27 november",
        (LegalEvent("decided", date(2026, 11, 20)), LegalEvent("reopened", date(2026, 11, 27))),
    ),
)


def moved_dates() -> str:
    """Reckon one application again and again, each time with other events."""
    rows = []
    for said, events in EVENTS:
        found = reckon("awb-aanvraag", {"received_on": FACTS["received_on"]}, events)
        clocks = (
            (found.acknowledge_by, found.acknowledge_stopped_on),
            (found.target_on, found.target_stopped_on),
            (found.due_on, found.due_stopped_on),
        )
        rows.append((said, *(_with_stop(day, stopped) for day, stopped in clocks)))
    return table(("wat er gebeurt", "bevestigen voor", "streefdatum", "uiterste datum"), rows)


def _with_stop(day: date | None, stopped: date | None) -> str:
    return f"{short(day)}, gestopt op {without_year(stopped)}" if stopped else short(day)
