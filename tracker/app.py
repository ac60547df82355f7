"""How are the parts put together into one web application?"""

from pathlib import Path

from flask import Flask, has_request_context, session
from flask_babel import Babel
from flask_wtf import CSRFProtect

from tracker.admin.views import bp as admin
from tracker.base.clock import OFFICE_TIME, Clock, system_clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.error_pages import show_errors
from tracker.base.files import FileStore
from tracker.base.security import instance_secret, protect_pages
from tracker.base.static_files import keep_static_files
from tracker.base.trace import trace_requests
from tracker.base.web import RowId, Services, add_filters
from tracker.intake.views import bp as intake
from tracker.navigation import words_of_every_page
from tracker.overview.views import bp as overview
from tracker.people.views import SESSION_LASTS, known_user, set_up_sign_in
from tracker.people.views import bp as people
from tracker.register.correspondent_views import bp as correspondents
from tracker.register.views import bp as register
from tracker.replies.views import bp as replies

STEPS = (people, register, correspondents, intake, replies, overview, admin)
"""In this order: ``people`` keeps the door before any other step looks at a request."""

HERE = Path(__file__).parent
MEGABYTE = 1024 * 1024


def create_app(settings: Settings, clock: Clock = system_clock) -> Flask:
    """Return the application that answers people with these settings at this clock."""
    instance = settings.instance.absolute()
    app = Flask(
        "tracker",
        root_path=str(HERE),
        instance_path=str(instance),
        template_folder=str(templates_folder()),
    )
    _configure(app, settings)
    app.extensions["tracker"] = Services(
        db=Database(settings.database, settings.busy_timeout_ms),
        clock=clock,
        settings=settings,
        files=FileStore(settings.files_path),
    )
    trace_requests(app)
    _speak_their_language(app, settings)
    set_up_sign_in(app)
    CSRFProtect(app)
    app.url_map.converters["int"] = RowId
    for step in STEPS:
        app.register_blueprint(step)
    add_filters(app)
    app.context_processor(words_of_every_page)
    keep_static_files(app)
    protect_pages(app)
    show_errors(app)
    return app


def templates_folder() -> Path:
    """Return where the templates lie: in the package when installed, beside it in a checkout."""
    packaged = HERE / "templates"
    return packaged if packaged.is_dir() else HERE.parent / "templates"


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=instance_secret(settings.instance.absolute()),
        SESSION_COOKIE_NAME="__Host-tijdig" if settings.secure_cookies else "tijdig",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: writing an answer may take hours
        WTF_CSRF_SSL_STRICT=True,
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * MEGABYTE,
        # No less for text alone: a form that says what is too long keeps it, an error page cannot.
        MAX_FORM_MEMORY_SIZE=settings.upload_limit_mb * MEGABYTE,
    )


def _speak_their_language(app: Flask, settings: Settings) -> None:
    """Show each page in the language of its reader: the user's, else the session's, else ours."""

    def language() -> str:
        if not has_request_context():
            return settings.language
        user = known_user()
        return user.language if user else str(session.get("language", settings.language))

    Babel(
        app,
        default_locale=settings.language,
        default_timezone=str(OFFICE_TIME),
        default_translation_directories=str(HERE / "locale"),
        locale_selector=language,
    )
