"""How does an administrator look at the regimes of the law, and write down those of our own?"""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.admin.blueprint import bp, recalculating, see_other
from tracker.admin.queries import subjects_of_regime
from tracker.admin.regime_forms import OwnRegimeForm
from tracker.admin.regime_rules import Example, example_of, mark_of
from tracker.admin.regime_screens import name_of, rules_of, term_of
from tracker.admin.regime_service import (
    NOT_THERE,
    add_regime,
    add_version,
    checked,
    correct_regime,
    rows_of,
)
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.web import date_in_words, services
from tracker.base.words import current_language
from tracker.deadlines.own import own_regime
from tracker.deadlines.regime import Regime
from tracker.register.basis import basis_of, own_term
from tracker.register.models import OwnRegime


@bp.get("/beheer/termijnregelingen")
def regimes() -> ResponseReturnValue:
    """List the regimes: our own first, then those of the law."""
    with services().db.reading() as session:
        basis = basis_of(session)
    newest = basis.newest()
    return render_template(
        "admin/regimes.html",
        regimes=sorted(newest.values(), key=lambda each: each.code not in basis.own),
        own=basis.own,
        name_of=name_of,
        term_of=term_of,
    )


@bp.get("/beheer/termijnregelingen/<code>")
def regime(code: str) -> ResponseReturnValue:
    """Show everything about a regime; of our own, each version."""
    with services().db.reading() as session:
        basis = basis_of(session)
        rows = rows_of(session, code)
        subjects = subjects_of_regime(session, code)
    newest = basis.newest().get(code)
    if newest is None:
        raise NotFound(NOT_THERE, code=code[:60])
    versions: Sequence[tuple[Regime, OwnRegime | None]] = [
        (own_regime(own_term(row)), row) for row in rows
    ] or [(newest, None)]
    in_force = basis.regime(code, services().today())
    return render_template(
        "admin/regime.html",
        regime=newest,
        versions=versions,
        in_force=in_force.valid_from,
        subjects=subjects,
        example=example_of(in_force, basis.calendar, services().today()),
        language=current_language(),
        name_of=name_of,
        rules_of=rules_of,
    )


@bp.route("/beheer/termijnregelingen/eigen/nieuw", methods=["GET", "POST"])
def new_regime() -> ResponseReturnValue:
    """Write down a regime of our own, after seeing what it does."""
    form = OwnRegimeForm()
    if not form.is_submitted():
        form.valid_from.data = services().today()
    example = _look(form, "")
    if example and _confirmed(form):
        row = add_regime(services().db, form.own_term(""))
        flash(
            _("%(name)s is toegevoegd. Kies de regeling nu bij een onderwerp.", name=row.name_nl),
            "done",
        )
        return see_other(url_for("admin.regime", code=row.code))
    return _page(form, example, _("Nieuwe termijnregeling"), None)


@bp.route("/beheer/termijnregelingen/eigen/<code>/versie", methods=["GET", "POST"])
def new_version(code: str) -> ResponseReturnValue:
    """Let an own regime be another one from a day on; older letters keep what they had."""
    form = OwnRegimeForm()
    with services().db.reading() as session:
        rows = rows_of(session, code)
    if not rows:
        raise NotFound(NOT_THERE, code=code[:60])
    if not form.is_submitted():
        form.show(rows[0])
        form.valid_from.data = services().today()
    example = _look(form, code)
    if example and _confirmed(form):
        row = add_version(services().db, form.own_term(code))
        day = date_in_words(row.valid_from)
        flash(recalculating(_("De nieuwe versie geldt vanaf %(day)s.", day=day)), "done")
        return see_other(url_for("admin.regime", code=code))
    return _page(form, example, _("Nieuwe versie"), rows[0], is_version=True)


@bp.route("/beheer/termijnregelingen/eigen/<int:row_id>", methods=["GET", "POST"])
def own_regime_row(row_id: int) -> ResponseReturnValue:
    """Mend a mistake in a version of an own regime."""
    form = OwnRegimeForm()
    with services().db.reading() as session:
        row = session.get(OwnRegime, row_id)
    if row is None:
        raise NotFound(NOT_THERE, own_regime_id=row_id)
    if not form.is_submitted():
        form.show(row)
    example = _look(form, row.code, row_id)
    if example and _confirmed(form):
        term = form.own_term(row.code)
        correct_regime(services().db, row_id, form.version.data or 0, term)
        flash(recalculating(_("%(name)s is bewaard.", name=term.name_nl)), "done")
        return see_other(url_for("admin.regime", code=row.code))
    return _page(form, example, _("Corrigeer de regeling"), row)


def _look(form: OwnRegimeForm, code: str, row_id: int | None = None) -> Example | None:
    """Return what the regime in the form does to a letter; None while something is wrong."""
    if not form.validate_on_submit():
        return None
    try:
        with services().db.reading() as session:
            regime = checked(session, form.own_term(code), row_id)
            return example_of(regime, basis_of(session).calendar, services().today())
    except InvalidInput as error:
        form.blame(error)
        return None


def _confirmed(form: OwnRegimeForm) -> bool:
    """Tell whether the administrator saw the example of just this regime, and says yes."""
    mark = mark_of(form.own_term(""))
    seen, form.seen.data = form.seen.data, mark
    return request.form.get("act") == "confirm" and seen == mark


def _page(
    form: OwnRegimeForm,
    example: Example | None,
    title: str,
    row: OwnRegime | None,
    *,
    is_version: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "admin/own_regime.html",
        form=form,
        example=example,
        title=title,
        row=row,
        is_version=is_version,
        too_fast=request.form.get("act") == "confirm" and example is not None,
        language=current_language(),
    )
    return page, 422 if form.errors else 200
