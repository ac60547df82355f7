"""How does an administrator give people accounts, and put them in teams?"""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.admin.blueprint import bp, see_other
from tracker.admin.forms import AdminForm, NewUserForm, PasswordForm, TeamForm, UserForm
from tracker.admin.queries import teams_and_sizes
from tracker.admin.service import save_team
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.web import services
from tracker.people import queries, service
from tracker.people.models import Role, Team, User
from tracker.people.views import signed_in
from tracker.people.wording import ROLES


@bp.get("/beheer/gebruikers")
def users() -> ResponseReturnValue:
    """List everybody."""
    with services().db.reading() as session:
        people = queries.users_and_teams(session)
    return render_template("admin/users.html", people=people, role_name=ROLES.__getitem__)


@bp.route("/beheer/gebruikers/nieuw", methods=["GET", "POST"])
def new_user() -> ResponseReturnValue:
    """Give somebody an account."""
    form = NewUserForm()
    with services().db.reading() as session:
        form.offer(queries.teams(session))
    if form.validate_on_submit():
        new = service.NewUser(
            name=form.name.data or "",
            email=form.email.data or "",
            password=form.password.data or "",
            role=Role(form.role.data),
            team_id=form.team,
            language=services().settings.language,
        )
        try:
            user = service.create_user(services().db, new)
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("%(name)s kan nu inloggen.", name=user.name), "done")
            return see_other(url_for("admin.users"))
    return _page("admin/user.html", form, user=None)


@bp.route("/beheer/gebruikers/<int:user_id>", methods=["GET", "POST"])
def user(user_id: int) -> ResponseReturnValue:
    """Change somebody's name, address, role or team."""
    form = UserForm()
    with services().db.reading() as session:
        form.offer(queries.teams(session))
        found = _user(session.get(User, user_id))
    if form.validate_on_submit():
        changed = service.ChangedUser(
            version=form.version.data or 0,
            name=form.name.data or "",
            email=form.email.data or "",
            role=Role(form.role.data),
            team_id=form.team,
        )
        try:
            service.change_user(services().db, user_id, changed)
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("De gegevens van %(name)s zijn bewaard.", name=changed.name), "done")
            return see_other(url_for("admin.users"))
    elif not form.is_submitted():
        form.show(found)
    return _page("admin/user.html", form, user=found, is_self=found.id == signed_in().id)


@bp.route("/beheer/gebruikers/<int:user_id>/wachtwoord", methods=["GET", "POST"])
def password(user_id: int) -> ResponseReturnValue:
    """Set a new password for somebody; sessions opened with the old one end."""
    form = PasswordForm()
    with services().db.reading() as session:
        found = _user(session.get(User, user_id))
    if form.validate_on_submit():
        service.change_password(services().db, user_id, form.password.data or "")
        flash(_("%(name)s heeft een nieuw wachtwoord.", name=found.name), "done")
        return see_other(url_for("admin.users"))
    return _page("admin/password.html", form, user=found)


@bp.post("/beheer/gebruikers/<int:user_id>/uit")
def deactivate(user_id: int) -> ResponseReturnValue:
    """Close an account at once."""
    service.deactivate(services().db, user_id)
    flash(_("Deze gebruiker kan niet meer inloggen. Open werk moet u nog verdelen."), "done")
    return see_other(url_for("admin.users"))


@bp.post("/beheer/gebruikers/<int:user_id>/aan")
def reactivate(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    service.reactivate(services().db, user_id)
    flash(_("Deze gebruiker kan weer inloggen."), "done")
    return see_other(url_for("admin.users"))


@bp.get("/beheer/teams")
def teams() -> ResponseReturnValue:
    """List the teams and how many people work in each."""
    with services().db.reading() as session:
        found = teams_and_sizes(session)
    return render_template("admin/teams.html", teams=found)


@bp.route("/beheer/teams/nieuw", methods=["GET", "POST"])
def new_team() -> ResponseReturnValue:
    """Add a team."""
    return _save_team(TeamForm(), None)


@bp.route("/beheer/teams/<int:team_id>", methods=["GET", "POST"])
def team(team_id: int) -> ResponseReturnValue:
    """Change the name or the address of a team."""
    with services().db.reading() as session:
        found = session.get(Team, team_id)
    if found is None:
        raise NotFound(_("Dit team bestaat niet."), team_id=team_id)
    return _save_team(TeamForm(obj=found), team_id)


def _save_team(form: TeamForm, team_id: int | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            saved = save_team(services().db, team_id, form.name.data or "", form.email.data or "")
        except InvalidInput as error:
            form.blame(error)
        else:
            flash(_("Team %(name)s is bewaard.", name=saved.name), "done")
            return see_other(url_for("admin.teams"))
    return _page("admin/team.html", form, team_id=team_id)


def _user(found: User | None) -> User:
    if found is None:
        raise NotFound(_("Deze gebruiker bestaat niet."))
    return found


def _page(template: str, form: AdminForm, **more: object) -> ResponseReturnValue:
    return render_template(template, form=form, **more), 422 if form.errors else 200
