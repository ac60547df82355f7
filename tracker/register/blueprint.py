"""What do all pages about a case share: their address, what the user saw, and where they lead?"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.base.errors import InvalidInput
from tracker.register.acts import Seen
from tracker.register.forms import SeenForm
from tracker.register.models import Case

bp = Blueprint("register", __name__, url_prefix="/zaken")


def seen(number: str) -> Seen:
    """Return the case as the user saw it when the form was opened.

    Raises:
        InvalidInput: the form does not say so.
    """
    try:
        return Seen(number=number, version=int(request.form.get("version", "")))
    except ValueError as error:
        raise InvalidInput(_("De pagina is verouderd. Open de zaak opnieuw.")) from error


def to_case(number: str) -> ResponseReturnValue:
    """Go to the page of the case."""
    return redirect(url_for("register.case", number=number), code=303)


def page_with(template: str, case: Case, form: SeenForm, **more: Any) -> ResponseReturnValue:
    """Show a form about a case, with 422 when something in it is wrong."""
    page = render_template(template, case=case, form=form, **more)
    return page, 422 if form.errors else 200
