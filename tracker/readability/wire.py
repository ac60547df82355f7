"""How does a report look as a line of JSON, and how as text for people?"""

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from tracker.readability.difficulty import BAND_LABELS
from tracker.readability.report import Contribution, Finding, Report, UnknownLanguage, check_reply

LONGEST_TEXT: Final = 500_000
"""Characters; a letter has some two thousand."""

_HALF: Final = re.compile("[\ud800-\udfff]")
_SHOWN_FINDINGS: Final = 5
_KINDS: Final = {
    "acknowledgement": ("een ontvangstbevestiging", "an acknowledgement"),
    "interim": ("een tussenbericht", "an interim message"),
    "answer": ("een antwoord", "an answer"),
}


class InputError(ValueError):
    """The line cannot be read; ``field`` says what is wrong with which part."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def answer_line(line: str) -> tuple[str, bool]:
    """Answer one line of JSON with one line of JSON, and say whether it could be read."""
    try:
        text, language = _read(line)
        report = _checked(text, language)
    except InputError as error:
        return _as_line({"error": {"field": error.field, "message": str(error)}}), False
    return _as_line(as_data(report)), True


def as_data(report: Report) -> dict[str, Any]:
    """Give the report as plain data; scores to three decimals, so that close texts still differ."""
    return {
        "language": report.language,
        "difficulty": _rounded(report.difficulty),
        "reliable": report.reliable,
        "band": report.band,
        "contributions": [
            {**asdict(one), "points": _rounded(one.points)} for one in report.contributions
        ],
        "figures": {name: _rounded(value) for name, value in asdict(report.figures).items()},
        "longest_sentences": [asdict(one) for one in report.longest_sentences],
        "findings": [asdict(one) for one in report.findings],
        "kind": report.kind,
        "kind_reasons": list(report.kind_reasons),
        "remarks": [asdict(one) for one in report.remarks],
    }


def _read(line: str) -> tuple[str, str]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("line", "not a line of JSON") from None
    if not isinstance(given, dict):
        raise InputError("line", "expected a JSON object with a text")
    text, language = given.get("text"), given.get("language", "nl")
    if not isinstance(text, str):
        raise InputError("text", "expected a text (string)")
    if len(text) > LONGEST_TEXT:
        raise InputError("text", f"longer than {LONGEST_TEXT} characters")
    if not isinstance(language, str):
        raise InputError("language", 'expected "nl" or "en"')
    return _without_halves(text), language


def _checked(text: str, language: str) -> Report:
    try:
        return check_reply(text, language)
    except UnknownLanguage:
        raise InputError("language", f'expected "nl" or "en", got {language[:20]!r}') from None


def _without_halves(text: str) -> str:
    """Replace halves of characters, which JSON lets through and nothing else can write."""
    return _HALF.sub("\ufffd", text)


def _as_line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _rounded(value: float | None) -> float | None:
    return round(value, 3) if isinstance(value, float) else value


def print_for_people(report: Report, language: str = "nl") -> str:
    """Write a report as text, in Dutch or English."""
    return "\n".join(_dutch(report) if language == "nl" else _english(report))


def _dutch(report: Report) -> Iterator[str]:
    yield f"Dit leest als {_KINDS[report.kind][0]}."
    yield from (f"  Want: {_short(reason)}" for reason in report.kind_reasons)
    if report.difficulty is not None:
        yield f"Moeilijkheid: {report.difficulty:.0f} van 100 (schatting)"
        yield f"  {BAND_LABELS[report.band][0]}"
        yield from (_points(one, one.label_nl) for one in report.contributions)
    yield from (f"Let op: {remark.text_nl}" for remark in report.remarks)
    per_sentence = f"{report.figures.words_per_sentence:.1f}".replace(".", ",")
    yield (
        f"Woorden: {report.figures.words}, zinnen: {report.figures.sentences},"
        f" woorden per zin: {per_sentence}"
    )
    yield _formulas(report)
    yield from _findings(report.findings, "Wat u kunt verbeteren:", "reason_nl")


def _english(report: Report) -> Iterator[str]:
    yield f"This reads like {_KINDS[report.kind][1]}."
    yield from (f"  Because: {_short(reason)}" for reason in report.kind_reasons)
    if report.difficulty is not None:
        yield f"Difficulty: {report.difficulty:.0f} of 100 (estimate)"
        yield f"  {BAND_LABELS[report.band][1]}"
        yield from (_points(one, one.label_en) for one in report.contributions)
    yield from (f"Note: {remark.text_en}" for remark in report.remarks)
    yield (
        f"Words: {report.figures.words}, sentences: {report.figures.sentences},"
        f" words per sentence: {report.figures.words_per_sentence:.1f}"
    )
    yield _formulas(report)
    yield from _findings(report.findings, "What you can improve:", "reason_en")


def _formulas(report: Report) -> str:
    figures = report.figures
    if report.language == "nl":
        flesch = f"Flesch-Douma: {_figure(figures.flesch_douma)}"
    else:
        flesch = f"Flesch Reading Ease: {_figure(figures.flesch_reading_ease)}"
    return f"{flesch}, LIX: {_figure(figures.lix)}"


def _points(one: Contribution, label: str) -> str:
    return f"  {one.points:+5.1f}  {label}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _findings(findings: Sequence[Finding], heading: str, reason: str) -> Iterator[str]:
    if findings:
        yield heading
    for number, one in enumerate(findings[:_SHOWN_FINDINGS], start=1):
        yield f"  {number}. {_short(one.text)}" if one.text else f"  {number}."
        yield f"     {getattr(one, reason)}"


def _short(text: str) -> str:
    """Show a passage on one line."""
    return textwrap.shorten(text, 90, placeholder=" …")
