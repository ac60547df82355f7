"""Who may come into Beheer?"""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
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
