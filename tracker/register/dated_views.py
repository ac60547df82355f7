"""How do people write down what happened, or mend a fact, and see first what it will do?"""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session

from tracker.base.errors import InvalidInput, NotFound
from tracker.base.web import services
from tracker.deadlines.clocks import Reckoning
from tracker.people.rules import Act
from tracker.register import acts
from tracker.register.blueprint import bp, page_with, seen, to_case
from tracker.register.dated_forms import DATED_FORMS, DatedForm
from tracker.register.effects import effect, effects
from tracker.register.fact_forms import FactsForm
from tracker.register.offers import INTROS, TITLES, extension_limit
from tracker.register.standing import Standing, standing_of


@bp.route("/<number>/vastleggen/<what>", methods=["GET", "POST"])
def write_down(number: str, what: str) -> ResponseReturnValue:
    """Put a dated event on the timeline, after showing what it does to the dates."""
    if what not in DATED_FORMS:
        raise NotFound(_("Deze pagina bestaat niet."))
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.WORK_ON_CASE)
        standing = standing_of(session, found, services().today())
        form = DATED_FORMS[what](version=found.version, on=services().today())
        form.suit(standing)
        after = _foreseen(session, standing, form) if form.validate_on_submit() else None
    said = _effects(form, standing, after) if after else []
    if after and request.form.get("act") == "confirm":
        acts.write_down(services().db, services().clock, seen(number), current_user, _dated(form))
        flash(_("Vastgelegd. %(effect)s", effect=said[0]), "done")
        return to_case(number)
    return page_with(
        "register/dated.html",
        found,
        form,
        title=TITLES[what],
        intro=INTROS[what],
        limit=extension_limit(standing) if what == "verlengen" else "",
        effects=said,
        asks_consent=what == "uitstel",
    )


@bp.route("/<number>/gegevens", methods=["GET", "POST"])
def correct_facts(number: str) -> ResponseReturnValue:
    """Mend the facts with which the dates are reckoned, after showing what that does."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.WORK_ON_CASE)
        standing = standing_of(session, found, services().today())
        form = FactsForm(version=found.version)
        form.fit(found.channel)
        if not form.is_submitted():
            form.show(standing.facts, standing.regime)
        changes = form.changes(standing.facts, standing.regime)
        after = None
        if form.validate_on_submit():
            after = _foreseen_facts(session, form, standing)
    said = [effect(standing.reckoning, after)] if after else []
    if after and request.form.get("act") == "confirm":
        correction = acts.Correction(known=standing.facts, changes=changes, why=form.why.data or "")
        try:
            acts.correct_facts(
                services().db, services().clock, seen(number), current_user, correction
            )
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("De gegevens zijn aangepast. %(effect)s", effect=said[0]), "done")
            return to_case(number)
    return page_with("register/correct.html", found, form, standing=standing, effects=said)


@bp.post("/<number>/brief-niet-nodig/<int:event_id>")
def letter_not_needed(number: str, event_id: int) -> ResponseReturnValue:
    """Say that a letter that the law wants was sent already, or need not be sent."""
    acts.letter_not_needed(services().db, services().clock, seen(number), current_user, event_id)
    flash(_("Dat staat op de tijdlijn."), "done")
    return to_case(number)


def _foreseen(session: Session, standing: Standing, form: DatedForm) -> Reckoning | None:
    """Reckon with the event; None when it cannot be, with the reason at its field.

    What only the law is against can be written down with a reason; then that is shown too.
    """
    case, today = standing.case, standing.today
    try:
        return acts.foresee(session, case, today, _dated(form))
    except InvalidInput as refused:
        if str(refused.message) == str(standing.problem):
            said = _("De datums van deze zaak kunnen niet opnieuw worden berekend.")
            form.form_errors.append(f"{said} {standing.problem}")
            return None
        if not refused.details.get("article"):
            form.blame(refused)
            return None
        form.refused = str(refused.message)
        if not (form.reason.data or "").strip():
            form.blame(refused)
            return None
    try:
        return acts.foresee(session, case, today, _dated(form))
    except InvalidInput as refused:
        form.blame(refused)
        return None


def _foreseen_facts(session: Session, form: FactsForm, standing: Standing) -> Reckoning | None:
    changes = form.changes(standing.facts, standing.regime)
    if not changes:
        form.form_errors.append(_("U hebt niets veranderd."))
        return None
    try:
        return acts.foresee_facts(session, standing.case, services().today(), changes)
    except InvalidInput as error:
        form.blame(error)
        return None


def _effects(form: DatedForm, standing: Standing, after: Reckoning) -> list[str]:
    event = _dated(form)
    said = effects(event.type, event.on, event.data, standing.regime, standing.reckoning, after)
    return list(said)


def _dated(form: DatedForm) -> acts.Dated:
    """Return what was filled in; a reason counts only when the law is against the event."""
    return acts.Dated(
        type=form.type,
        on=form.on.data or services().today(),
        data=form.data_of_event(),
        reason=(form.reason.data or "").strip() if form.refused else "",
    )
