"""How does an administrator say which law and norms a kind of letter has?"""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.admin.blueprint import bp, recalculating, see_other
from tracker.admin.forms import SubjectForm
from tracker.admin.queries import subjects_and_teams
from tracker.admin.service import SubjectInput, add_subject, change_subject
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.web import services
from tracker.base.words import both
from tracker.deadlines.terms import parse_length
from tracker.people.queries import teams
from tracker.register.basis import basis_of
from tracker.register.models import Subject


@bp.get("/beheer/onderwerpen")
def subjects() -> ResponseReturnValue:
    """List the kinds of matter with their regime, team and norms."""
    with services().db.reading() as session:
        found = subjects_and_teams(session)
        regimes = basis_of(session).newest()
    names = {code: str(both(row.name_nl, row.name_en)) for code, row in regimes.items()}
    return render_template(
        "admin/subjects.html", subjects=found, regime_name=names.__getitem__, norm_name=_norm_name
    )


@bp.route("/beheer/onderwerpen/nieuw", methods=["GET", "POST"])
def new_subject() -> ResponseReturnValue:
    """Add a kind of matter."""
    form = _form()
    if not form.is_submitted():
        form.acknowledge_number.data, form.acknowledge_unit.data = 2, "working day"
        form.answer_number.data, form.answer_unit.data = 15, "working day"
    if form.validate_on_submit():
        try:
            subject = add_subject(services().db, _input(form))
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("Onderwerp %(name)s is toegevoegd.", name=subject.name), "done")
            return see_other(url_for("admin.subjects"))
    return _page(form, None)


@bp.route("/beheer/onderwerpen/<int:subject_id>", methods=["GET", "POST"])
def subject(subject_id: int) -> ResponseReturnValue:
    """Change a kind of matter; the dates of its open cases follow the norms."""
    form = _form()
    with services().db.reading() as session:
        found = session.get(Subject, subject_id)
    if found is None:
        raise NotFound(_("Dit onderwerp bestaat niet."), subject_id=subject_id)
    if form.validate_on_submit():
        try:
            other_norm = change_subject(
                services().db, subject_id, form.version.data or 0, _input(form)
            )
        except InvalidInput as error:
            form.blame(error)
        else:
            saved = _("Het onderwerp is bewaard.")
            flash(recalculating(saved) if other_norm else saved, "done")
            return see_other(url_for("admin.subjects"))
    elif not form.is_submitted():
        form.show(found)
    return _page(form, found)


def _form() -> SubjectForm:
    form = SubjectForm()
    with services().db.reading() as session:
        form.offer(teams(session), basis_of(session).newest())
    return form


def _input(form: SubjectForm) -> SubjectInput:
    return SubjectInput(
        name=form.name.data or "",
        regime=form.regime.data,
        team_id=form.team_id.data,
        acknowledge_within=form.norm("acknowledge"),
        answer_within=form.norm("answer"),
        active=bool(form.active.data),
    )


def _page(form: SubjectForm, found: Subject | None) -> ResponseReturnValue:
    page = render_template("admin/subject.html", form=form, subject=found)
    return page, 422 if form.errors else 200


def _norm_name(norm: str) -> str:
    length = parse_length(norm, "norm")
    return str(both(length.nl, length.en))
