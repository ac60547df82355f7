"""How do people send the letters that the law wants, from a text that stands ready?"""

from secrets import token_urlsafe

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base.errors import ChangedByColleague, InvalidInput, NotFound
from tracker.base.web import services
from tracker.people.rules import Act
from tracker.register.acts import case_for
from tracker.register.clocks import events_of
from tracker.register.models import Case, Event, ReplyKind
from tracker.register.owed import letter_with
from tracker.register.queries import last_news_id
from tracker.register.wording import LETTERS
from tracker.replies.editor import bp, editor, send
from tracker.replies.forms import ReplyForm
from tracker.replies.queries import last_reply_id
from tracker.replies.service import Written
from tracker.replies.standard_letters import standard_letter


@bp.route("/bij/<int:event_id>", methods=["GET", "POST"])
def law_letter(number: str, event_id: int) -> ResponseReturnValue:
    """Write the letter that the law wants with an event, from its standard text."""
    with services().db.reading() as session:
        case = case_for(session, number, current_user, Act.WORK_ON_CASE)
        events = events_of(session, case)
    event = next((each for each in events if each.id == event_id), None)
    letter = letter_with(event, events) if event else ""
    if event is None or not letter:
        raise NotFound(_("Deze brief hoort niet (meer) bij deze zaak."))
    return _write(case, letter, event)


@bp.route("/instemming", methods=["GET", "POST"])
def ask_consent(number: str) -> ResponseReturnValue:
    """Ask whether the answer may come later; the date moves only when they agreed in writing."""
    with services().db.reading() as session:
        case = case_for(session, number, current_user, Act.WORK_ON_CASE)
    return _write(case, "instemming", None)


def _write(case: Case, letter: str, event: Event | None) -> ResponseReturnValue:
    if request.method == "GET":
        return editor(case, _opened(case, letter, event), letter=LETTERS[letter])
    form = ReplyForm()
    if not form.validate():
        return editor(case, form, 422, letter=LETTERS[letter])
    if request.form.get("act") != "send":
        return editor(case, form, letter=LETTERS[letter])
    try:
        return send(case, _written(form, letter, event))
    except InvalidInput as error:
        field = form._fields.get(error.field, form.text)
        field.errors = [*field.errors, error.message]
        return editor(case, form, 422, letter=LETTERS[letter])
    except ChangedByColleague as error:
        with services().db.reading() as session:
            form.seen_reply.data = last_reply_id(session, case.id or 0)
            form.seen_news.data = last_news_id(session, case.id or 0)
        form.seen_reply.raw_data = form.seen_news.raw_data = None
        return editor(case, form, 409, conflict=error, letter=LETTERS[letter])


def _opened(case: Case, letter: str, event: Event | None) -> ReplyForm:
    with services().db.reading() as session:
        text = standard_letter(
            session,
            case,
            letter,
            event,
            current_user,
            services().settings,
            services().today(),
        )
        seen_reply = last_reply_id(session, case.id or 0)
        seen_news = last_news_id(session, case.id or 0)
    return ReplyForm(
        draft_version=0,
        seen_reply=seen_reply,
        seen_news=seen_news,
        text=text,
        kind=ReplyKind.INTERIM.value,
        once=token_urlsafe(24),
    )


def _written(form: ReplyForm, letter: str, event: Event | None) -> Written:
    """Return what was written: never an answer, so that no clock for the answer stops."""
    return Written(
        text=form.text.data or "",
        kind=ReplyKind.INTERIM,
        seen_version=0,
        seen_reply=form.seen_reply.data or 0,
        seen_news=form.seen_news.data or 0,
        once=form.once.data or "",
        letter=letter,
        letter_for=event.id if event else None,
    )
