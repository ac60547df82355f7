"""How do handlers and team leads see what to do next?"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session, select

from tracker.base.errors import NotAllowed, NotFound
from tracker.base.web import LARGEST_ID, services
from tracker.overview import screens
from tracker.overview.queries import (
    MOST_ROWS,
    WorkRow,
    counts_of_team,
    work_of,
    work_of_team,
    workload_of_team,
)
from tracker.people.models import Team
from tracker.people.rules import Act, may

bp = Blueprint("overview", __name__)


@bp.get("/mijn-werk")
def work() -> ResponseReturnValue:
    """Show what this handler can do, most urgent first."""
    if not may(current_user, Act.SEE_WORK):
        raise NotAllowed(_("Deze lijst is voor behandelaars en teamleiders."))
    today = services().today()
    whose = request.args.get("wie", "")
    with services().db.reading() as session:
        rows = work_of(session, current_user)
    shown = [row for row in rows if _belongs(row, whose)]
    sections = screens.sections(shown, today, current_user)
    return render_template(
        "overview/work.html",
        sections=sections,
        first=sections[0].lines[0] if sections else None,
        summary=screens.summary(screens.sections(rows, today, current_user)),
        whose=whose,
        counts={name: sum(_belongs(row, name) for row in rows) for name in ("", "mij", "niemand")},
        full=len(rows) == MOST_ROWS,
    )


@bp.get("/team")
def team() -> ResponseReturnValue:
    """Show how a team stands: what is late, whose desk it is on, who has how much."""
    if not may(current_user, Act.SEE_TEAM):
        raise NotAllowed(_("Dit overzicht is voor teamleiders."))
    today = services().today()
    with services().db.reading() as session:
        shown = _team_to_show(session)
        rows = work_of_team(session, shown.id or 0)
        return render_template(
            "overview/team.html",
            team=shown,
            may_assign=may(current_user, Act.ASSIGN_CASE),
            teams=session.exec(select(Team).order_by(Team.name)).all()
            if may(current_user, Act.SEE_ALL_TEAMS)
            else [],
            counts=counts_of_team(session, shown.id or 0, today),
            workload=workload_of_team(session, shown.id or 0, today),
            sections=screens.sections(rows, today, current_user),
            full=len(rows) == MOST_ROWS,
        )


def _team_to_show(session: Session) -> Team:
    asked = request.args.get("team", type=int)
    team_id = asked if asked and may(current_user, Act.SEE_ALL_TEAMS) else current_user.team_id
    if asked and asked != team_id:
        raise NotAllowed(_("Dit is het overzicht van een ander team."))
    known = team_id is None or 0 < team_id <= LARGEST_ID
    found = None
    if known:
        found = session.get(Team, team_id) if team_id else session.exec(select(Team)).first()
    if found is None:
        raise NotFound(_("Dit team bestaat niet (meer)."))
    return found


def _belongs(row: WorkRow, whose: str) -> bool:
    if whose == "mij":
        return bool(row.case.handler_id == current_user.id)
    return not row.handler if whose == "niemand" else True
