"""Under which name may a file from outside be kept and offered?"""

import re
import unicodedata

from tracker.intake.limits import MAX_FILE_NAME

# Control characters, and those that turn the direction of text: "gpj.exe" shown as "exe.jpg".
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_filename(name: str, default: str = "bestand") -> str:
    """Return a name that cannot leave its folder, hide its kind or be too long.

    Args:
        default: the name of a file that came without one.
    """
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    name = _NOT_IN_NAMES.sub("_", _INVISIBLE.sub("", name))
    name = re.sub(r"\s+", " ", name).strip(" .")
    if not name:
        return default
    if _DEVICES.match(name):
        name = f"_{name}"
    return _shorten(name)


def extension(name: str) -> str:
    """Return the part after the last dot in lower case, without the dot; "" when there is none."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem else ""


def _shorten(name: str) -> str:
    if len(name) <= MAX_FILE_NAME:
        return name
    end = extension(name)
    if not end or len(end) > 10:
        return name[:MAX_FILE_NAME]
    return f"{name[: MAX_FILE_NAME - len(end) - 1]}.{name[-len(end) :]}"
