"""How does an administrator look at the free days of a year, and add to them?"""

from collections.abc import Callable
from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.admin.blueprint import bp, recalculating, see_other
from tracker.admin.calendar_forms import ClosingDayForm, DecreeForm
from tracker.admin.calendar_rules import YEARS, free_days
from tracker.admin.calendar_service import (
    DecreeInput,
    add_closing_day,
    add_decree,
    closing_names,
    decrees,
    remove_closing_day,
    remove_decree,
)
from tracker.admin.forms import AdminForm
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.web import date_in_words, services
from tracker.deadlines.decree_days import DECREED_YEARS
from tracker.deadlines.decrees import undecreed_years
from tracker.deadlines.sources import atw
from tracker.register.basis import basis_of


@bp.get("/beheer/kalender")
def calendar() -> ResponseReturnValue:
    """Show the free weekdays of a year with their reasons."""
    year = _year(request.args.get("jaar", type=int))
    with services().db.reading() as session:
        known = basis_of(session).calendar
        names, added = closing_names(session), decrees(session)
    return render_template(
        "admin/calendar.html",
        year=year,
        years=YEARS,
        free_days=free_days(known, year),
        is_decreed=known.is_decreed(year),
        closing_names=names,
        decrees=added,
        day_of=date.fromisoformat,
        undecreed=undecreed_years(services().today(), known),
        law=atw("3"),
        built_in=(min(DECREED_YEARS), max(DECREED_YEARS)),
    )


@bp.route("/beheer/kalender/sluitingsdag", methods=["GET", "POST"])
def new_closing_day() -> ResponseReturnValue:
    """Add a day on which the office is shut."""
    form = ClosingDayForm()

    def save() -> int:
        day = form.day.data or date.min
        add_closing_day(services().db, day, form.name.data or "")
        said = _("%(day)s is nu een sluitingsdag.", day=date_in_words(day).capitalize())
        flash(recalculating(said), "done")
        return day.year

    return _add("admin/closing_day.html", form, save)


@bp.post("/beheer/kalender/sluitingsdag/<day>/weg")
def open_again(day: str) -> ResponseReturnValue:
    """Take away a closing day."""
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise NotFound(_("Deze sluitingsdag is er niet (meer).")) from error
    remove_closing_day(services().db, found)
    said = _("%(day)s is geen sluitingsdag meer.", day=date_in_words(found).capitalize())
    flash(recalculating(said), "done")
    return _to_year(found.year)


@bp.route("/beheer/kalender/besluit", methods=["GET", "POST"])
def new_decree() -> ResponseReturnValue:
    """Add a royal decree that is newer than our own table."""
    form = DecreeForm()

    def save() -> int:
        new = DecreeInput(
            source=form.source.data or "",
            first_year=form.first_year.data or 0,
            last_year=form.last_year.data or 0,
            days=form.days.data or "",
        )
        decree = add_decree(services().db, new)
        flash(recalculating(_("Het besluit is toegevoegd.")), "done")
        return decree.first_year

    return _add("admin/decree.html", form, save)


@bp.post("/beheer/kalender/besluit/<int:decree_id>/weg")
def withdraw_decree(decree_id: int) -> ResponseReturnValue:
    """Take away a decree that was typed in wrongly."""
    remove_decree(services().db, decree_id)
    flash(recalculating(_("Het besluit is weg.")), "done")
    return _to_year(services().today().year)


def _add(template: str, form: AdminForm, save: Callable[[], int]) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            year = save()
        except InvalidInput as error:
            form.blame(error)
        else:
            return _to_year(year)
    return render_template(template, form=form), 422 if form.errors else 200


def _year(asked: int | None) -> int:
    return asked if asked is not None and asked in YEARS else services().today().year


def _to_year(year: int) -> ResponseReturnValue:
    return see_other(url_for("admin.calendar", jaar=year))
