"""How do people write a reply, see how it reads, and send it?"""

from secrets import token_urlsafe

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.base.web import services
from tracker.people.rules import Act
from tracker.register.acts import case_for
from tracker.register.models import Case, Channel, ReplyKind
from tracker.register.queries import case_file, last_news_id, message_of
from tracker.replies import letter_views, screens
from tracker.replies.editor import bp, editor, send
from tracker.replies.forms import PostedForm, ReplyForm
from tracker.replies.queries import draft_of, last_reply_id
from tracker.replies.service import Written, posted, save_draft

__all__ = ["bp", "letter_views"]  # the pages that need only be imported


@bp.get("")
def write(number: str) -> ResponseReturnValue:
    """Show the letter, the draft beside it, and how the draft reads."""
    with services().db.reading() as session:
        case = case_for(session, number, current_user, Act.WORK_ON_CASE)
        draft = draft_of(session, case.id or 0)
        seen_reply = last_reply_id(session, case.id or 0)
        seen_news = last_news_id(session, case.id or 0)
        page = case_file(session, number)
    form = ReplyForm(
        draft_version=draft.version if draft else 0,
        seen_reply=seen_reply,
        seen_news=seen_news,
        text=draft.text
        if draft
        else screens.opening(page, current_user.name, services().settings.municipality),
        kind=draft.kind.value if draft else ReplyKind.ANSWER.value,
        once=token_urlsafe(24),
    )
    return editor(case, form)


@bp.post("")
def save(number: str) -> ResponseReturnValue:
    """Keep, check or send what was written; whatever goes wrong, the text stays on the page."""
    form = ReplyForm()
    with services().db.reading() as session:
        case = case_for(session, number, current_user, Act.WORK_ON_CASE)
    if not form.validate():
        return editor(case, form, status=422)
    act = request.form.get("act", "keep")
    if act == "check":
        return editor(case, form)
    try:
        return send(case, _written(form)) if act == "send" else _keep(case, form)
    except InvalidInput as error:
        field = form._fields.get(error.field, form.text)
        field.errors = [*field.errors, error.message]
        return editor(case, form, status=422)
    except ChangedByColleague as error:
        return _beside_the_colleagues(case, form, error)


@bp.post("/lees")
def read_along(number: str) -> ResponseReturnValue:
    """Return how the text reads, as a part of the page, while somebody types."""
    with services().db.reading() as session:
        case_for(session, number, current_user, Act.WORK_ON_CASE)
    text = request.form.get("text", "")
    kind = request.form.get("kind", ReplyKind.ANSWER.value)
    return render_template("replies/_reading.html", reading=screens.reading(text, kind))


@bp.route("/brief/<int:message_id>", methods=["GET", "POST"])
def letter(number: str, message_id: int) -> ResponseReturnValue:
    """Show a letter to print, and write down when it went to the post."""
    with services().db.reading() as session:
        case = case_for(session, number, current_user, Act.WORK_ON_CASE)
        page = case_file(session, number)
        message = message_of(session, case.id or 0, message_id)
    if message is None or message.channel is not Channel.LETTER or message.kind is None:
        raise NotFound(_("Deze brief bestaat niet (meer)."))
    form = PostedForm(on=services().today())
    if form.validate_on_submit():
        try:
            posted(
                services().db,
                services().clock,
                number,
                current_user,
                message_id,
                form.on.data or services().today(),
            )
        except InvalidInput as error:
            form.on.errors = [error.message]
        else:
            flash(_("De brief staat als verstuurd op de tijdlijn."), "done")
            return redirect(url_for("register.case", number=number), code=303)
    shown = render_template(
        "replies/letter.html",
        page=page,
        message=message,
        form=form,
        written_on=screens.letter_date(message),
    )
    return shown, 422 if form.errors else 200


def _keep(case: Case, form: ReplyForm) -> ResponseReturnValue:
    save_draft(services().db, services().clock, case.number, current_user, _written(form))
    flash(_("Uw concept is bewaard."), "done")
    return redirect(url_for("replies.write", number=case.number), code=303)


def _written(form: ReplyForm) -> Written:
    return Written(
        text=form.text.data or "",
        kind=ReplyKind(form.kind.data),
        seen_version=form.draft_version.data or 0,
        seen_reply=form.seen_reply.data or 0,
        seen_news=form.seen_news.data or 0,
        reason=form.reason.data or "",
        once=form.once.data or "",
    )


def _beside_the_colleagues(
    case: Case, form: ReplyForm, error: ChangedByColleague
) -> ResponseReturnValue:
    """Show both texts; saving again is then a choice that was made knowingly."""
    with services().db.reading() as session:
        theirs = draft_of(session, case.id or 0)
        form.seen_reply.data = last_reply_id(session, case.id or 0)
        form.seen_news.data = last_news_id(session, case.id or 0)
    form.draft_version.data = theirs.version if theirs else 0
    for seen in (form.draft_version, form.seen_reply, form.seen_news):
        seen.raw_data = None
    return editor(case, form, status=409, theirs=theirs, conflict=error)
