"""Which regimes has the municipality made itself, and can one reckon with them?

An ordinance, a scheme or a contract can set a term that no general act knows. A lawyer of the
municipality writes it down as data; it is reckoned by the same rules as the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from tracker.deadlines.calendar import Words
from tracker.deadlines.errors import DeadlineError
from tracker.deadlines.regime import Extension, Regime
from tracker.deadlines.regimes import GROUNDS
from tracker.deadlines.sources import SERVICE_NORM, Article, awb
from tracker.deadlines.terms import Counting, Length, parse_legal_length

ANY_REASONABLE: Final = "any"
"""An extension without a longest length in the rule itself."""

_NO_PENALTY: Final = Words(
    "Geen dwangsom. Die geldt alleen voor een besluit op een aanvraag of bezwaar.",
    "No penalty. It is only for a decision on an application or objection.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTerm:
    """A regime as an administrator writes it down.

    Attributes:
        term: such as ``"6 weeks"`` or ``"20 working days"``.
        counting: ``"atw"`` for an act or an ordinance (Gemeentewet 145), ``"none"`` for a
            contract or a policy rule, whose term is not moved off a free day.
        extension: the longest extension, ``"any"``, or empty when there is none.
        grounds: those of ``GROUNDS`` on which the term may be suspended.
        is_decision: the answer is a decision on an application, so a notice of default counts
            (Awb 4:17).
    """

    code: str
    name_nl: str
    name_en: str
    article: str
    link: str
    term: str
    counting: Counting
    valid_from: date
    extension: str = ""
    grounds: Iterable[str] = ()
    is_decision: bool = False


def own_regime(own: OwnTerm) -> Regime:
    """Return the row to reckon with.

    Raises:
        DeadlineError: a length, a ground or the link cannot be; names the field.
    """
    source = Article(_said(own.article, "article"), _safe_link(own.link))
    grounds = tuple(own.grounds)
    if set(grounds) - set(GROUNDS):
        raise DeadlineError(
            "grounds", "Kies redenen uit de lijst.", "Choose grounds from the list."
        )
    return Regime(
        own.code,
        _said(own.name_nl, "name_nl"),
        own.name_en or own.name_nl,
        source,
        parse_legal_length(own.term, "term"),
        counting=own.counting,
        valid_from=own.valid_from,
        acknowledge=SERVICE_NORM,
        extension=_extension(own.extension, source),
        grounds=dict.fromkeys(grounds, source),
        consent=awb("4:15", "2") if own.is_decision else source,
        moved_by_forwarding=own.is_decision,
        forwarding=awb("2:24") if own.is_decision else source,
        penalty=own.is_decision,
        penalty_article=awb("4:17", "1"),
        no_penalty=_NO_PENALTY,
    )


def _extension(text: str, source: Article) -> Extension | None:
    if not text:
        return None
    cap: Length | None = None if text == ANY_REASONABLE else parse_legal_length(text, "extension")
    return Extension(source, cap)


def _said(text: str, field: str) -> str:
    if not text.strip():
        raise DeadlineError(field, "Vul dit in.", "Fill this in.")
    return text.strip()


def _safe_link(link: str) -> str:
    """Refuse what is no web address: the link is shown to everybody who doubts a date."""
    if link.strip() and not _is_web_address(link.strip()):
        raise DeadlineError(
            "link",
            "Vul een webadres in dat begint met https://.",
            "Fill in a web address that begins with https://.",
        )
    return link.strip()


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:  # such as a bracket that is never closed
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
