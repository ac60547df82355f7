"""How do people give a case another subject, and see first what that does?"""

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session

from tracker.base.errors import InvalidInput, NotAllowed
from tracker.base.web import services
from tracker.deadlines.regime import Regime
from tracker.people.models import Team
from tracker.people.rules import Act
from tracker.register import acts
from tracker.register.basis import basis_of
from tracker.register.blueprint import bp, page_with, seen, to_case
from tracker.register.effects import effects_of_subject
from tracker.register.fact_forms import SubjectForm
from tracker.register.models import Subject
from tracker.register.queries import subjects_in_use
from tracker.register.screens import regime_name
from tracker.register.standing import Standing, standing_of


@bp.route("/<number>/onderwerp", methods=["GET", "POST"])
def change_subject(number: str) -> ResponseReturnValue:
    """Give the case another subject, and with it another regime and team."""
    with services().db.reading() as session:
        found = acts.case_for(session, number, current_user, Act.WORK_ON_CASE)
        subjects = subjects_in_use(session)
        standing = standing_of(session, found, services().today())
        form = SubjectForm(version=found.version, subject_id=found.subject_id)
        form.offer(subjects)
        chosen = next((each for each in subjects if each.id == form.subject_id.data), None)
        regime = None
        if chosen:
            regime = basis_of(session).regime(chosen.regime, found.received_on)
        if regime and not form.is_submitted():
            form.show(standing.facts, regime)
        act, said = request.form.get("act"), []
        if form.validate_on_submit() and act != "choose" and chosen and regime:
            said = [*_foreseen(session, standing, form, chosen, regime)]
    if said and chosen and act == "save":
        return _save(number, form, chosen, regime, said[0])
    return page_with("register/subject.html", found, form, regime=regime, effects=said)


def _foreseen(
    session: Session, standing: Standing, form: SubjectForm, chosen: Subject, regime: Regime
) -> Sequence[str]:
    """Say what the other subject does; nothing when it cannot be, with the reason at its field."""
    case, today = standing.case, standing.today
    try:
        after = acts.foresee_subject(session, case, today, chosen, form.facts(regime))
    except InvalidInput as error:
        form.blame(error)
        return []
    moves = chosen.team_id != case.team_id
    return effects_of_subject(
        standing.reckoning,
        after,
        regime=regime_name(regime) if regime.code != standing.regime.code else "",
        team=session.get_one(Team, chosen.team_id).name if moves else "",
        leaves_desk=moves and case.handler_id is not None,
    )


def _save(
    number: str, form: SubjectForm, chosen: Subject, regime: Regime | None, effect: str
) -> ResponseReturnValue:
    """Keep it, and go back to the case: or home when a team has it that the user may not see."""
    here = services()
    facts, subject_id = form.facts(regime), chosen.id or 0
    acts.change_subject(here.db, here.clock, seen(number), current_user, subject_id, facts)
    flash(_("Het onderwerp is nu: %(name)s. %(effect)s", name=chosen.name, effect=effect), "done")
    with here.db.reading() as session:
        try:
            acts.case_for(session, number, current_user)
        except NotAllowed:
            return redirect("/", code=303)
    return to_case(number)
