"""How long may a browser keep a style sheet or a drawing?"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

VERSION_IN_NAME = re.compile(r"-\d+\.\d+\.\d+[-.]")
A_YEAR = 31_536_000


def keep_static_files(app: Flask) -> None:
    """Let browsers keep a file for good when its address changes with its content.

    ``url_for("static", filename=…, v="")`` gets the hash of the file as ``v``.
    """
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" in values:
            values["v"] = content_hash(folder / values["filename"])

    @app.after_request
    def set_age(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            name = (request.view_args or {}).get("filename", "")
            named = VERSION_IN_NAME.search(name) is not None
            if named or request.args.get("v") == content_hash(folder / name):
                response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response


def content_hash(path: Path) -> str:
    """Return a short hash of the file; empty when it is not there."""
    try:
        return _hash(path, path.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=256)
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
