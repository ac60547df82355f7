"""How a case comes in as JSON, and how its clocks go out again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from tracker.deadlines.calendar import DUTCH_CALENDAR, Calendar
from tracker.deadlines.clocks import Norms, Reckoning, reckon
from tracker.deadlines.errors import DeadlineError, shown
from tracker.deadlines.events import LegalEvent
from tracker.deadlines.explanation import Step, in_words
from tracker.deadlines.facts import needed, read_date, read_flag, read_text
from tracker.deadlines.regimes import REGIMES
from tracker.deadlines.tables import free_weekdays_answer, term_answer

_EVENT_READERS: Final[Mapping[str, Callable[[object, str], Any]]] = {
    "type": read_text,
    "on": read_date,
    "ground": read_text,
    "respond_by": read_date,
    "length": read_text,
    "until": read_date,
    "sender_told": read_flag,
    "reason": read_text,
}
_NO_OBJECT: Final = (
    "Elke regel moet een JSON-object zijn.",
    "Each line must be a JSON object.",
)


@dataclass(frozen=True)
class Question:
    """One line of the command: a case to reckon."""

    regime: str
    facts: Mapping[str, object]
    events: tuple[LegalEvent, ...] = ()
    as_of: date | None = None


def answer_line(
    line: str,
    today: date | None = None,
    calendar: Calendar = DUTCH_CALENDAR,
    norms: Norms = Norms(),  # noqa: B008  # frozen
) -> tuple[str, bool]:
    """Answer one line of JSON with one line of JSON, and say whether it could be reckoned.

    *today* is the day on which a penalty is looked at when the line has no ``as_of``.
    """
    try:
        answer = _answer(question_from_line(line), today, calendar, norms)
    except DeadlineError as error:
        answer = error_as_json(error)
    text = json.dumps(answer, ensure_ascii=False)
    # A lone surrogate that came in must not stop the terminal or the pipe it goes out to.
    return text.encode("utf-8", "replace").decode("utf-8"), "error" not in answer


def question_from_line(line: str) -> Question:
    """Read one line.

    Raises:
        DeadlineError: no JSON, no object, or a part of the wrong kind; names the part.
    """
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        raise DeadlineError("line", *_NO_OBJECT) from None
    if not isinstance(raw, dict):
        raise DeadlineError("line", *_NO_OBJECT)
    return question_from_json(raw)


def question_from_json(raw: Mapping[str, Any]) -> Question:
    """Read a case that was written by ``question_as_json``.

    Raises:
        DeadlineError: a part of the wrong kind; names the part.
    """
    regime = needed(raw, "regime")
    if not isinstance(regime, str):
        raise DeadlineError("regime", "De regeling moet tekst zijn.", "The regime must be text.")
    facts = raw.get("facts")
    if not isinstance(facts, dict):
        raise DeadlineError("facts", "De gegevens moeten een object zijn.", "Facts: an object.")
    events = raw.get("events")
    if not isinstance(events, list | None):
        raise DeadlineError("events", "Gebeurtenissen zijn een lijst.", "Events are a list.")
    as_of = raw.get("as_of")
    return Question(
        regime,
        facts,
        tuple(event_from_json(each, f"events[{n}]") for n, each in enumerate(events or ())),
        None if as_of is None else read_date(as_of, "as_of"),
    )


def question_as_json(question: Question) -> dict[str, Any]:
    """Write a case so that ``question_from_json`` gives the same one."""
    return {
        "regime": question.regime,
        "facts": {name: _plain(value) for name, value in question.facts.items()},
        "events": [event_as_json(each) for each in question.events],
        "as_of": _plain(question.as_of),
    }


def event_from_json(raw: object, place: str = "event") -> LegalEvent:
    """Read one event; *place* is how an error names it.

    Raises:
        DeadlineError: no object, an unknown key, or a value of the wrong kind.
    """
    if not isinstance(raw, dict):
        raise DeadlineError(place, "Een gebeurtenis is een object.", "An event is an object.")
    for name in raw:
        if name not in _EVENT_READERS:
            said = shown(name)
            raise DeadlineError(
                f"{place}.{said}", f"Dit gegeven kennen we niet: {said}.", f"Unknown: {said}."
            )
    for name in ("type", "on"):
        needed({f"{place}.{name}": raw.get(name)}, f"{place}.{name}")
    values = {
        name: _EVENT_READERS[name](value, f"{place}.{name}")
        for name, value in raw.items()
        if value is not None
    }
    return LegalEvent(**values)


def event_as_json(event: LegalEvent) -> dict[str, Any]:
    """Write one event; what is not known is left out."""
    values = {each.name: getattr(event, each.name) for each in fields(event)}
    return {name: _plain(value) for name, value in values.items() if value is not None}


def error_as_json(error: DeadlineError) -> dict[str, Any]:
    """Write an error, with the article when it is the law that forbids."""
    said = {"field": error.field, "message": error.message_nl, "message_en": error.message_en}
    if error.article:
        said |= {"article": error.article, "link": error.link}
    return {"error": said}


def reckoning_as_json(reckoning: Reckoning) -> dict[str, Any]:
    """Write all that was reckoned, dates in ISO form."""
    out = reckoning._asdict()
    out["milestones"] = reckoning.milestones._asdict()
    out["penalty"] = reckoning.penalty._asdict()
    out["steps"] = [step_as_json(step) for step in reckoning.steps]
    plain: dict[str, Any] = _plain(out)
    return plain


def step_as_json(step: Step) -> dict[str, Any]:
    """Write one step with its sentence in both languages."""
    return {
        "day": step.day.isoformat(),
        "clock": step.clock,
        "text": step.text_nl,
        "text_en": step.text_en,
        "article": step.article,
        "link": step.link,
    }


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def _answer(
    question: Question, today: date | None, calendar: Calendar, norms: Norms
) -> dict[str, Any]:
    if question.regime == "calendar":
        return _plain_answer(free_weekdays_answer(question.facts, calendar))
    if question.regime == "term":
        found = term_answer(question.facts, calendar.statutory)
        steps = [step_as_json(step) for step in found.pop("steps")]
        return {**_plain_answer(found), "steps": steps}
    reckoning = reckon(
        question.regime, question.facts, question.events, norms, calendar, question.as_of or today
    )
    return reckoning_as_json(reckoning)


def _plain_answer(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in answer.items()}


_HEADINGS: Final = {
    "nl": ("Ontvangstbevestiging", "Streefdatum", "Uiterste datum", "geen", "Dwangsom nu"),
    "en": ("Acknowledgement", "Target", "Due date", "none", "Penalty now"),
}


def explain(reckoning: Reckoning, language: str = "nl") -> str:
    """Write a reckoning out for people: the dates, then every step with its article."""
    acknowledge, target, due, none, penalty = _HEADINGS["en" if language == "en" else "nl"]
    row = REGIMES.get(reckoning.regime)
    lines = [(row.name_en if language == "en" else row.name_nl) if row else reckoning.regime]
    dates = (
        (acknowledge, reckoning.acknowledge_at or reckoning.acknowledge_by),
        (target, reckoning.target_at or reckoning.target_on),
        (due, reckoning.due_on),
    )
    for heading, end in dates:
        lines.append(f"{heading}: {in_words(end, language) if end else none}")
    for step in reckoning.steps:
        place = f" [{step.article}]" if step.article else ""
        lines.append(f"  {step.day.isoformat()}  {step.text(language)}{place}")
    lines.append(reckoning.penalty.why(language))
    if reckoning.penalty.amount_eur:
        lines.append(f"{penalty}: € {reckoning.penalty.amount_eur}")
    return "\n".join(lines)
