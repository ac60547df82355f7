"""What had somebody typed, so that an error loses none of it?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.exceptions import HTTPException
from wtforms.fields.core import UnboundField

from tracker.base.errors import Sentence

READ_ANYWAY = 4
"""A request up to this many times the limit is still read for its text fields."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form that was sent and could not be dealt with."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    shown: list[tuple[Sentence, str]] = field(default_factory=list)
    had_files: bool = False
    had_password: bool = False

    @property
    def can_be_sent_again(self) -> bool:
        """Tell whether nothing is missing: files and passwords cannot be kept for a second try."""
        return bool(self.fields) and not (self.had_files or self.had_password)


def typed_fields() -> Typed:
    """Return what the form of this request held; never a password, a token or a file.

    What another site made the browser send is nobody's typing, and is not offered again.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return Typed()
    try:
        posted, files = _read_form()
    except (HTTPException, OSError):
        return Typed()
    had_password = any(_is_secret(name) for name, _value in posted)
    fields = [
        (name, value) for name, value in posted if name != "csrf_token" and not _is_secret(name)
    ]
    labels = _labels({name for name, _value in fields})
    shown = [(labels[name], value) for name, value in fields if name in labels and value.strip()]
    return Typed(fields, shown, files, had_password)


def _is_secret(name: str) -> bool:
    return any(word in name for word in ("password", "secret", "refresh_token"))


def _read_form() -> tuple[list[tuple[str, str]], bool]:
    # A request over the limit was not read yet. Its files go to disk, not into memory.
    limit = request.max_content_length
    if limit and request.content_length and limit < request.content_length < READ_ANYWAY * limit:
        request.max_content_length = READ_ANYWAY * limit
    files = any(file.filename for file in request.files.values())
    return list(request.form.items(multi=True)), files


def _labels(names: set[str]) -> dict[str, Sentence]:
    """Return the label of each field, by the form that has most of these names."""
    best: dict[str, Sentence] = {}
    for form in _forms(FlaskForm):
        labels = {
            name: label
            for name in names
            if isinstance(unbound := getattr(form, name, None), UnboundField)
            and (label := _label(unbound))
        }
        if len(labels) > len(best):
            best = labels
    return best


def _forms(parent: type[Any]) -> Iterator[type[Any]]:
    for form in parent.__subclasses__():
        yield form
        yield from _forms(form)


def _label(unbound: Any) -> Sentence | None:
    label: Sentence | None = unbound.args[0] if unbound.args else unbound.kwargs.get("label")
    return label
