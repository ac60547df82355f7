"""How do we get the token with which OAuth 2 opens a mailbox (Microsoft 365 and others)?

A token is kept in memory only and is renewed well before it ends.
"""

import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.errors import Sentence, Unavailable
from tracker.base.log import get_logger
from tracker.intake.accounts import Account, secret_files, secret_of
from tracker.intake.mailbox_secrets import Secret
from tracker.intake.models import SignIn

log = get_logger(__name__)

RENEW_BEFORE = timedelta(minutes=5)
SERVER_PATIENCE_SECONDS = 30

_EXPIRED = _l(
    "De toestemming voor deze postbus is verlopen of ingetrokken. Vraag een nieuw refresh token "
    "aan en vul het in bij deze postbus."
)
_UNKNOWN_CLIENT = _l(
    "De aanmeldserver kent onze toepassing niet, of het geheim klopt niet meer. Controleer de "
    "client-ID en het geheim van de client."
)
_WRONG_SCOPE = _l(
    "De aanmeldserver geeft ons niet wat wij vragen. Controleer de scope, en of de toepassing de "
    "postbus mag lezen."
)
_WHY: Mapping[str, Sentence] = {
    "invalid_grant": _EXPIRED,
    "invalid_client": _UNKNOWN_CLIENT,
    "unauthorized_client": _UNKNOWN_CLIENT,
}


class TokenRefused(Unavailable):
    """The server that gives tokens knows us not, or not any more; trying again will not help."""


@dataclass(frozen=True, slots=True)
class Token:
    """What opens the mailbox until it must be renewed."""

    text: str
    renew_at: datetime


_HELD: dict[Account, Token] = {}
_ONE_AT_A_TIME: defaultdict[Account, Lock] = defaultdict(Lock)


def access_token(
    settings: Settings, clock: Clock, account: Account, *, fresh: bool = False
) -> tuple[str, bool]:
    """Return a token for a mailbox, and whether it is one that we held already.

    Args:
        fresh: ask for a new one, because the old one is refused or the secret must be tried.

    Raises:
        TokenRefused: the server that gives tokens says no.
        Unavailable: it does not answer, or a secret is missing.
    """
    with _ONE_AT_A_TIME[account]:
        held = _HELD.get(account)
        if held and not fresh and clock() < held.renew_at:
            return held.text, True
        token = _ask(settings, account)
        lasts = timedelta(seconds=int(token.get("expires_in") or 0))
        # A server that gives tokens for a few minutes is not asked at every look.
        renew_at = clock() + lasts - min(RENEW_BEFORE, lasts / 4)
        _HELD[account] = Token(token["access_token"], renew_at)
    log.info("mailbox_token_renewed", mailbox_id=account.id, seconds=int(lasts.total_seconds()))
    return str(token["access_token"]), False


def _ask(settings: Settings, account: Account) -> dict[str, Any]:
    # Here, because loading these takes longer than most commands do.
    from authlib.common.errors import AuthlibBaseError
    from requests import RequestException
    from requests.exceptions import SSLError

    try:
        token = _fetch(settings, account)
    except AuthlibBaseError as error:
        why = _WHY.get(error.error or "", _WRONG_SCOPE)
        raise TokenRefused(why, cause=f"{error.error}"[:80]) from error
    except SSLError as error:
        raise Unavailable(
            _l("Het certificaat van de aanmeldserver klopt niet. Controleer het adres voor tokens.")
        ) from error
    except RequestException as error:
        cause = type(error).__name__
        raise Unavailable(_l("De aanmeldserver is nu niet bereikbaar."), cause=cause) from error
    except ValueError as error:
        raise Unavailable(
            _l("Op het adres voor tokens antwoordt geen aanmeldserver. Controleer het adres.")
        ) from error
    if not token.get("access_token"):
        raise Unavailable(_l("De aanmeldserver gaf geen token. Probeer het later opnieuw."))
    return token


def _fetch(settings: Settings, account: Account) -> dict[str, Any]:
    from authlib.integrations.requests_client import OAuth2Session

    secret = secret_of(settings, account, Secret.CLIENT_SECRET)
    trusted = ssl.get_default_verify_paths()  # what the machine trusts, as for the mail server
    asking = {
        "timeout": SERVER_PATIENCE_SECONDS,
        "allow_redirects": False,
        "verify": trusted.cafile or trusted.capath or True,
    }
    with OAuth2Session(
        account.client_id,
        secret or None,
        token_endpoint_auth_method="client_secret_post" if secret else "none",
        scope=account.scope or None,
    ) as session:
        if account.sign_in is SignIn.CLIENT:
            _needed(secret)
            return dict(
                session.fetch_token(account.token_url, grant_type="client_credentials", **asking)
            )
        refresh = secret_of(settings, account, Secret.REFRESH_TOKEN)
        _needed(refresh)
        token = session.refresh_token(account.token_url, refresh_token=refresh, **asking)
    _keep_newest(settings, account, refresh, token.get("refresh_token"))
    return dict(token)


def _needed(secret: str) -> None:
    if not secret:
        raise Unavailable(
            _l("Het geheim voor deze postbus is er nog niet. Vul het in bij deze postbus.")
        )


def _keep_newest(settings: Settings, account: Account, old: str, new: str | None) -> None:
    """Keep the refresh token that came in the place of ours: the old one may end before it."""
    if not new or new == old:
        return
    try:
        secret_files(settings).write(account.code, Secret.REFRESH_TOKEN, new)
    except Unavailable:
        # Whoever looks after the machine gives us the token; for now the old one still opens.
        log.warning("refresh_token_not_kept", mailbox_id=account.id)
