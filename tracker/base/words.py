"""In which language do we say this, when the sentence was made in both?"""

from flask_babel import LazyString, get_locale


def current_language() -> str:
    """Return "nl" or "en": the reader's language, Dutch outside a request."""
    return "en" if str(get_locale() or "nl").startswith("en") else "nl"


def both(nl: str, en: str) -> LazyString:
    """Return a sentence that shows itself in the reader's language.

    For sentences that come from the pure parts (the law, readability), which carry both.
    """
    return LazyString(lambda: en if current_language() == "en" else nl)
