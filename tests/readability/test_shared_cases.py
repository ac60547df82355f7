"""Do score and kind hold on the texts that lie beside this checkout, where they do?"""

import csv
import json
from itertools import groupby
from pathlib import Path

import pytest

from tracker.readability.report import check_reply

CASES = Path(__file__).parents[3] / "shared" / "cases"

pytestmark = pytest.mark.skipif(
    not CASES.exists(), reason="the texts are not beside this checkout (../shared/cases)"
)


def share_right(pairs: list[tuple[str, str]]) -> float:
    """Share of pairs whose harder side scores higher; a tie counts half."""
    points = 0.0
    for hard, plain in pairs:
        above = (check_reply(hard).difficulty or 0) - (check_reply(plain).difficulty or 0)
        points += 1.0 if above > 0 else 0.5 if above == 0 else 0.0
    return points / len(pairs)


def test_the_plainer_side_of_a_pair_scores_lower() -> None:
    with (CASES / "readability_pairs.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    passages = []
    for _, group in groupby(rows, key=lambda row: row["document"]):
        lines = list(group)
        for start in range(0, len(lines) - 4, 5):
            part = lines[start : start + 5]
            passages.append(
                ("\n".join(x["complex"] for x in part), "\n".join(x["simple"] for x in part))
            )

    assert share_right([(row["complex"], row["simple"]) for row in rows]) >= 0.80
    assert share_right(passages) >= 0.95


def test_kinds_are_right_and_no_acknowledgement_passes_for_an_answer() -> None:
    cases = json.loads((CASES / "reply_kinds.json").read_text("utf-8"))
    found = [(case["kind"], check_reply(case["text"], case["language"]).kind) for case in cases]

    assert sum(right == given for right, given in found) >= 0.9 * len(found)
    assert ("acknowledgement", "answer") not in found
