"""Who may come into Beheer, and where does one go after something was done?"""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from tracker.people.rules import Act
from tracker.people.service import require
from tracker.people.views import signed_in

bp = Blueprint("admin", __name__)


@bp.before_request
def administrators_only() -> None:
    """Let only administrators in; the health check of a monitor is no page of Beheer."""
    if request.endpoint != "admin.health":
        require(signed_in(), Act.ADMINISTER)


def see_other(target: str) -> ResponseReturnValue:
    """Go to another page after something was done."""
    response: Response = redirect(target, 303)
    return response


def recalculating(done: str) -> Markup:
    """Say what was done, and that open cases get other dates by it, with the way to those."""
    link = Markup('<a href="{}">{}</a>').format(
        url_for("admin.recalculations"), _("Herberekeningen")
    )
    more = _("Open zaken worden nu opnieuw berekend. Bekijk de verschillen bij {link}.")
    return escape(done) + " " + escape(more).format(link=link)
