"""How do people look at all that somebody sent and got, and correct who that is?"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base.web import LARGEST_ID, services
from tracker.people.rules import Act, may
from tracker.register import correspondent_acts as acts
from tracker.register.correspondent_acts import SeenPerson
from tracker.register.correspondent_forms import CorrespondentForm, MergeForm
from tracker.register.correspondent_queries import (
    CASES_SHOWN,
    MESSAGES_SHOWN,
    alike,
    cases_of,
    correspondent_for,
    kept_instead_of,
    merges_into,
    messages_of,
)
from tracker.register.wording import CORRESPONDENT_KINDS

bp = Blueprint("correspondents", __name__, url_prefix="/afzenders")


@bp.get("/<int:correspondent_id>")
def page(correspondent_id: int) -> ResponseReturnValue:
    """Show somebody with all that they sent and got, as far as the user may see it."""
    below_case, below_message = _key("zaken-na"), _key("berichten-na")
    with services().db.reading() as session:
        kept_id = kept_instead_of(session, correspondent_id)
        if kept_id != correspondent_id:
            return _to_page(kept_id)
        person = correspondent_for(session, correspondent_id, current_user)
        may_work = may(current_user, Act.WORK_ON_CASE)
        cases = cases_of(session, current_user, correspondent_id, below_case, CASES_SHOWN + 1)
        messages = messages_of(
            session, current_user, correspondent_id, below_message, MESSAGES_SHOWN + 1
        )
        return render_template(
            "register/correspondent.html",
            person=person,
            kind=CORRESPONDENT_KINDS[person.kind],
            cases=cases[:CASES_SHOWN],
            more_cases=len(cases) > CASES_SHOWN,
            messages=messages[:MESSAGES_SHOWN],
            more_messages=len(messages) > MESSAGES_SHOWN,
            is_first=not (below_case or below_message),
            alike=alike(session, current_user, person) if may_work else [],
            merges=merges_into(session, correspondent_id),
            may_work=may_work,
        )


@bp.route("/<int:correspondent_id>/gegevens", methods=["GET", "POST"])
def correct(correspondent_id: int) -> ResponseReturnValue:
    """Correct name, address and the like."""
    with services().db.reading() as session:
        person = correspondent_for(session, correspondent_id, current_user, Act.WORK_ON_CASE)
    form = CorrespondentForm.of(person)
    if form.validate_on_submit():
        seen = SeenPerson(correspondent_id, form.version.data or 0)
        acts.correct(services().db, services().clock, seen, current_user, form.changes())
        flash(_("De gegevens van de afzender zijn bewaard."), "done")
        return _to_page(correspondent_id)
    answer = render_template("register/correspondent_correct.html", person=person, form=form)
    return answer, 422 if form.errors else 200


@bp.route("/<int:correspondent_id>/samenvoegen/<int:other_id>", methods=["GET", "POST"])
def merge(correspondent_id: int, other_id: int) -> ResponseReturnValue:
    """Show two correspondents side by side, and make them one if a person says so."""
    with services().db.reading() as session:
        kept, gone = (
            correspondent_for(session, id_, current_user, Act.WORK_ON_CASE)
            for id_ in (correspondent_id, other_id)
        )
    form = MergeForm(version=kept.version, other_version=gone.version)
    if form.validate_on_submit():
        acts.merge(
            services().db,
            services().clock,
            SeenPerson(correspondent_id, form.version.data or 0),
            SeenPerson(other_id, form.other_version.data or 0),
            current_user,
        )
        flash(_("De afzenders zijn samengevoegd. U kunt dat hier weer ongedaan maken."), "done")
        return _to_page(correspondent_id)
    answer = render_template("register/correspondent_merge.html", kept=kept, gone=gone, form=form)
    return answer, 422 if form.errors else 200


@bp.post("/<int:correspondent_id>/samenvoegingen/<int:merge_id>/ongedaan")
def undo_merge(correspondent_id: int, merge_id: int) -> ResponseReturnValue:
    """Let two correspondents be two again."""
    gone_id = acts.undo_merge(
        services().db, services().clock, correspondent_id, merge_id, current_user
    )
    flash(_("Dit zijn weer twee afzenders, elk met de eigen zaken."), "done")
    return _to_page(gone_id)


def _key(name: str) -> int:
    key = request.args.get(name, 0, type=int)
    return key if 0 < key <= LARGEST_ID else 0


def _to_page(correspondent_id: int) -> ResponseReturnValue:
    return redirect(url_for("correspondents.page", correspondent_id=correspondent_id), code=303)
