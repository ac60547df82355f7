"""How does an administrator look after the mailboxes?"""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import col, select

from tracker.admin.blueprint import bp, see_other
from tracker.admin.mailbox_forms import MailboxForm
from tracker.admin.mailbox_queries import MailboxLine, mailbox_lines
from tracker.admin.mailbox_screens import (
    SECURITY_NAMES,
    SIGN_IN_NAMES,
    STATES,
    findings_in_words,
    kept_secrets,
)
from tracker.admin.mailbox_service import add_mailbox, change_mailbox
from tracker.base.errors import InvalidInput, NotFound, Sentence, Unavailable
from tracker.base.log import get_logger
from tracker.base.web import services
from tracker.intake.mailbox_check import Findings, check_mailbox
from tracker.intake.models import Mailbox
from tracker.people.queries import teams
from tracker.register.basis import basis_of
from tracker.register.models import Subject

log = get_logger(__name__)


@bp.get("/beheer/postbussen")
def mailboxes() -> ResponseReturnValue:
    """List the mailboxes and how each does."""
    with services().db.reading() as session:
        lines = mailbox_lines(session, services().settings, services().clock())
    return render_template("admin/mailboxes.html", lines=lines, states=STATES)


@bp.route("/beheer/postbussen/nieuw", methods=["GET", "POST"])
def new_mailbox() -> ResponseReturnValue:
    """Add a mailbox."""
    form = _form()
    if not form.is_submitted():
        form.begin()
    elif form.validate():
        try:
            row = add_mailbox(services().db, services().settings, form.input())
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("De postbus is toegevoegd. Test nu de verbinding."), "done")
            return see_other(url_for("admin.mailbox", mailbox_id=row.id))
    return _form_page(form, None)


@bp.get("/beheer/postbussen/<int:mailbox_id>")
def mailbox(mailbox_id: int) -> ResponseReturnValue:
    """Show one mailbox: how it is set up, and how it does."""
    return _page(_line(mailbox_id))


@bp.route("/beheer/postbussen/<int:mailbox_id>/wijzigen", methods=["GET", "POST"])
def edit_mailbox(mailbox_id: int) -> ResponseReturnValue:
    """Change a mailbox."""
    with services().db.reading() as session:
        row = session.get(Mailbox, mailbox_id)
    if row is None:
        raise NotFound(_("Deze postbus bestaat niet (meer)."), mailbox_id=mailbox_id)
    form = _form()
    if not form.is_submitted():
        form.show(row)
    elif form.validate():
        seen = form.version.data or 0
        try:
            change_mailbox(services().db, services().settings, mailbox_id, seen, form.input())
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("De postbus is bewaard. Test nu de verbinding."), "done")
            return see_other(url_for("admin.mailbox", mailbox_id=mailbox_id))
    return _form_page(form, row)


@bp.post("/beheer/postbussen/<int:mailbox_id>/proef")
def try_mailbox(mailbox_id: int) -> ResponseReturnValue:
    """Sign in to a mailbox and tell what is there, or what is wrong."""
    line, here = _line(mailbox_id), services()
    try:
        found = check_mailbox(here.db, here.clock, here.settings, line.account)
    except Unavailable as error:
        log.info("mailbox_tried", mailbox_id=mailbox_id, cause=str(error)[:300])
        return _page(line, trouble=error.message)
    log.info("mailbox_tried", mailbox_id=mailbox_id, messages=found.messages)
    return _page(line, found)


def _line(mailbox_id: int) -> MailboxLine:
    with services().db.reading() as session:
        lines = mailbox_lines(session, services().settings, services().clock())
    for line in lines:
        if line.account.id == mailbox_id:
            return line
    raise NotFound(_("Deze postbus bestaat niet (meer)."), mailbox_id=mailbox_id)


def _page(
    line: MailboxLine, found: Findings | None = None, trouble: Sentence = ""
) -> ResponseReturnValue:
    return render_template(
        "admin/mailbox.html",
        line=line,
        box=line.account,  # not account: that is who is signed in
        states=STATES,
        found=found,
        sentences=findings_in_words(line.account, found) if found else (),
        trouble=trouble,
        secrets=kept_secrets(services().settings, line.account),
        securities=SECURITY_NAMES,
        sign_ins=SIGN_IN_NAMES,
    )


def _form() -> MailboxForm:
    form = MailboxForm()
    with services().db.reading() as session:
        regimes = basis_of(session).newest()
        in_use = session.exec(
            select(Subject).where(col(Subject.active)).order_by(col(Subject.name))
        ).all()
        form.offer(teams(session), [each for each in in_use if not regimes[each.regime].needs])
    return form


def _form_page(form: MailboxForm, row: Mailbox | None) -> ResponseReturnValue:
    page = render_template("admin/mailbox_form.html", form=form, mailbox=row)
    return page, 422 if form.errors else 200
