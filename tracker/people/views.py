"""How does somebody sign in and out, and how is everything else kept shut till then?"""

from typing import cast

from flask import Blueprint, Flask, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, current_user, login_user, logout_user
from structlog.contextvars import bind_contextvars
from werkzeug.routing import RequestRedirect

from tracker.base.errors import InvalidInput, TrackerError
from tracker.base.web import services
from tracker.people import service
from tracker.people.forms import SignInForm
from tracker.people.models import User
from tracker.people.queries import visitor
from tracker.people.rules import home_of, is_own_path

bp = Blueprint("people", __name__)

SESSION_LASTS = service.LONGEST_VISIT
VISIT = "visit"
OPEN_TO_ALL = frozenset({"people.sign_in", "people.choose_language", "static", "admin.health"})
NOBODY_NEEDED = frozenset({"static", "admin.health"})
"""Answered without a look at who asks: they must work while the database is away."""


class SignedOut(TrackerError):
    """The session ended while somebody was at work."""

    status, title = 401, _l("U bent uitgelogd")


def signed_in() -> User:
    """Return the user who makes this request; there is one behind every closed door."""
    return cast(User, current_user._get_current_object())


def known_user() -> User | None:
    """Return who makes this request, as far as the door has looked; asks no database."""
    user: User | None = g.get("user")
    return user


def set_up_sign_in(app: Flask) -> None:
    """Let the app know who makes a request, before anything else looks at the request."""
    manager = LoginManager(app)
    manager.session_protection = None  # a telephone changes its network address all day
    manager.user_loader(_user_of_session)

    @app.before_request
    def look_who_it_is() -> None:
        if request.endpoint not in NOBODY_NEEDED and current_user.is_authenticated:
            g.user = signed_in()
            bind_contextvars(user_id=g.user.id)


def _user_of_session(session_id: str) -> User | None:
    """Return whose session this is; None when it was ended, or account or password ended it."""
    user_id, _dot, fingerprint = session_id.partition(".")
    since = services().clock() - service.LONGEST_VISIT
    with services().db.reading() as reading:
        found = visitor(reading, int(user_id), str(session.get(VISIT, "")), since)
    if found is None or not found[0].active or found[0].fingerprint() != fingerprint:
        return None
    g.team_name = found[1]
    return found[0]


@bp.before_app_request
def only_for_colleagues() -> ResponseReturnValue | None:
    """Let nobody in who did not sign in, whatever the page."""
    if known_user() or request.endpoint in OPEN_TO_ALL:
        return None
    if isinstance(request.routing_exception, RequestRedirect):
        return None
    if request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("people.sign_in", next=None if wanted == "/" else wanted), 303)
    raise SignedOut(_l("Uw sessie is voorbij. Log opnieuw in, dan kunt u verder."))


@bp.route("/inloggen", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask who somebody is, and bring them where they wanted to go."""
    if known_user():
        return redirect(_wanted(home_of(signed_in())), 303)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            user = service.sign_in(
                services().db,
                services().clock,
                form.email.data or "",
                form.password.data or "",
                services().settings.sign_in_attempts,
            )
        except (InvalidInput, service.TooManyAttempts) as error:
            form.form_errors.append(error.message)
            return render_template("people/sign_in.html", form=form), error.status
        _begin_session(user)
        return redirect(_wanted(home_of(user)), 303)
    return render_template("people/sign_in.html", form=form), 422 if form.errors else 200


def _begin_session(user: User) -> None:
    """Open a new session: nothing that was set before the door opened comes in."""
    session.clear()
    session.permanent = True
    session[VISIT] = service.begin_visit(services().db, services().clock, user)
    login_user(user, remember=False)


def _wanted(home: str) -> str:
    target = request.args.get("next", "")
    return target if is_own_path(target) else home


@bp.post("/uitloggen")
def sign_out() -> ResponseReturnValue:
    """End the session, and with it every copy of its cookie."""
    service.end_visit(services().db, str(session.get(VISIT, "")))
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in"), 303)


@bp.post("/taal")
def choose_language() -> ResponseReturnValue:
    """Remember the language: with the user, or in the session of somebody at the door."""
    language = request.form.get("language", "")
    if language not in service.LANGUAGES:
        raise InvalidInput(_("Kies Nederlands of English."), "language")
    session["language"] = language
    if known_user():
        service.set_language(services().db, signed_in().id or 0, language)
    target = request.form.get("next", "").rstrip("?")
    return redirect(target if is_own_path(target) else "/", 303)


@bp.get("/")
def home() -> ResponseReturnValue:
    """Bring somebody to the page that they see first."""
    return redirect(home_of(signed_in()), 303)
