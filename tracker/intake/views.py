"""How does a registrar see what came in, and put a letter in the register?"""

from secrets import token_urlsafe
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.base.errors import InvalidInput, NotAllowed, NotFound
from tracker.base.web import date_in_words, services
from tracker.deadlines.regime import Regime
from tracker.intake.forms import LetterForm
from tracker.intake.paper import PaperLetter, register_letter
from tracker.intake.queries import mail_set_aside, one_set_aside, registered_last, to_sort
from tracker.intake.uploads import check_scan
from tracker.people.rules import Act, may
from tracker.register.basis import basis_of
from tracker.register.models import Channel
from tracker.register.queries import subjects_in_use
from tracker.register.rules import receipt_problem
from tracker.register.service import NewFile, Sender

LAST_SET_ASIDE = 20
"""The administrator has the whole list."""

bp = Blueprint("intake", __name__, url_prefix="/post")


@bp.before_request
def registrars_only() -> None:
    """Let only those in who register letters."""
    if not may(current_user, Act.REGISTER_LETTER):
        raise NotAllowed(_("Brieven registreren hoort niet bij uw taak."))


@bp.get("")
def post() -> ResponseReturnValue:
    """Show what came in by mail and waits for somebody, and what was registered last."""
    with services().db.reading() as session:
        return render_template(
            "intake/post.html",
            to_sort=to_sort(session),
            last=registered_last(session),
            set_aside=mail_set_aside(session, LAST_SET_ASIDE),
        )


@bp.get("/opzij/<int:mail_id>")
def set_aside(mail_id: int) -> ResponseReturnValue:
    """Hand over a mail that was set aside, exactly as it came in."""
    return as_it_came_in(mail_id)


def as_it_came_in(mail_id: int) -> ResponseReturnValue:
    """Return a mail that was set aside as a download, byte for byte."""
    with services().db.reading() as session:
        mail = one_set_aside(session, mail_id)
    if mail is None:
        raise NotFound(_("Deze mail is er niet (meer)."), mail_id=mail_id)
    return send_file(
        services().files.kept(mail.raw_sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"opzij-{mail_id}.eml",
    )


@bp.route("/nieuw", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Register a letter; whatever is wrong, what was typed and the scan stay."""
    with services().db.reading() as session:
        subjects, basis = subjects_in_use(session), basis_of(session)
    form = LetterForm(received_on=services().today(), once=token_urlsafe(24))
    form.offer(subjects)
    codes = {subject.id: subject.regime for subject in subjects}
    code = codes.get(form.subject_id.data)
    received_on = form.received_on.data or services().today()
    regime = basis.regime(code, received_on) if code else None
    if request.method == "POST":
        scan = _scan(form)
        if request.form.get("act") != "choose" and form.validate():
            try:
                return _register(form, regime, scan)
            except InvalidInput as error:
                field = form._fields.get(error.field, form.title)
                field.errors = [*field.errors, error.message]
    page = render_template(
        "intake/new.html",
        form=form,
        regime=regime,
        kept=_kept(form.kept.data),
        old_day=_is_old(form),
    )
    return page, 422 if form.errors else 200


def _register(form: LetterForm, regime: Regime | None, scan: NewFile | None) -> ResponseReturnValue:
    case = register_letter(
        services().db,
        services().clock,
        PaperLetter(
            channel=Channel(form.channel.data),
            received_on=form.received_on.data or services().today(),
            title=form.title.data or "",
            subject_id=form.subject_id.data,
            sender=_sender(form),
            text=form.text.data or "",
            facts=form.facts(regime),
            scan=scan,
            once=form.once.data or "",
            sure_of_day=form.sure_of_day.data,
        ),
        current_user,
    )
    answer_by = case.due_on or case.target_on
    flash(
        _(
            "Zaak %(number)s staat in het register. Antwoord uiterlijk %(day)s.",
            number=case.number,
            day=date_in_words(answer_by),
        ),
        "done",
    )
    return redirect(url_for("register.case", number=case.number), code=303)


def _sender(form: LetterForm) -> Sender:
    def text(name: str) -> str:
        return (form._fields[name].data or "").strip()

    return Sender(
        name=text("name"),
        email=text("email"),
        street=text("street"),
        postcode=text("postcode"),
        place=text("place"),
        phone=text("phone"),
    )


def _scan(form: LetterForm) -> NewFile | None:
    """Keep the scan before anything else, so that a mistake elsewhere does not lose it."""
    upload = form.scan.data
    if not upload or not upload.filename:
        return _kept(form.kept.data)
    data = upload.read()
    try:
        scan = check_scan(upload.filename, data, services().settings.upload_limit_mb)
    except InvalidInput as error:
        # Where validating finds it again: it forgets what stands in ``errors`` alone.
        form.scan.process_errors = form.scan.errors = [error.message]
        return None
    file = NewFile(
        filename=scan.filename,
        content_type=scan.content_type,
        size=len(data),
        sha256=services().files.keep(data),
    )
    form.kept.data = _seal().dumps([file.filename, file.content_type, file.size, file.sha256])
    form.kept.raw_data = None
    return file


def _kept(sealed: str | None) -> NewFile | None:
    """Return the scan that an earlier try of this form kept; the seal is our own."""
    if not sealed:
        return None
    try:
        filename, content_type, size, sha256 = _seal().loads(sealed)
    except (BadSignature, ValueError):
        return None
    return NewFile(filename=filename, content_type=content_type, size=size, sha256=sha256)


def _seal() -> URLSafeSerializer:
    key: Any = current_app.secret_key
    return URLSafeSerializer(key, salt=f"scan:{current_user.get_id()}")


def _is_old(form: LetterForm) -> bool:
    day = form.received_on.data
    return day is not None and receipt_problem(day, services().today()) == "old"
