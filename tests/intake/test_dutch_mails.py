"""Are mails as Dutch residents send them read as a person would read them?

Beside each mail in ``mails/`` stands what must come of it. The people and places are invented.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tracker.intake.markup import tidy
from tracker.intake.parsing import read_mail

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))
KNOWN = {"automatic", "reply_text", "contains", "whole", "files", "subject"}


def test_there_are_enough_of_them() -> None:
    assert len(MAILS) >= 50


@pytest.mark.parametrize("path", MAILS, ids=[path.stem for path in MAILS])
def test_a_dutch_mail_is_read_as_it_was_meant(path: Path) -> None:
    expected: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert set(expected) <= KNOWN
    mail = read_mail(path.read_bytes(), ("post@waterrijk.example",))

    assert mail.as_json()["automatic"] == expected["automatic"]
    assert mail.subject == expected.get("subject", mail.subject)
    if "reply_text" in expected:
        assert mail.reply_text == expected["reply_text"]
    if expected.get("whole"):
        assert mail.reply_text == tidy(mail.text).strip()
    for words in expected.get("contains", ()):
        assert words in mail.reply_text
    if "files" in expected:
        assert [file.filename for file in mail.attachments] == expected["files"]
