"""Which dates moved because rules, calendar, regimes or norms changed, and on which cases?"""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.admin.blueprint import bp
from tracker.admin.recalculation_queries import Round, failures, moves, round_of, rounds
from tracker.base.errors import NotFound
from tracker.base.web import LARGEST_ID, services
from tracker.base.words import both
from tracker.register.wording import CLOCKS, causes_in_words

A_PAGE = 50
LINES = 100


@bp.get("/beheer/herberekeningen")
def recalculations() -> ResponseReturnValue:
    """List the times that open cases were reckoned anew, newest first."""
    with services().db.reading() as session:
        found = rounds(session, _key("voor"), A_PAGE)
    return render_template(
        "admin/recalculations.html",
        rounds=found,
        why=why,
        older=found[-1].recalculation.id if len(found) == A_PAGE else None,
    )


@bp.get("/beheer/herberekeningen/<int:recalculation_id>")
def recalculation(recalculation_id: int) -> ResponseReturnValue:
    """Show one recalculation: what moved, and which cases could not be reckoned."""
    after = _key("na") or 0
    with services().db.reading() as session:
        found = round_of(session, recalculation_id)
        if found is None:
            raise NotFound(_("Deze herberekening bestaat niet."), recalculation_id=recalculation_id)
        lines = moves(session, recalculation_id, after, LINES)
        failed = failures(session, recalculation_id, LINES) if not after else []
    return render_template(
        "admin/recalculation.html",
        round=found,
        lines=lines,
        failed=failed,
        after=after,
        more=lines[-1].id if len(lines) == LINES else None,
        why=why,
        clock_name=CLOCKS.__getitem__,
        in_days=in_days,
        sentence=both,
    )


def why(found: Round) -> str:
    """Return in words what had changed."""
    return causes_in_words(found.causes) or _("de eerste keer")


def in_days(days: int | None) -> str:
    """Return how much later or earlier a date is, in calendar days."""
    if days is None:
        return ""
    if days < 0:
        return str(ngettext("1 dag eerder", "%(num)s dagen eerder", -days))
    return str(ngettext("1 dag later", "%(num)s dagen later", days))


def _key(name: str) -> int | None:
    key = request.args.get(name, type=int)
    return key if key is not None and 0 < key <= LARGEST_ID else None
