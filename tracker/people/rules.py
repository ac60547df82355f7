"""Who may do what, which cases may somebody see, and what is a fit password?"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from tracker.people.models import Role, User


class Act(StrEnum):
    """Something that not everybody may do."""

    REGISTER_LETTER = "register_letter"
    SEE_CASE = "see_case"
    WORK_ON_CASE = "work_on_case"
    ASSIGN_CASE = "assign_case"
    SEE_WORK = "see_work"
    SEE_TEAM = "see_team"
    SEE_ALL_TEAMS = "see_all_teams"
    ADMINISTER = "administer"


MAY: Mapping[Role, frozenset[Act]] = {
    Role.REGISTRAR: frozenset(
        {Act.REGISTER_LETTER, Act.SEE_CASE, Act.WORK_ON_CASE, Act.SEE_ALL_TEAMS}
    ),
    Role.HANDLER: frozenset({Act.SEE_CASE, Act.WORK_ON_CASE, Act.SEE_WORK}),
    Role.TEAM_LEAD: frozenset(
        {
            Act.REGISTER_LETTER,
            Act.SEE_CASE,
            Act.WORK_ON_CASE,
            Act.ASSIGN_CASE,
            Act.SEE_WORK,
            Act.SEE_TEAM,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Act.SEE_CASE, Act.SEE_TEAM, Act.SEE_ALL_TEAMS, Act.ADMINISTER}),
}
HOMES: Mapping[Role, str] = {
    Role.REGISTRAR: "/post",
    Role.HANDLER: "/mijn-werk",
    Role.TEAM_LEAD: "/team",
    Role.ADMINISTRATOR: "/beheer",
}
IN_A_TEAM = frozenset({Role.HANDLER, Role.TEAM_LEAD})
"""Roles that mean nothing without a team."""

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200


def may(user: User, act: Act) -> bool:
    """Tell whether *user* may do *act*; somebody who left may do nothing."""
    return user.active and act in MAY[user.role]


def has_desk(user: User) -> bool:
    """Tell whether work can lie with *user*: somebody who has a list of it, and works here."""
    return may(user, Act.SEE_WORK)


def roles_that_may(act: Act) -> Sequence[Role]:
    """Return the roles to which *act* belongs."""
    return [role for role in Role if act in MAY[role]]


def may_see(user: User, team_id: int, handler_id: int | None) -> bool:
    """Tell whether *user* may see a case of this team that lies on this handler's desk."""
    if not may(user, Act.SEE_CASE):
        return False
    if may(user, Act.SEE_ALL_TEAMS):
        return True
    return user.team_id == team_id or (handler_id is not None and user.id == handler_id)


def home_of(user: User) -> str:
    """Return the path of the page that *user* sees first."""
    return HOMES[user.role]


def is_own_path(target: str) -> bool:
    """Tell whether *target* is a path of this app, so that no link can send people elsewhere.

    Browsers read a backslash as a slash and skip control characters, so both are refused.
    """
    if not target.startswith("/") or target.startswith("//"):
        return False
    return "\\" not in target and target.isprintable()


def tidy_email(email: str) -> str:
    """Return an address as we store it: without spaces around it, in small letters."""
    return email.strip().lower()
