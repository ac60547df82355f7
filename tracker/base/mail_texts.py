"""What does a mail say, in the language of its reader?

Outside a request there is no reader whom Flask-Babel knows, so mail has its own small Jinja
environment a language, with the same catalogue and the same words for dates.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.base.clock import OFFICE_TIME

PACKAGE = Path(__file__).parents[1]
LANGUAGES = ("nl", "en")
_MANY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says; ``html`` is empty when there is no template for it."""

    subject: str
    text: str
    html: str


def templates_folder() -> Path:
    """Return where the templates lie: inside the package when installed, else beside it."""
    packaged = PACKAGE / "templates"
    return packaged if packaged.is_dir() else PACKAGE.parent / "templates"


def render_mail(template: str, language: str, /, **values: Any) -> MailText:
    """Fill in ``templates/email/<template>.{subject,txt,html}`` for a reader of *language*."""
    environment = _environment(language if language in LANGUAGES else LANGUAGES[0])
    folder = f"email/{template}"
    subject = environment.get_template(f"{folder}.subject").render(values)
    text = environment.get_template(f"{folder}.txt").render(values)
    html = ""
    if f"{folder}.html" in _with_markup():
        html = environment.get_template(f"{folder}.html").render(values).lstrip()
    return MailText(" ".join(subject.split()), text.strip() + "\n", html)


def render_letter(template: str, /, **values: Any) -> str:
    """Fill in ``templates/letters/<template>.txt``: in Dutch, whoever writes it.

    A name that is not among *values* is an error, not an empty place in a letter.
    """
    text = _environment(LANGUAGES[0]).get_template(f"letters/{template}.txt").render(values)
    return _MANY_LINES.sub("\n\n", text).strip() + "\n"


def translations_for(language: str) -> NullTranslations:
    """Return the catalogue of *language*; Dutch is the language of the source itself."""
    return Translations.load(PACKAGE / "locale", [language])


@lru_cache(maxsize=1)
def _with_markup() -> frozenset[str]:
    folder = templates_folder()
    return frozenset(str(path.relative_to(folder)) for path in folder.glob("email/*.html"))


@lru_cache(maxsize=len(LANGUAGES))
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    translations = translations_for(language)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["language"] = language
    environment.filters.update(_Words(language, translations).filters())
    return environment


class _Words:
    """The filters of ``tracker.base.web``, bound to one language."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.translations = translations

    def filters(self) -> Mapping[str, Callable[..., str]]:
        """Return the filters by the names that templates use."""
        known = (self.date_in_words, self.short_date, self.moment, self.in_working_days)
        return {each.__name__: each for each in known}

    def date_in_words(self, day: date | None) -> str:
        _ = self.translations.ugettext
        return "" if day is None else format_date(day, _("EEEE d MMMM y"), self.language)

    def short_date(self, day: date | None) -> str:
        return "" if day is None else format_date(day, "d MMM y", self.language)

    def moment(self, instant: datetime | None) -> str:
        if instant is None:
            return ""
        words = self.translations.ugettext("d MMMM y 'om' HH.mm 'uur'")
        return format_datetime(instant, words, tzinfo=OFFICE_TIME, locale=self.language)

    def in_working_days(self, days: int | None) -> str:
        if days is None:
            return ""
        if days == 0:
            return self.translations.ugettext("vandaag")
        one, many = ("over 1 werkdag", "over %(num)s werkdagen")
        if days < 0:
            one, many = ("1 werkdag te laat", "%(num)s werkdagen te laat")
        return self.translations.ungettext(one, many, abs(days)) % {"num": abs(days)}
