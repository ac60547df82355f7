"""Fit the weights of the difficulty score on pairs of harder and plainer sentences.

    python scripts/fit_difficulty.py PAIRS.csv

The file has the columns document, complex and simple. Nothing of it is kept: the script prints the
validation and the table of weights, which goes by hand into tracker/readability/difficulty.py.
Whole documents are held out in turn, since sentences of one document are alike.
"""

import argparse
import csv
import math
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tracker.readability.features import FEATURES, measure
from tracker.readability.languages import language_for
from tracker.readability.sentences import running_text, split

FOLDS, ROUNDS, PASSAGE = 5, 20, 5
RIDGE = 3.0
Row = list[float]


def say(*parts: object) -> None:
    """Write a line to the screen."""
    sys.stdout.write(" ".join(map(str, parts)) + "\n")


@dataclass(frozen=True)
class Pair:
    """Two versions of one text; the features of each."""

    document: str
    hard: Row
    plain: Row

    def difference(self, scale: Row) -> Row:
        """Give the features of the harder side minus those of the plainer, in standard units."""
        return [(a - b) / s for a, b, s in zip(self.hard, self.plain, scale, strict=True)]


def features(text: str) -> Row:
    sentences = running_text(split(text))
    if not sentences:
        return [0.0] * len(FEATURES)
    measured = measure(sentences, language_for("nl"))
    return [feature(measured) for feature in FEATURES.values()]


def read_pairs(path: Path, together: int) -> list[Pair]:
    """Read the pairs, each `together` consecutive ones of a document as one passage."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    by_document: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_document.setdefault(row["document"], []).append(row)
    return [
        Pair(
            document,
            *(features("\n".join(r[side] for r in part)) for side in ("complex", "simple")),
        )
        for document, lines in by_document.items()
        for part in _parts(lines, together)
    ]


def _passage(rows: list[dict[str, str]], side: str) -> Row:
    return features("\n".join(row[side] for row in rows))


def _parts(lines: list[dict[str, str]], size: int) -> Iterator[list[dict[str, str]]]:
    for start in range(0, len(lines) - size + 1, size):
        yield lines[start : start + size]


def fit(differences: Sequence[Row]) -> Row:
    """Fit a logistic regression without intercept on the differences (Newton, with a ridge)."""
    weights = [0.0] * len(FEATURES)
    for _ in range(12):
        gradient = [-RIDGE * w for w in weights]
        curvature = [[RIDGE * (i == j) for j in range(len(weights))] for i in range(len(weights))]
        for row in differences:
            wrong = 1 / (1 + math.exp(dot(weights, row)))
            for i, value in enumerate(row):
                gradient[i] += wrong * value
                for j, other in enumerate(row):
                    curvature[i][j] += wrong * (1 - wrong) * value * other
        step = solve(curvature, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
    return weights


def dot(weights: Row, row: Row) -> float:
    return sum(w * x for w, x in zip(weights, row, strict=True))


def solve(matrix: list[Row], right: Row) -> Row:
    """Solve a small system by elimination with pivoting."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for r in range(size):
            if r != column:
                factor = rows[r][column] / rows[column][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def share_right(margins: Sequence[float]) -> float:
    """Share of pairs in which the harder side scores higher; a tie counts half."""
    return sum(1.0 if m > 1e-9 else 0.5 if m > -1e-9 else 0.0 for m in margins) / len(margins)


def validate(
    sentences: list[Pair], passages: list[Pair], scale: Row, seed: int
) -> tuple[float, float]:
    documents = sorted({pair.document for pair in sentences})
    random.Random(seed).shuffle(documents)  # noqa: S311 (folds, no secrets)
    fold_of = {document: number % FOLDS for number, document in enumerate(documents)}
    margins: dict[int, list[float]] = {1: [], PASSAGE: []}
    for fold in range(FOLDS):
        train = [p.difference(scale) for p in sentences if fold_of[p.document] != fold]
        weights = fit(train)
        for size, pairs in ((1, sentences), (PASSAGE, passages)):
            margins[size] += [
                dot(weights, p.difference(scale)) for p in pairs if fold_of[p.document] == fold
            ]
    return share_right(margins[1]), share_right(margins[PASSAGE])


def report_bands(passages: list[Pair], weights: Row, typical: Row) -> None:
    """Print where edited and unedited passages lie, for the bands."""
    for name, rows in (
        ("plainer", [p.plain for p in passages]),
        ("harder", [p.hard for p in passages]),
    ):
        scores = [dot(weights, [x - t for x, t in zip(r, typical, strict=True)]) for r in rows]
        tenths = statistics.quantiles(scores, n=20)
        say(name, "5..95 %:", " ".join(f"{100 / (1 + math.exp(-s / 2.2)):.0f}" for s in tenths))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    path = parser.parse_args().pairs
    sentences, passages = read_pairs(path, 1), read_pairs(path, PASSAGE)
    columns = list(zip(*(row for p in sentences for row in (p.hard, p.plain)), strict=True))
    scale = [statistics.pstdev(column) or 1.0 for column in columns]
    rounds = [validate(sentences, passages, scale, seed) for seed in range(ROUNDS)]
    for index, name in enumerate(("sentences", "passages")):
        shares = [100 * one[index] for one in rounds]
        say(
            f"{name}: {statistics.mean(shares):.1f} % right across documents"
            f" ({min(shares):.1f} to {max(shares):.1f} in {ROUNDS} rounds)"
        )
    weights = [
        w / s for w, s in zip(fit([p.difference(scale) for p in sentences]), scale, strict=True)
    ]
    of_passages = list(zip(*(row for p in passages for row in (p.hard, p.plain)), strict=True))
    typical = [statistics.mean(column) for column in of_passages]
    for name, t, w, s in zip(FEATURES, typical, weights, scale, strict=True):
        say(f'    "{name}": Weight({t:.3f}, {w:.3f}),  # standard deviation {s:.3f}')
    report_bands(passages, weights, typical)


if __name__ == "__main__":
    main()
