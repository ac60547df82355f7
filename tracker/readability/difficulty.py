"""How hard is a text to read, from 0 (very plain) to 100, and what makes it so?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tracker.readability.features import FEATURES, Measured

RELIABLE_FROM: Final = 40
"""Words from which a score says something of a text."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature added to the score, in points; below zero it made the text plainer."""

    feature: str
    points: float
    label_nl: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Weight:
    """``typical`` is the mean in municipal text; ``weight`` is per unit of the feature."""

    typical: float
    weight: float


_DUTCH: Final[Mapping[str, Weight]] = {
    "content_words": Weight(2.016, 2.779),
    "small_words": Weight(2.188, 0.696),
    "official_words": Weight(0.250, 1.910),
    "passive": Weight(0.006, 31.433),
    "nominalisations": Weight(0.824, 0.714),
    "uncommon_words": Weight(-4.388, 0.828),
    "rare_words": Weight(0.533, 1.589),
    "we": Weight(0.008, -29.350),
    "reader_first": Weight(0.062, -1.600),
}
"""Fitted by scripts/fit_difficulty.py on pairs of municipal sentences before and after editing."""

_ENGLISH: Final[Mapping[str, Weight]] = {
    "content_words": Weight(2.1, 3.0),
    "small_words": Weight(2.3, 0.7),
    "official_words": Weight(0.25, 1.9),
    "passive": Weight(0.01, 30.0),
    "nominalisations": Weight(0.8, 0.7),
    "we": Weight(0.02, -25.0),
    "reader_first": Weight(0.06, -1.6),
}
"""Set by hand after the Dutch ones: there were no English pairs to fit them on."""

_WEIGHTS: Final = {"nl": _DUTCH, "en": _ENGLISH}
_SPREAD: Final = 2.2  # so that municipal text before editing covers most of the scale
_MIDDLE: Final = 50.0

_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "content_words": ("veel informatie in één zin", "much information in one sentence"),
    "small_words": ("lange zinnen", "long sentences"),
    "official_words": ("officiële woorden", "official words"),
    "passive": ("lijdende vorm (worden)", "passive voice"),
    "nominalisations": ("werkwoorden als zelfstandig naamwoord", "verbs made into nouns"),
    "uncommon_words": ("ongewone woorden", "uncommon words"),
    "rare_words": ("zeldzame woorden", "rare words"),
    "we": ("wij: wie iets doet", "we: who does it"),
    "reader_first": ("zinnen die met u of wij beginnen", "sentences that start with you or we"),
}

BANDS: Final = ((41.0, "plain"), (60.0, "fair"), (77.0, "hard"), (math.inf, "very_hard"))
"""Upper end and code. Half of the municipal passages that editors made plain lie below 41, nine in
ten below 60; three in four passages before editing lie below 77."""

BAND_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "plain": (
        "eenvoudig: zoals de eenvoudigste helft van herschreven gemeentelijke teksten",
        "plain: like the plainest half of rewritten municipal texts",
    ),
    "fair": (
        "redelijk: zoals de meeste herschreven gemeentelijke teksten",
        "fair: like most rewritten municipal texts",
    ),
    "hard": (
        "moeilijk: zoals gemeentelijke teksten vóór het herschrijven",
        "hard: like municipal texts before they are rewritten",
    ),
    "very_hard": (
        "erg moeilijk: moeilijker dan de meeste gemeentelijke teksten",
        "very hard: harder than most municipal texts",
    ),
    "unknown": ("niet te schatten", "cannot be estimated"),
}


def estimate(measured: Measured, language: str) -> tuple[float, tuple[Contribution, ...]]:
    """Estimate the difficulty and say what each feature added; 50 plus all points is the score.

    The linear sum is bent so that it stays between 0 and 100, and the points with it.
    """
    raw = {
        name: weight.weight * (FEATURES[name](measured) - weight.typical)
        for name, weight in _WEIGHTS[language].items()
    }
    total = sum(raw.values())
    score = _bent(total)
    per_unit = (score - _MIDDLE) / total if abs(total) > 1e-6 else 25.0 / _SPREAD
    contributions = (
        Contribution(name, value * per_unit, *_LABELS[name]) for name, value in raw.items()
    )
    return score, tuple(sorted(contributions, key=lambda one: -abs(one.points)))


def band_of(score: float | None) -> str:
    """Give the code of the band, in the company of municipal text before and after editing."""
    if score is None:
        return "unknown"
    return next(code for upper, code in BANDS if score <= upper)


def _bent(total: float) -> float:
    if total < 0:
        power = math.exp(total / _SPREAD)
        return 100.0 * power / (1.0 + power)
    return 100.0 / (1.0 + math.exp(-total / _SPREAD))
