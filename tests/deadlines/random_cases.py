"""Which cases would a lawyer make up to catch us out, thousands of them?

Every regime, receipts from 2018 to 2028 with a leaning towards ends of months, weekends, December
and May, and up to five events, often on the very last day of a term or the day beside it. Most are
lawful; now and then one is not, and then both reckonings must refuse it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.deadlines.by_hand import answer_by_hand
from tests.deadlines.by_hand_law import REGIMES
from tests.deadlines.by_hand_sheet import Unlawful

Case = dict[str, Any]
Event = dict[str, Any]

_EVENT_WEIGHTS = {
    "suspension_started": 8,
    "extended": 5,
    "notice_of_default": 4,
    "postponed_by_consent": 2,
    "forwarded_internally": 2,
    "decided": 2,
    "answered": 1,
    "withdrawn": 1,
    "acknowledged": 1,
}
_TERMS = ["1 day", "2 days", "3 days", "4 days", "1 week", "2 weeks", "6 weeks", "12 weeks"]
_TERMS += ["13 weeks", "90 days", "91 days", "1 month", "3 months", "4 months", "1 year"]
_TERMS += ["3 working days", "10 working days"]
_HALF_A_YEAR = 190


def random_cases(seed: int, number: int) -> Iterator[Case]:
    """Make *number* cases, always the same ones for one *seed*."""
    rng = Random(seed)  # noqa: S311  # no secret
    for _ in range(number):
        yield _term(rng) if rng.random() < 0.05 else _letter(rng)


def _day(rng: Random) -> date:
    year = rng.randint(2018, 2028)
    chance = rng.random()
    if chance < 0.25:
        return date(year, rng.randint(1, 12), 28) + timedelta(days=rng.randint(0, 4))
    if chance < 0.45:
        return date(year, 12, 1) + timedelta(days=rng.randint(-15, 36))
    if chance < 0.65:
        return date(year, 3, 1) + timedelta(days=rng.randint(0, 100))
    return date(year, 1, 1) + timedelta(days=rng.randint(0, 364))


def _later(rng: Random, day: date, most: int) -> str:
    """Return a day after *day*, most often soon."""
    span = most if rng.random() < 0.3 else max(1, most // 4)
    return (day + timedelta(days=rng.randint(0, span))).isoformat()


def _term(rng: Random) -> Case:
    law = rng.choice(["atw", "atw", "eu", "none"])
    if rng.random() < 0.2:
        return {"regime": "term", "facts": {"ends_on": _day(rng).isoformat(), "law": law}}
    facts = {"after": _day(rng).isoformat(), "length": rng.choice(_TERMS), "law": law}
    return {"regime": "term", "facts": facts}


def _letter(rng: Random) -> Case:
    name = rng.choice(sorted(REGIMES))
    received = _day(rng)
    facts = _FACTS.get(name, _nothing_more)(rng, received)
    if rng.random() < 0.1:
        moment = f"{received}T{rng.choice(['00:10+00:00', '22:30+00:00', '23:30+00:00'])}"
        facts |= {"received_at": moment, "electronic": True}
        received += timedelta(days=2)  # whatever the clock in Amsterdam made of it
    elif rng.random() < 0.97 or name not in ("awb-bezwaar", "awb-administratief-beroep"):
        facts["received_on"] = received.isoformat()
    case = {"regime": name, "facts": facts, "events": _events(rng, name, received)}
    case["as_of"] = _later(rng, received, 500)
    return _on_the_edge(rng, case) if rng.random() < 0.4 else case


def _on_the_edge(rng: Random, case: Case) -> Case:
    """Add an event on the last day or beside it, and look at the penalty where its rate steps."""
    try:
        due = answer_by_hand(case, date.max)["due_on"]
    except Unlawful:
        return case
    if due is None:
        return case
    kinds = ["suspension_started", "extended", "postponed_by_consent", "notice_of_default"]
    kind = rng.choice([each for each in kinds if not _is_of_no_use(case["regime"], each)])
    day = due + timedelta(days=rng.randint(-3, 3))
    edge = {"type": kind, "on": day.isoformat()}
    case["events"] += _filled_in(rng, case["regime"], edge)
    if kind == "notice_of_default":
        stopped = day + timedelta(days=rng.choice([0, 13, 14, 15, 16, 28, 29, 42, 43, 56, 57, 58]))
        case["as_of"] = stopped.isoformat()
        if rng.random() < 0.5:
            case["as_of"] = (stopped + timedelta(days=60)).isoformat()
            case["events"].append({"type": "decided", "on": stopped.isoformat()})
    return case


def _nothing_more(rng: Random, received: date) -> Case:
    return {}


def _own_term(rng: Random, received: date) -> Case:
    return {"statutory_term": rng.choice(_TERMS)} if rng.random() < 0.3 else {}


def _decision(rng: Random, received: date) -> Case:
    """A decision from before the objection, or from just after it (Awb 6:10)."""
    sent = received - timedelta(days=rng.randint(-5, 60))
    if rng.random() < 0.4:  # about the end of the six weeks, and of the week for the post
        sent = received - timedelta(days=rng.randint(41, 54))
    facts: Case = {"decision_sent_on": sent.isoformat()}
    if rng.random() < 0.2:
        facts = {"objection_period_ends_on": (sent + timedelta(days=42)).isoformat()}
    if rng.random() < 0.3:
        facts["committee"] = True
        if rng.random() < 0.5:
            facts["committee_notice_sent"] = rng.random() < 0.5
    if rng.random() < 0.4:
        facts["posted_on"] = (received - timedelta(days=rng.randint(0, 12))).isoformat()
    if rng.random() < 0.2:
        facts["electronic"] = rng.random() < 0.5
    return facts


def _appeal(rng: Random, received: date) -> Case:
    end = received + timedelta(days=rng.randint(-20, 42))
    facts: Case = {"appeal_period_ends_on": end.isoformat()}
    facts["same_legal_person"] = rng.random() < 0.5
    facts["committee"] = rng.random() < 0.5
    return facts


def _one_of(fact: str, *values: Any) -> Callable[[Random, date], Case]:
    return lambda rng, received: {fact: rng.choice(values)} if rng.random() < 0.6 else {}


_FACTS: dict[str, Callable[[Random, date], Case]] = {
    "awb-aanvraag": _own_term,
    "awb-bezwaar": _decision,
    "woz-bezwaar": _decision,
    "awb-administratief-beroep": _appeal,
    "awb-klacht": _one_of("advisory_committee", True, False),
    "omgevingsvergunning": _one_of("consent_needed", True, False),
    "brp-correctie": _one_of("subject", "nationality", "civil_status", "address"),
    "raadsvragen": _one_of("days", 14, 28, 30, 60, 90, 91, 120),
}


def _events(rng: Random, name: str, received: date) -> list[Event]:
    events: list[Event] = []
    types, weights = list(_EVENT_WEIGHTS), list(_EVENT_WEIGHTS.values())
    while len(events) < 5 and rng.random() < 0.65:
        kind = rng.choices(types, weights)[0]
        if _is_of_no_use(name, kind):
            continue
        event = {"type": kind, "on": _later(rng, received, _HALF_A_YEAR)}
        events += _filled_in(rng, name, event)
    if rng.random() < 0.3:
        rng.shuffle(events)
    return events


def _is_of_no_use(name: str, kind: str) -> bool:
    """Say whether the law never allows it, or has nothing to say about it (an ordinary letter)."""
    row = REGIMES[name]
    return (
        (kind == "suspension_started" and not row.grounds)
        or (kind == "extended" and ((not row.longest and name != "brp-correctie") or not row.base))
        or (kind == "postponed_by_consent" and (not row.consent or not row.base))
    )


def _filled_in(rng: Random, name: str, event: Event) -> list[Event]:
    """Give an event what belongs to it; a suspension may end, a closed case may be reopened."""
    on = date.fromisoformat(event["on"])
    if event["type"] == "suspension_started":
        return _suspension(rng, name, event, on)
    if event["type"] == "extended":
        longest = {"any": "8 weeks", "": "4 weeks"}.get(
            REGIMES[name].longest, REGIMES[name].longest
        )
        event["length"] = rng.choice([longest, longest, "1 week", "10 days"])
    elif event["type"] == "postponed_by_consent":
        event["until"] = _later(rng, on, _HALF_A_YEAR)
    elif event["type"] == "forwarded_internally":
        event["sender_told"] = rng.random() < 0.7
    elif event["type"] in ("decided", "answered", "withdrawn") and rng.random() < 0.2:
        return [event, {"type": "reopened", "on": _later(rng, on, 30)}]
    return [event]


def _suspension(rng: Random, name: str, event: Event, on: date) -> list[Event]:
    event["ground"] = rng.choice(sorted(REGIMES[name].grounds))
    if rng.random() < 0.7:
        event["respond_by"] = _later(rng, on, 40)
    if rng.random() < 0.8:
        ended = {"type": "suspension_ended", "on": _later(rng, on, 60)}
        if rng.random() < 0.3:
            ended["ground"] = event["ground"]
        return [event, ended]
    return [event]
