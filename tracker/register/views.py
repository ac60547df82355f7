"""How do people look at a case and act on it in the browser?"""

from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from tracker.base.errors import NotFound
from tracker.base.web import services
from tracker.people.rules import Act, may
from tracker.register import (
    acts,
    dated_views,
    screens,
    search_views,
    subject_views,
    taking_back_views,
)
from tracker.register.blueprint import bp, page_with, seen, to_case
from tracker.register.forms import AssignForm, CloseForm, ReopenForm
from tracker.register.models import ELECTRONIC, OPEN_STATES, Attachment, CaseState
from tracker.register.offers import acts_for
from tracker.register.owed import owed_letters
from tracker.register.panel import panel_of
from tracker.register.queries import (
    attachment_of,
    case_file,
    handlers_of,
    letters_of,
    message_of,
    timeline_of,
)
from tracker.register.standing import standing_of
from tracker.register.wording import CHANNELS, STATES

# The last four are pages that need only be imported.
__all__ = [
    "FRAME_POLICY",
    "bp",
    "dated_views",
    "search_views",
    "subject_views",
    "taking_back_views",
]

FRAME_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


@bp.get("/<number>")
def case(number: str) -> ResponseReturnValue:
    """Show a case: the letter, its clocks with their reasons, what happened, what to do."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user)
        page = case_file(session, number)
        standing = standing_of(session, found, services().today())
        letters = letters_of(session, found.id or 0)
        owed = owed_letters(found, standing.events, [letter.message for letter in letters])
        return render_template(
            "register/case.html",
            page=page,
            panel=panel_of(standing),
            problem=standing.problem,
            letters=letters,
            to_post=screens.to_post(letters),
            timeline=screens.timeline(
                timeline_of(session, found.id or 0),
                found,
                may_work=may(current_user, Act.WORK_ON_CASE),
            ),
            acts=acts_for(standing, current_user),
            next_act=screens.next_act(found, current_user, page.handler, owed) if page else None,
            regime_name=screens.regime_name(standing.regime),
            asks_facts=bool(standing.regime.asks) or found.channel not in ELECTRONIC,
            is_open=found.state in OPEN_STATES,
            may_work=may(current_user, Act.WORK_ON_CASE),
            may_assign=may(current_user, Act.ASSIGN_CASE),
        )


@bp.app_context_processor
def words() -> dict[str, Any]:
    """Give every template the words for states, channels and kinds of message."""
    return {
        "state_name": STATES.__getitem__,
        "channel_name": CHANNELS.__getitem__,
        "state_kind": screens.state_kind,
        "sent_as": screens.sent_as,
        "new_text": screens.new_text,
        "letter_files": screens.letter_files,
    }


@bp.post("/<number>/neem")
def take(number: str) -> ResponseReturnValue:
    """Put the case on one's own desk."""
    acts.take(services().db, services().clock, seen(number), current_user)
    flash(_("Zaak %(number)s ligt nu op uw bureau.", number=number), "done")
    return to_case(number)


@bp.route("/<number>/toewijzen", methods=["GET", "POST"])
def hand_to(number: str) -> ResponseReturnValue:
    """Put the case on somebody else's desk; the lead's act, so nobody else sees the page."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.ASSIGN_CASE)
        form = AssignForm(version=found.version, handler_id=found.handler_id or 0)
        handlers = handlers_of(session, found.team_id)
        form.offer(handlers)
    if form.validate_on_submit():
        chosen = form.handler_id.data or None
        acts.hand_to(services().db, services().clock, seen(number), current_user, chosen)
        names = {handler.id: handler.name for handler in handlers}
        if chosen:
            flash(_("%(name)s behandelt deze zaak nu.", name=names[chosen]), "done")
        else:
            flash(_("De zaak ligt weer op de stapel van het team."), "done")
        if request.form.get("back") == "team":
            return redirect(url_for("overview.team"), code=303)
        return to_case(number)
    return page_with("register/hand_to.html", found, form)


@bp.route("/<number>/afsluiten", methods=["GET", "POST"])
def close(number: str) -> ResponseReturnValue:
    """Close a case that needs no answer."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.WORK_ON_CASE)
    form = CloseForm(version=found.version)
    if form.validate_on_submit():
        acts.close_without_answer(
            services().db,
            services().clock,
            seen(number),
            current_user,
            CaseState(form.state.data),
            form.reason.data or "",
        )
        flash(_("Zaak %(number)s is gesloten.", number=number), "done")
        return to_case(number)
    return page_with("register/close.html", found, form)


@bp.route("/<number>/heropenen", methods=["GET", "POST"])
def reopen(number: str) -> ResponseReturnValue:
    """Open a closed case again."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.WORK_ON_CASE)
    form = ReopenForm(version=found.version)
    if form.validate_on_submit():
        acts.reopen(
            services().db, services().clock, seen(number), current_user, form.reason.data or ""
        )
        flash(_("Zaak %(number)s is weer open.", number=number), "done")
        return to_case(number)
    return page_with("register/reopen.html", found, form)


@bp.post("/<number>/gelezen")
def mark_read(number: str) -> ResponseReturnValue:
    """Say that the new message needs nothing more."""
    acts.mark_read(services().db, seen(number), current_user)
    flash(_("Het bericht staat op gelezen."), "done")
    return to_case(number)


@bp.get("/<number>/bestanden/<int:attachment_id>")
def attachment(number: str, attachment_id: int) -> ResponseReturnValue:
    """Hand over a file of the case, always as a download and never shown as a page."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user)
        file = attachment_of(session, found.id or 0, attachment_id)
    if file is None:
        raise NotFound(_("Dit bestand hoort niet (meer) bij deze zaak."))
    return _download(file)


@bp.get("/<number>/berichten/<int:message_id>/opmaak")
def message_html(number: str, message_id: int) -> ResponseReturnValue:
    """Show the cleaned HTML of a mail, for a frame that may load and run nothing."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user)
        message = message_of(session, found.id or 0, message_id)
    if message is None or not message.html:
        raise NotFound(_("Dit bericht heeft geen opmaak."))
    # Cleaned by nh3 when it came in; the frame's policy is the second lock.
    cleaned = Markup(message.html)  # noqa: S704
    response = Response(render_template("register/framed.html", html=cleaned))
    response.headers["Content-Security-Policy"] = FRAME_POLICY + "; frame-ancestors 'self'"
    return response


@bp.get("/<number>/berichten/<int:message_id>/origineel")
def original(number: str, message_id: int) -> ResponseReturnValue:
    """Hand over a mail exactly as it came in."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user)
        message = message_of(session, found.id or 0, message_id)
    if message is None or not message.raw_sha256:
        raise NotFound(_("Van dit bericht is geen origineel bewaard."))
    return send_file(
        services().files.kept(message.raw_sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"{number}-{message_id}.eml",
    )


def _download(file: Attachment) -> ResponseReturnValue:
    response = send_file(
        services().files.kept(file.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.filename,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
