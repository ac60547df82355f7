"""What does somebody see when something goes wrong, and what do we write down about it?

The one place where errors end: each is logged once, here, and shown as a page.
"""

import errno
import traceback
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request, template_rendered
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from tracker.base.errors import ChangedByColleague, NotAllowed, NotFound, TrackerError, Unavailable
from tracker.base.log import get_logger
from tracker.base.typed import typed_fields

log = get_logger(__name__)

WORTH_ANOTHER_TRY = frozenset({400, 401, 500, 503})
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
DISK_FULL = _l("De schijf is vol. Er kan nu niets worden bewaard. Waarschuw de beheerder.")
SHOWN_BY_FORMS = {409: "ChangedByColleague", 422: "InvalidInput", 429: "TooManyAttempts"}
LAST_RESORT = (
    "Er ging iets mis. Probeer het later opnieuw. / Something went wrong. Try again later."
)


class SessionExpired(TrackerError):
    """The form is older than the session."""

    status, title = 400, _l("Uw sessie is verlopen")


class BadRequest(TrackerError):
    """The browser sent something that no page of ours sends."""

    status, title = 400, _l("Dit begrijpen wij niet")


class NotHere(TrackerError):
    """The page is there, but does not do this."""

    status, title = 405, _l("Dat kan hier niet")


class TooLarge(TrackerError):
    """An upload is over the limit."""

    status, title = 413, _l("Dit bestand is te groot")


def show_errors(app: Flask) -> None:
    """Let every error end in a page of our own, and every refusal in the log."""
    app.register_error_handler(Exception, show_error)
    template_rendered.connect(_note_wrong_fields, app)
    app.after_request(_write_down_refusal)


def show_error(error: Exception) -> ResponseReturnValue:
    """Log the error and show it; whatever was typed stays on the page."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error  # a redirect, for instance to the address with a slash
    known = as_our_own(error)
    _write_down(error, known)
    g.showing_error = True
    try:
        return _page(known), known.status
    except Exception as failure:
        log.critical("error_page_failed", cause=type(failure).__name__, where=_where(failure))
        return LAST_RESORT, 500, {"Content-Type": "text/plain; charset=utf-8"}


def _note_wrong_fields(_app: Flask, context: dict[str, Any], **_more: Any) -> None:
    """Remember which fields of the form on the page are wrong; their names, not what they hold."""
    if (form := context.get("form")) is not None and form.errors:
        g.wrong_fields = sorted(name or "form" for name in form.errors)


def _write_down_refusal(response: Response) -> Response:
    """Log what a form refused: its own page shows it, so no error comes by here."""
    if response.status_code in SHOWN_BY_FORMS and "showing_error" not in g:
        log.warning(
            "form_refused",
            status=response.status_code,
            cause=SHOWN_BY_FORMS[response.status_code],
            fields=g.get("wrong_fields", []),
        )
    return response


def as_our_own(error: Exception) -> TrackerError:
    """Return the error as one with a sentence for the user."""
    if isinstance(error, TrackerError):
        return error
    if isinstance(error, HTTPException):
        return _from_http(error)
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        return _from_database(error)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return Unavailable(DISK_FULL, cause=error.strerror, errno=error.errno)
    if isinstance(error, StaleDataError):
        return ChangedByColleague(_l("Een collega veranderde dit op hetzelfde moment."))
    return TrackerError(
        _l("Dit hadden wij niet verwacht. Probeer het later opnieuw of vraag de beheerder.")
    )


def _from_http(error: HTTPException) -> TrackerError:
    if isinstance(error, CSRFError):
        return SessionExpired(_l("Uw sessie is verlopen. Er is nog niets bewaard."))
    if isinstance(error, RequestEntityTooLarge):
        limit = current_app.extensions["tracker"].settings.upload_limit_mb
        return TooLarge(
            _l("Samen mogen bestanden hooguit %(limit)s MB zijn. Kies kleinere.", limit=limit)
        )
    if isinstance(error, MethodNotAllowed):
        return NotHere(_l("Deze pagina kunt u zo niet gebruiken. Begin opnieuw bij het menu."))
    if error.code == 404:
        return NotFound(_l("Deze pagina bestaat niet (meer). Controleer het adres."))
    if error.code == 403:
        return NotAllowed(_l("Dit hoort niet bij uw taak."))
    if (error.code or 500) < 500:
        return BadRequest(_l("De aanvraag klopt niet. Ga terug en probeer het opnieuw."))
    return TrackerError(_l("Probeer het later opnieuw of vraag de beheerder."))


def _from_database(error: Exception) -> TrackerError:
    cause = str(getattr(error, "orig", error))
    if "full" in cause.lower():
        sentence = DISK_FULL
    elif "locked" in cause.lower():
        sentence = _l("De database is even bezet. Probeer het over een minuut opnieuw.")
    else:
        sentence = _l("De database is even niet bereikbaar. Probeer het straks opnieuw.")
    return Unavailable(sentence, cause=cause[:200])


def _write_down(error: Exception, known: TrackerError) -> None:
    """Log the cause once: the kind of error, where, and ids; never its message or the form.

    The message of an unexpected error may quote what somebody typed.
    """
    kind, origin, about = type(error).__name__, error.__cause__, _about(known)
    if known.status >= 500 and not isinstance(error, TrackerError):
        log.error(
            "request_failed", status=known.status, cause=kind, where=_where(error), **_about(known)
        )
    else:
        log.warning(
            "request_refused",
            status=known.status,
            cause=kind,
            origin=type(origin).__name__ if origin else None,
            **about,
        )


def _about(known: TrackerError) -> dict[str, object]:
    return {f"about_{name}": value for name, value in known.details.items()}


def _where(error: BaseException) -> list[str]:
    """Return the last steps to the error and to what caused it, without any values."""
    steps = [
        f"{Path(step.filename).name}:{step.lineno} {step.name}"
        for step in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    cause = error.__cause__ or error.__context__
    return steps if cause is None else [*steps, f"from {type(cause).__name__}", *_where(cause)]


def _page(error: TrackerError) -> str:
    typed = typed_fields()
    again = typed.can_be_sent_again and error.status in WORTH_ANOTHER_TRY
    retry = {
        "action": request.full_path.rstrip("?"),
        "label": _("Opnieuw proberen"),
        "fields": typed.fields,
    }
    back_href, back_label = _way_back()
    return render_template(
        "errors/error.html",
        error=error,
        typed=typed.shown,
        what_to_do=_("Kies uw bestanden daarna opnieuw.") if typed.had_files else "",
        retry=retry if again else None,
        back_href=back_href,
        back_label=back_label,
    )


def _way_back() -> tuple[str, str]:
    """Return the form that was sent, else the nearest page above it, else the first page."""
    path = request.path if request.method == "POST" else ""
    known = current_app.url_map.bind("")
    while path.count("/") > 1 or path == request.path != "/":
        if "GET" in known.allowed_methods(path):
            here = path == request.path
            return path, _("Terug naar het formulier") if here else _("Terug")
        path = path.rpartition("/")[0]
    return "/", _("Naar het begin")
