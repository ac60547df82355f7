"""Which mail left the house, which did not, and which was not for us to answer?"""

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.admin.blueprint import bp, see_other
from tracker.admin.wording import MAIL_STATES
from tracker.base.errors import NotFound
from tracker.base.web import LARGEST_ID, services
from tracker.intake.queries import mail_set_aside
from tracker.intake.views import as_it_came_in
from tracker.outbox.models import OutboxMessage
from tracker.outbox.queries import OutboxState, outbox_lines, state_of
from tracker.outbox.service import try_again
from tracker.register.views import FRAME_POLICY

A_PAGE = 50


@bp.get("/beheer/uitgaand")
def mail_out() -> ResponseReturnValue:
    """List mail that left or must leave, newest first."""
    chosen = request.args.get("stand", "")
    state = OutboxState(chosen) if chosen in set(OutboxState) else None
    with services().db.reading() as session:
        lines = outbox_lines(session, state, A_PAGE, _before())
    return render_template(
        "admin/mail_out.html",
        lines=lines,
        chosen=chosen,
        states=MAIL_STATES,
        older=lines[-1].id if len(lines) == A_PAGE else None,
    )


@bp.get("/beheer/uitgaand/<int:outbox_id>")
def outgoing(outbox_id: int) -> ResponseReturnValue:
    """Show one mail as it left or will leave."""
    row = _outbox_row(outbox_id)
    return render_template("admin/outgoing.html", mail=row, state=state_of(row), states=MAIL_STATES)


@bp.get("/beheer/uitgaand/<int:outbox_id>/opmaak")
def outgoing_html(outbox_id: int) -> ResponseReturnValue:
    """Show the HTML of a mail, for a frame that may load and run nothing."""
    row = _outbox_row(outbox_id)
    if not row.html:
        raise NotFound(_("Dit bericht heeft geen opmaak."), outbox_id=outbox_id)
    # Made by our own templates, which escape; the frame's policy is the second lock.
    page = render_template("register/framed.html", html=Markup(row.html))  # noqa: S704
    response = Response(page)
    response.headers["Content-Security-Policy"] = FRAME_POLICY + "; frame-ancestors 'self'"
    return response


@bp.post("/beheer/uitgaand/<int:outbox_id>/opnieuw")
def retry(outbox_id: int) -> ResponseReturnValue:
    """Offer a mail that failed to the mail server again."""
    try_again(services().db, services().clock, outbox_id)
    flash(_("De mail wordt opnieuw verstuurd."), "done")
    return see_other(url_for("admin.outgoing", outbox_id=outbox_id))


@bp.get("/beheer/apart")
def set_aside() -> ResponseReturnValue:
    """List mail that opened no case, with the reason."""
    with services().db.reading() as session:
        rows = mail_set_aside(session, A_PAGE, _before())
    older = rows[-1].id if len(rows) == A_PAGE else None
    return render_template("admin/set_aside.html", rows=rows, older=older)


@bp.get("/beheer/apart/<int:ledger_id>/origineel")
def received_original(ledger_id: int) -> ResponseReturnValue:
    """Hand over a mail exactly as it came in."""
    return as_it_came_in(ledger_id)


def _outbox_row(outbox_id: int) -> OutboxMessage:
    with services().db.reading() as session:
        row = session.get(OutboxMessage, outbox_id)
    if row is None:
        raise NotFound(_("Dit bericht bestaat niet."), outbox_id=outbox_id)
    return row


def _before() -> int | None:
    before = request.args.get("voor", type=int)
    return before if before is not None and 0 < before <= LARGEST_ID else None
