"""Which cases and correspondents does somebody look for, in what order, and why were they found?

Cases come in three tiers: the one whose number was typed, those with all words in title or sender,
those with all words in their letters and files too. In a tier the newest comes first, alike on
both databases.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session, col, func, select

from tracker.people.models import User
from tracker.people.rules import Act, may, may_see
from tracker.register.models import (
    OPEN_STATES,
    Attachment,
    Case,
    CaseState,
    Channel,
    Correspondent,
    Message,
)
from tracker.register.queries import find_case
from tracker.register.search_index import (
    Asked,
    cases_named,
    cases_telling,
    correspondents_named,
    is_one_of,
    mark,
)
from tracker.register.search_words import Wanted, wanted_words
from tracker.register.snippets import Piece, different, marked, met_in, snippet, tidied

PAGE_SIZE: Final = 20
MOST_CORRESPONDENTS: Final = 6
LONGEST_SHOWN: Final = 50_000
"""Characters of a message in which we look for what to show."""
CLOSED_STATES = tuple(state for state in CaseState if state not in OPEN_STATES)
NUMBER = re.compile(r"\s*(\d{4})\s*-\s*(\d{1,6})\s*")
_AFTER = re.compile(r"([012])-(\d{1,9})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows a search; ``state`` is "open", "closed" or a state."""

    state: str = ""
    team_id: int | None = None
    subject_id: int | None = None
    channel: Channel | None = None
    since: date | None = None
    until: date | None = None

    @property
    def narrows(self) -> bool:
        """Tell whether anything was chosen."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class After:
    """The last hit that was shown: the next page begins after it."""

    tier: int
    case_id: int

    def __str__(self) -> str:
        """Return it as it stands in the address."""
        return f"{self.tier}-{self.case_id}"

    @staticmethod
    def read(typed: str) -> "After | None":
        """Read it from the address; None when it is no such thing."""
        found = _AFTER.fullmatch(typed) if typed.isascii() else None
        return After(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found, with what matched marked."""

    case: Case
    title: Sequence[Piece]
    sender: Sequence[Piece]
    text: Sequence[Piece]
    files: Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; ``next`` is None on the last one."""

    hits: Sequence[Hit]
    next: After | None


@dataclass(frozen=True, slots=True)
class KnownSender:
    """A correspondent who was found."""

    correspondent: Correspondent
    name: Sequence[Piece]
    address: Sequence[Piece]


def find(
    session: Session,
    user: User,
    typed: str,
    filters: Filters = Filters(),
    after: After | None = None,
    size: int = PAGE_SIZE,
) -> Found:
    """Return a page of the cases that *user* may see and that have all words in *typed*.

    Without words the filters alone choose; without either nothing is looked for.
    """
    wanted = wanted_words(typed)
    if not (wanted or filters.narrows):
        return Found([], None)
    asked = Asked(wanted, _marks(user, filters), filters.since, filters.until)
    exact = _exact(session, user, typed, asked)
    places = _places(session, asked, exact, after, size + 1)
    shown = places[:size]
    return Found(
        _hits(session, [place.case_id for place in shown], wanted),
        shown[-1] if len(places) > size else None,
    )


def find_correspondents(session: Session, user: User, typed: str) -> Sequence[KnownSender]:
    """Return the newest correspondents with all words in name or address, if *user* may see one
    of their cases.
    """
    wanted = wanted_words(typed)
    if not wanted:
        return []
    ids = correspondents_named(session, wanted, _visible(user), MOST_CORRESPONDENTS)
    rows = session.exec(select(Correspondent).where(col(Correspondent.id).in_(ids)))
    known = {row.id: row for row in rows}
    return [
        KnownSender(known[id_], marked(known[id_].name, wanted), marked(_where(known[id_]), wanted))
        for id_ in ids
    ]


def _visible(user: User) -> Sequence[str]:
    """Return the marks of cases that *user* may see: as ``people.rules.may_see``; none: all."""
    if may(user, Act.SEE_ALL_TEAMS):
        return []
    own = [mark("handler", user.id)]
    return [mark("team", user.team_id), *own] if user.team_id else own


def _marks(user: User, filters: Filters) -> Sequence[Sequence[str]]:
    states: Mapping[str, Sequence[str]] = {"open": OPEN_STATES, "closed": CLOSED_STATES}
    groups = [
        _visible(user),
        [mark("state", state) for state in states.get(filters.state, [filters.state]) if state],
        [mark("team", filters.team_id)] if filters.team_id else [],
        [mark("subject", filters.subject_id)] if filters.subject_id else [],
        [mark("channel", filters.channel)] if filters.channel else [],
    ]
    return [group for group in groups if group]


def _exact(session: Session, user: User, typed: str, asked: Asked) -> int | None:
    """Return the case whose number was typed, if it may be seen and is not filtered out."""
    number = NUMBER.fullmatch(typed) if typed.isascii() else None
    case = find_case(session, f"{number[1]}-{number[2]:>06}") if number else None
    if case is None or case.id is None or not may_see(user, case.team_id, case.handler_id):
        return None
    return case.id if is_one_of(session, asked, case.id) else None


def _places(
    session: Session, asked: Asked, exact: int | None, after: After | None, size: int
) -> Sequence[After]:
    places = [After(0, exact)] if exact and after is None else []
    tiers = ((1, cases_named), (2, cases_telling)) if asked.words else ((2, cases_telling),)
    for tier, ask in tiers:
        if after and after.tier > tier:
            continue
        below = after.case_id if after and after.tier == tier else None
        room = size - len(places)
        if room > 0:
            ids = ask(session, asked, below, room + (exact is not None))
            places += [After(tier, id_) for id_ in ids if id_ != exact][:room]
    return places


def _hits(session: Session, ids: Sequence[int], wanted: Sequence[Wanted]) -> Sequence[Hit]:
    rows = session.exec(
        select(Case, Correspondent)
        .join(Correspondent, col(Case.correspondent_id) == Correspondent.id)
        .where(col(Case.id).in_(ids))
    )
    found = {case.id: (case, sender) for case, sender in rows}
    texts, files = _texts(session, ids), _files(session, ids)
    return [_hit(*found[id_], texts[id_], files[id_], wanted) for id_ in ids if id_ in found]


def _hit(
    case: Case,
    sender: Correspondent,
    texts: Sequence[str],
    files: Sequence[str],
    wanted: Sequence[Wanted],
) -> Hit:
    who = sender.name
    if wanted and not met_in(who, wanted) and met_in(_where(sender), wanted):
        who = f"{who}, {_where(sender)}"
    best = max(texts, key=lambda text: different(met_in(text, wanted)), default="")
    return Hit(
        case=case,
        title=marked(case.title, wanted),
        sender=marked(who, wanted),
        text=snippet(best, wanted),
        files=[marked(name, wanted) for name in files if met_in(name, wanted)][:3],
    )


def _where(sender: Correspondent) -> str:
    parts = (sender.email, sender.street, f"{sender.postcode} {sender.place}".strip())
    return ", ".join(part for part in parts if part)


def _texts(session: Session, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the texts of cases, newest first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = session.exec(
        select(Message.case_id, Message.subject, func.substr(Message.text, 1, LONGEST_SHOWN))
        .where(col(Message.case_id).in_(ids))
        .order_by(col(Message.id).desc())
    )
    for case_id, subject, body in rows:
        found[case_id].append(tidied(body) or subject)
    return found


def _files(session: Session, ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = session.exec(
        select(Message.case_id, Attachment.filename)
        .join(Attachment, col(Attachment.message_id) == Message.id)
        .where(col(Message.case_id).in_(ids))
        .order_by(col(Attachment.id).desc())
    )
    for case_id, name in rows:
        found[case_id].append(name)
    return found
