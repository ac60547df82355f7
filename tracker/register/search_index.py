"""How do we ask the full-text index of either database for cases and correspondents?

The index itself is made by ``tracker/migrations/search_index.py``. Words are letters and digits
only (``search_words``), so what stands in quotes here cannot end the quote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from tracker.register.search_words import Wanted

NAMED_COLUMNS = "{number title people}"
TEXT_COLUMNS = "{number title people files body}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a case must have: all *words*, and one of each group of *marks*, in this period."""

    words: Sequence[Wanted]
    marks: Sequence[Sequence[str]]
    since: date | None = None
    until: date | None = None


def cases_named(session: Session, asked: Asked, below: int | None, limit: int) -> Sequence[int]:
    """Return cases with all words in number, title or sender, newest first, under id *below*."""
    return _ids(session, asked, "named", below, limit)


def cases_telling(session: Session, asked: Asked, below: int | None, limit: int) -> Sequence[int]:
    """Return the other cases with all words, in their letters and files too, newest first."""
    return _ids(session, asked, "telling", below, limit)


def is_one_of(session: Session, asked: Asked, case_id: int) -> bool:
    """Tell whether this case has the marks and lies in the period, whatever its words."""
    only_marks = Asked((), asked.marks, asked.since, asked.until)
    return case_id in _ids(session, only_marks, "telling", case_id + 1, 1)


def correspondents_named(
    session: Session, words: Sequence[Wanted], visible: Sequence[str], limit: int
) -> Sequence[int]:
    """Return correspondents with all words in name or address, who have a case with these marks.

    Args:
        visible: "t3" and "h7": the team and the handler whose cases may be seen; none: all.
    """
    bound: dict[str, object] = {"limit": limit}
    source = "correspondent_search"
    if _on_sqlite(session):
        key = "rowid"
        condition, bound["words"] = "correspondent_search MATCH :words", _sqlite_words(words)
    else:
        key = "correspondent_id"
        condition = f"words @@ {_tsquery(words, bound, dutch=False)}"
    columns = {"t": "c.team_id", "h": "c.handler_id"}
    seen = " OR ".join(f"{columns[mark[0]]} = :seen{at}" for at, mark in enumerate(visible))
    bound |= {f"seen{at}": int(mark[1:]) for at, mark in enumerate(visible)}
    statement = (
        f"SELECT {key} FROM {source} WHERE {condition} AND EXISTS ("  # noqa: S608 - our own words
        f'SELECT 1 FROM "case" c WHERE c.correspondent_id = {source}.{key}'
        f"{f' AND ({seen})' if seen else ''}) ORDER BY {key} DESC LIMIT :limit"
    )
    return [row[0] for row in session.connection().execute(text(statement), bound)]


def _ids(session: Session, asked: Asked, tier: str, below: int | None, limit: int) -> Sequence[int]:
    bound: dict[str, object] = {"limit": limit}
    on_sqlite = _on_sqlite(session)
    key = "rowid" if on_sqlite else "case_id"
    conditions = []
    if asked.words or asked.marks:
        if on_sqlite:
            conditions.append("case_search MATCH :match")
            bound["match"] = _sqlite_match(asked, tier)
        else:
            conditions += _postgresql_conditions(asked, tier, bound)
    if below is not None:
        conditions.append(f"s.{key} < :below")
        bound["below"] = below
    for name, sign in (("since", ">="), ("until", "<=")):
        if (day := getattr(asked, name)) is not None:
            conditions.append(f"c.received_on {sign} :{name}")
            bound[name] = day
    join = f' JOIN "case" c ON c.id = s.{key}' if asked.since or asked.until else ""
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    statement = (
        f"SELECT s.{key} FROM case_search s{join}{where}"  # noqa: S608 - our own words
        f" ORDER BY s.{key} DESC LIMIT :limit"
    )
    return [row[0] for row in session.connection().execute(text(statement), bound)]


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


# ---- the language of FTS5


def _sqlite_match(asked: Asked, tier: str) -> str:
    marks = " AND ".join(f"({_sqlite_any(group)})" for group in asked.marks)
    marks = f"marks : ({marks})" if marks else ""
    if not asked.words:
        return marks
    words = _sqlite_words(asked.words)
    named = f"({NAMED_COLUMNS} : ({words}))"
    found = named if tier == "named" else f"({TEXT_COLUMNS} : ({words}))"
    if marks:
        found = f"({found} AND {marks})"
    return found if tier == "named" else f"{found} NOT {named}"


def _sqlite_words(words: Sequence[Wanted]) -> str:
    return " AND ".join(f"({_sqlite_word(wanted)})" for wanted in words)


def _sqlite_word(wanted: Wanted) -> str:
    first = f'"{wanted.word}"' + (" *" if wanted.by_beginning else "")
    return " OR ".join([first, *(f'"{form}"' for form in wanted.forms)])


def _sqlite_any(marks: Sequence[str]) -> str:
    return " OR ".join(f'"{mark}"' for mark in marks)


# ---- the language of tsquery


def _postgresql_conditions(asked: Asked, tier: str, bound: dict[str, object]) -> list[str]:
    conditions = []
    query = ""
    if asked.marks:
        bound["marks"] = " & ".join(f"({_tsquery_any(group)})" for group in asked.marks)
        query = "CAST(:marks AS tsquery)"
    if asked.words:
        words = _tsquery(asked.words, bound, dutch=True)
        query = f"{query} && {words}" if query else words
        names = {"named": "s.named @@ {q}", "telling": "NOT s.named @@ {q}"}[tier]
        conditions.append(names.format(q=_tsquery(asked.words, bound, dutch=False)))
    conditions.append(f"s.whole @@ ({query})")
    return conditions


def _tsquery(words: Sequence[Wanted], bound: dict[str, object], *, dutch: bool) -> str:
    """Return SQL for all *words*: as they are written, and (*dutch*) by their stem."""
    parts = []
    for at, wanted in enumerate(words):
        bound[f"word{at}"] = " | ".join(
            [f"'{wanted.word}'{':*' if wanted.by_beginning else ''}"]
            + [f"'{form}'" for form in wanted.forms]
        )
        part = f"CAST(:word{at} AS tsquery)"
        if dutch:
            bound[f"stem{at}"] = wanted.word
            part = f"({part} || plainto_tsquery('dutch', :stem{at}))"
        parts.append(part)
    return f"({' && '.join(parts)})"


def _tsquery_any(marks: Sequence[str]) -> str:
    return " | ".join(f"'={mark}'" for mark in marks)


_MARK_LETTERS: Mapping[str, str] = {
    "team": "t",
    "handler": "h",
    "subject": "s",
    "state": "z",
    "channel": "c",
}


def mark(kind: str, value: object) -> str:
    """Return the mark in the index for a property of a case, such as "t3" for team 3."""
    return _MARK_LETTERS[kind] + str(value).replace("_", "")
