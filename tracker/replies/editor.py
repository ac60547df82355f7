"""What do all pages share on which something to a correspondent is written and sent?"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base.errors import ChangedByColleague, Sentence
from tracker.base.web import services
from tracker.register.models import Case, Channel
from tracker.register.queries import case_file, letters_of
from tracker.replies import screens
from tracker.replies.forms import ReplyForm
from tracker.replies.models import Draft
from tracker.replies.queries import waiting_for_the_post
from tracker.replies.service import NewsCameIn, Written, send_reply

bp = Blueprint("replies", __name__, url_prefix="/zaken/<number>/antwoord")


def send(case: Case, written: Written) -> ResponseReturnValue:
    """Let it leave the house, and go on to the letter to print or back to the case."""
    message = send_reply(
        services().db, services().clock, services().settings, case.number, current_user, written
    )
    if message.channel is Channel.LETTER:
        flash(_("De brief is klaar. Druk hem af en doe hem op de post."), "done")
        target = url_for("replies.letter", number=case.number, message_id=message.id)
        return redirect(target, code=303)
    flash(_("Uw bericht gaat nu de deur uit."), "done")
    return redirect(url_for("register.case", number=case.number), code=303)


def editor(
    case: Case,
    form: ReplyForm,
    status: int = 200,
    theirs: Draft | None = None,
    conflict: ChangedByColleague | None = None,
    letter: Sentence = "",
) -> ResponseReturnValue:
    """Show the text with how it reads; ``letter`` names a standard letter that it is."""
    with services().db.reading() as session:
        shown = render_template(
            "replies/write.html",
            case=case,
            page=case_file(session, case.number),
            form=form,
            letters=letters_of(session, case.id or 0),
            reading=screens.reading(form.text.data or "", form.kind.data),
            waiting=waiting_for_the_post(session, case.id or 0),
            theirs=theirs,
            conflict=str(conflict.message) if conflict else "",
            news=isinstance(conflict, NewsCameIn),
            letter=letter,
        )
    return shown, status
