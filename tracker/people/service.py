"""How does somebody sign in, get an account, change a password, or leave?"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, delete, func, select

from tracker.base.clock import Clock
from tracker.base.database import Database
from tracker.base.errors import ChangedByColleague, InvalidInput, NotAllowed, NotFound
from tracker.base.log import get_logger
from tracker.people.models import Role, SignInAttempt, Team, User, Visit
from tracker.people.passwords import hash_password, is_outdated, is_right
from tracker.people.queries import key_hash, user_by_email
from tracker.people.rules import IN_A_TEAM, SHORTEST_PASSWORD, Act, may, tidy_email

log = get_logger(__name__)

THROTTLE = timedelta(minutes=15)
LONGEST_VISIT = timedelta(hours=12)
LANGUAGES = ("nl", "en")


class TooManyAttempts(NotAllowed):
    """Somebody keeps guessing a password."""

    status, title = 429, _l("Te vaak geprobeerd")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewUser:
    """Somebody who gets an account."""

    name: str
    email: str
    password: str
    role: Role
    team_id: int | None = None
    language: str = "nl"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedUser:
    """What an administrator changes about somebody; ``version`` is the one that was seen."""

    version: int
    name: str
    email: str
    role: Role
    team_id: int | None


def require(user: User, act: Act) -> None:
    """Stop unless *user* may do *act*.

    Raises:
        NotAllowed: it is not this user's task.
    """
    if not may(user, act):
        raise NotAllowed(_l("Dit hoort niet bij uw taak."), act=act.value)


def sign_in(db: Database, clock: Clock, email: str, password: str, attempts: int) -> User:
    """Return the user to whom this address and password belong.

    The attempt is written down before the password is looked at, so that many at once do not
    slip through; it is taken away again when the password fits.

    Args:
        attempts: failed sign-ins that an account may make in 15 minutes.

    Raises:
        TooManyAttempts: this account has used them up.
        InvalidInput: the address or the password is wrong; which one is not said.
    """
    email = tidy_email(email)[:254]
    attempt_id = _count_attempt(db, clock(), email, attempts)
    with db.reading() as session:
        user = user_by_email(session, email)
    if not is_right(user.password_hash if user else None, password) or not (user and user.active):
        log.info("sign_in_refused", user_id=user.id if user else None)
        raise InvalidInput(_l("Dit e-mailadres en wachtwoord horen niet bij elkaar."))
    with db.changing() as session:
        session.exec(delete(SignInAttempt).where(col(SignInAttempt.id) == attempt_id))
        if is_outdated(user.password_hash):
            user = session.get_one(User, user.id)
            user.password_hash = hash_password(password)
    log.info("signed_in", user_id=user.id)
    return user


def _count_attempt(db: Database, now: datetime, email: str, attempts: int) -> int:
    since = now - THROTTLE
    with db.changing() as session:
        session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) < since))
        _wait_for_turn(session, email)
        made = session.exec(
            select(func.count()).select_from(SignInAttempt).where(SignInAttempt.email == email)
        ).one()
        if made >= attempts:
            raise TooManyAttempts(
                _l("Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over 15 minuten.")
            )
        attempt = SignInAttempt(email=email, at=now)
        session.add(attempt)
        session.flush()
        return attempt.id or 0


def _wait_for_turn(session: Session, email: str) -> None:
    """Let attempts on one account count one by one; SQLite writes one by one anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(email))))


def begin_visit(db: Database, clock: Clock, user: User) -> str:
    """Remember that somebody signed in; return the key that the session carries.

    The database keeps only what the key hashes to: a copy of it opens no door.
    """
    key = secrets.token_urlsafe(32)
    with db.changing() as session:
        session.exec(delete(Visit).where(col(Visit.since) < clock() - LONGEST_VISIT))
        session.add(Visit(key_sha256=key_hash(key), user_id=user.id or 0, since=clock()))
    return key


def end_visit(db: Database, key: str) -> None:
    """End the session that carries *key*, on every copy of its cookie."""
    with db.changing() as session:
        session.exec(delete(Visit).where(col(Visit.key_sha256) == key_hash(key)))


def create_user(db: Database, new: NewUser) -> User:
    """Give somebody an account.

    Raises:
        InvalidInput: the address is taken, the password too short, or a team is missing.
    """
    _check_password(new.password)
    with db.changing() as session:
        user = User(
            name=new.name.strip(),
            email=_free_address(session, new.email),
            password_hash=hash_password(new.password),
            role=new.role,
            team_id=_fit_team(session, new.role, new.team_id),
            language=new.language,
        )
        session.add(user)
    log.info("user_created", user_id=user.id, role=user.role.value)
    return user


def change_user(db: Database, user_id: int, changed: ChangedUser) -> None:
    """Store what an administrator changed about somebody.

    Raises:
        ChangedByColleague: somebody else changed it meanwhile.
        InvalidInput: the address is taken, a team is missing, or no administrator would be left.
    """
    with db.changing() as session:
        user = _user(session, user_id)
        if user.version != changed.version:
            raise ChangedByColleague(
                _l("Een collega heeft deze gebruiker veranderd. Open de pagina opnieuw.")
            )
        if user.role is Role.ADMINISTRATOR and changed.role is not Role.ADMINISTRATOR:
            _keep_an_administrator(session, user)
        user.email = _free_address(session, changed.email, user_id)
        user.name, user.role = changed.name.strip(), changed.role
        user.team_id = _fit_team(session, changed.role, changed.team_id)
    log.info("user_changed", user_id=user_id)


def change_password(db: Database, user_id: int, password: str) -> None:
    """Set a new password; every session that was opened with the old one ends.

    Raises:
        InvalidInput: it is too short.
    """
    _check_password(password)
    with db.changing() as session:
        _user(session, user_id).password_hash = hash_password(password)
    log.info("password_changed", user_id=user_id)


def deactivate(db: Database, user_id: int) -> None:
    """Close the account of somebody who left; the session ends and the history stays.

    Raises:
        InvalidInput: no administrator would be left.
    """
    with db.changing() as session:
        user = _user(session, user_id)
        if user.role is Role.ADMINISTRATOR:
            _keep_an_administrator(session, user)
        user.active = False
    log.info("user_deactivated", user_id=user_id)


def reactivate(db: Database, user_id: int) -> None:
    """Open a closed account again."""
    with db.changing() as session:
        _user(session, user_id).active = True
    log.info("user_reactivated", user_id=user_id)


def set_language(db: Database, user_id: int, language: str) -> None:
    """Remember in which language somebody reads the screens.

    Raises:
        InvalidInput: we do not have that language.
    """
    if language not in LANGUAGES:
        raise InvalidInput(_l("Kies Nederlands of English."), "language")
    with db.changing() as session:
        _user(session, user_id).language = language


def _user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(_l("Deze gebruiker bestaat niet."), user_id=user_id)
    return user


def _free_address(session: Session, email: str, user_id: int | None = None) -> str:
    owner = user_by_email(session, email)
    if owner is not None and owner.id != user_id:
        raise InvalidInput(_l("Er is al een gebruiker met dit e-mailadres."), "email")
    return tidy_email(email)


def _fit_team(session: Session, role: Role, team_id: int | None) -> int | None:
    if role in IN_A_TEAM and team_id is None:
        raise InvalidInput(_l("Kies een team. Bij deze rol hoort er een."), "team_id")
    if team_id is not None and session.get(Team, team_id) is None:
        raise InvalidInput(_l("Dit team bestaat niet."), "team_id")
    return team_id


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            _l("Kies een wachtwoord van minstens %(length)s tekens.", length=SHORTEST_PASSWORD),
            "password",
        )


def _keep_an_administrator(session: Session, user: User) -> None:
    """Refuse to let go of the last person who can let others in."""
    others = select(User.id).where(
        User.role == Role.ADMINISTRATOR, col(User.active), User.id != user.id
    )
    if session.exec(others.limit(1)).first() is None:
        raise InvalidInput(_l("Er moet minstens één beheerder overblijven."), "role")
