"""Does a reply keep the thread, name the case and ask a reason only when it should?"""

from datetime import date

import pytest

from tracker.register.models import ReplyKind
from tracker.replies.letters import as_html
from tracker.replies.rules import needs_reason, promised_day, references_of, reply_subject


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Lantaarnpaal", "Re: Lantaarnpaal [2026-000001]"),
        ("Re: RE: Lantaarnpaal", "Re: Lantaarnpaal [2026-000001]"),
        ("Re: Lantaarnpaal [2026-000001]", "Re: Lantaarnpaal [2026-000001]"),
        ("", "Re: [2026-000001]"),
    ],
)
def test_the_subject_line_names_the_case_once(subject: str, expected: str) -> None:
    assert reply_subject(subject, "2026-000001") == expected


def test_a_reply_refers_to_all_that_went_before() -> None:
    assert references_of("<a@x> <b@x>", "<c@x>") == "<a@x> <b@x> <c@x>"
    assert references_of("<a@x> <b@x>", "<b@x>") == "<a@x> <b@x>"
    assert references_of("", "") == ""


@pytest.mark.parametrize(
    ("chosen", "reads_as", "expected"),
    [
        (ReplyKind.ANSWER, "acknowledgement", True),
        (ReplyKind.ANSWER, "interim", False),
        (ReplyKind.ANSWER, "answer", False),
        (ReplyKind.ACKNOWLEDGEMENT, "acknowledgement", False),
    ],
)
def test_only_an_acknowledgement_that_poses_as_an_answer_asks_a_reason(
    chosen: ReplyKind, reads_as: str, expected: bool
) -> None:
    assert needs_reason(chosen, reads_as) is expected


def test_the_first_of_promise_and_law_is_the_day_we_name() -> None:
    promise, law = date(2026, 12, 15), date(2026, 12, 1)
    assert promised_day(promise, law) == law
    assert promised_day(promise, None) == promise
    assert promised_day(None, None) is None


def test_the_mail_with_markup_shows_text_as_text() -> None:
    html = as_html("Beste <b>Jo</b>,\n\n- een\n- twee\n\nZie https://waterrijk.example/a.\nGroet")
    assert "&lt;b&gt;Jo&lt;/b&gt;" in html
    assert "<ul><li>een</li><li>twee</li></ul>" in html
    assert '<a href="https://waterrijk.example/a">https://waterrijk.example/a</a>.<br>Groet' in html


@pytest.mark.parametrize("around", ["<%s>", '"%s"', "(%s)", "'%s'", "%s."])
def test_what_stands_around_an_address_is_no_part_of_the_link(around: str) -> None:
    html = as_html("Kijk op " + around % "https://www.waterrijk.example/a?b=1&c=2")
    assert 'href="https://www.waterrijk.example/a?b=1&amp;c=2"' in html
    assert ">https://www.waterrijk.example/a?b=1&amp;c=2</a>" in html


def test_an_address_cannot_break_out_of_its_link() -> None:
    html = as_html('https://x.example/"onmouseover="alert(1) <script>')
    assert 'href="https://x.example/"' in html
    assert "&quot;onmouseover=&quot;alert(1) &lt;script&gt;" in html
