"""Which secrets does this instance have, and which headers protect a page?"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, abort, request
from flask_babel import LazyString

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def _any_secret() -> str:
    return secrets.token_urlsafe(48)


def instance_secret(
    instance: Path, name: str = "secret.key", make: Callable[[], str] = _any_secret
) -> str:
    """Return the secret of this instance; made once, readable by its owner only.

    Two processes may start at the same moment: the one that creates the file wins and the other
    reads it.
    """
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / name
    fresh = instance / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def protect_pages(app: Flask) -> None:
    """Add the security headers to every response that does not set its own.

    An address with a NUL character, which no database can look for, is refused.
    """
    _escape_sentences()

    @app.before_request
    def refuse_nul() -> None:
        if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _escape_sentences() -> None:
    """Let a translated sentence be escaped like every other text.

    Flask-Babel calls its lazy sentences safe HTML (``__html__``), so what somebody typed and we
    quote in one would reach the page as markup. No sentence of ours holds markup.
    """
    if "__html__" in vars(LazyString):
        delattr(LazyString, "__html__")
