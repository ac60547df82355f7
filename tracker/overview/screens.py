"""What do the work lists show, in the reader's language?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base.errors import Sentence
from tracker.overview.queries import WorkRow
from tracker.overview.rules import Group, group_of
from tracker.people.models import User
from tracker.register.clocks import days_left
from tracker.register.models import OPEN_STATES, CaseState
from tracker.register.wording import CLOCKS

GROUPS: Mapping[Group, Sentence] = {
    Group.NEWS: _l("Nieuw bericht van de inwoner"),
    Group.LATE: _l("Te laat"),
    Group.TODAY: _l("Vandaag"),
    Group.WEEK: _l("Binnen vijf werkdagen"),
    Group.LATER: _l("Later"),
    Group.WAITING: _l("Wacht op de inwoner"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a list."""

    row: WorkRow
    days_left: int | None
    group: Group
    clock: Sentence
    next_step: str


@dataclass(frozen=True, slots=True)
class Section:
    """One group of a list, with its cases."""

    group: Group
    name: Sentence
    lines: Sequence[Line]


def sections(rows: Sequence[WorkRow], today: date, user: User) -> Sequence[Section]:
    """Return the list in groups, in the order in which to work; empty groups are left out."""
    lines = [line(row, today, user) for row in rows]
    found = []
    for group, name in GROUPS.items():
        inside = [each for each in lines if each.group is group]
        if inside:
            found.append(Section(group, name, inside))
    return found


def line(row: WorkRow, today: date, user: User) -> Line:
    """Return how one case stands today."""
    case = row.case
    left = days_left(case.next_by, today) if case.next_by else None
    group = group_of(
        case.next_clock,
        left,
        closed=case.state not in OPEN_STATES,
        unread=case.unread_message,
        suspended=case.state is CaseState.WAITING,
    )
    return Line(row, left, group, CLOCKS.get(case.next_clock, ""), _next_step(row, group, user))


def _next_step(row: WorkRow, group: Group, user: User) -> str:
    if row.case.unread_message:
        return _("Lees het nieuwe bericht")
    if not row.handler:
        return _("Nog van niemand: neem hem")
    if group is Group.WAITING:
        return _("Wacht op de aanvulling")
    if row.case.suspended_since is not None:
        return _("De tijd om te reageren is voorbij: kijk wat er moet")
    if row.case.next_clock == "acknowledge":
        return _("Bevestig de ontvangst")
    return _("Schrijf het antwoord")


def summary(found: Sequence[Section]) -> str:
    """Return one sentence on how the work stands."""
    numbers = {section.group: len(section.lines) for section in found}
    late, today = numbers.get(Group.LATE, 0), numbers.get(Group.TODAY, 0)
    if late:
        return str(ngettext("1 zaak is te laat.", "%(num)s zaken zijn te laat.", late))
    if today:
        return str(
            ngettext("1 zaak moet vandaag klaar.", "%(num)s zaken moeten vandaag klaar.", today)
        )
    return str(_("Niets is te laat."))
