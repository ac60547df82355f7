"""How do people take back what they wrote down wrongly, and see first what that does?"""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlmodel import Session

from tracker.base.errors import InvalidInput
from tracker.base.web import services
from tracker.people.rules import Act
from tracker.register import acts, taking_back
from tracker.register.blueprint import bp, page_with, seen, to_case
from tracker.register.clocks import taken_back
from tracker.register.dated_forms import form_of
from tracker.register.effects import effects_of_taking_back
from tracker.register.forms import TakeBackForm
from tracker.register.models import OPEN_STATES, Case, Event
from tracker.register.owed import is_written_about
from tracker.register.queries import letters_of, timeline_of
from tracker.register.screens import more_about
from tracker.register.standing import standing_of
from tracker.register.wording import EVENTS


@bp.route("/<number>/terugnemen/<int:event_id>", methods=["GET", "POST"])
def take_back(number: str, event_id: int) -> ResponseReturnValue:
    """Take an event back, after showing what that does to the dates."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.WORK_ON_CASE)
        happened = timeline_of(session, found.id or 0)
        history = [event for event, _who in happened]
        event = taking_back.event_to_take_back(history, event_id)
        if event_id in taken_back(history):  # a form that was sent twice, or an old page
            flash(_("Dit is al teruggenomen. De tijdlijn zegt door wie en waarom."), "info")
            return to_case(number)
        if refused := taking_back.why_not(event, found, ()):
            raise InvalidInput(refused, case_id=found.id)
        form = TakeBackForm(version=found.version)
        said = _foreseen(session, found, form, event) if form.validate_on_submit() else []
    if said and request.form.get("act") == "confirm":
        return _done(number, event, form.reason.data or "", said[0])
    return page_with(
        "register/take_back.html",
        found,
        form,
        event=event,
        what=EVENTS[event.type],
        more=more_about(event, history),
        who={each.id: who for each, who in happened}[event_id],
        effects=said,
    )


def _foreseen(session: Session, case: Case, form: TakeBackForm, event: Event) -> Sequence[str]:
    """Say what it does; nothing when it cannot be, with the reason above the form."""
    standing = standing_of(session, case, services().today())
    try:
        after = taking_back.foresee_taking_back(session, case, standing.today, event)
    except InvalidInput as refused:
        form.form_errors.append(refused.message)
        return []
    messages = [letter.message for letter in letters_of(session, case.id or 0)]
    told = is_written_about(event, messages)
    return effects_of_taking_back(event.type, standing.reckoning, after, told=told)


def _done(number: str, event: Event, why: str, effect: str) -> ResponseReturnValue:
    """Take it back, and lead to the form with which the right thing is written down."""
    here = services()
    taking_back.take_back(here.db, here.clock, seen(number), current_user, event.id or 0, why)
    with here.db.reading() as session:
        is_open = acts.case_for(session, number, current_user).state in OPEN_STATES
    said = Markup("{}").format(_("Teruggenomen. %(effect)s", effect=effect))
    if is_open:
        form = form_of(event.type, event.data)
        href = url_for("register.write_down", number=number, what=form)
        said += Markup(' <a href="{}">{}</a>').format(href, _("Leg het goed vast"))
    flash(said, "done")
    return to_case(number)
