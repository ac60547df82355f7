"""Do the rules of the outbox keep mail recognisable, patient and safe in headers?"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.outbox.rules import (
    MAX_ATTEMPTS,
    clean_text,
    gives_up,
    lease_for,
    message_id_for,
    message_ids,
    named_address,
    one_line,
    split_address,
    wait_after,
)


def test_a_mail_keeps_its_message_id_and_no_other_mail_has_it() -> None:
    first = message_id_for("answer:12", "Gemeente <post@gemeentewaterrijk.example>")
    again = message_id_for("answer:12", "post@gemeentewaterrijk.example")
    other = message_id_for("answer:13", "post@gemeentewaterrijk.example")

    assert first == again != other
    assert first.endswith("@gemeentewaterrijk.example>")
    assert len(first) == len("<" + 32 * "a" + "@gemeentewaterrijk.example>")


def test_a_sender_without_a_domain_still_gives_a_message_id() -> None:
    assert message_id_for("a", "").endswith("@localhost>")
    assert message_id_for("a", "post@gemeenté.example").endswith("@xn--gemeent-hya.example>")


def test_each_failure_waits_about_twice_as_long_up_to_half_an_hour() -> None:
    waits = [wait_after(n, "answer:12") for n in range(1, 9)]

    for wait, minutes in zip(waits, (1, 2, 4, 8, 16, 30, 30, 30), strict=True):
        whole = timedelta(minutes=minutes)
        assert whole * 0.8 <= wait <= whole * 1.2
    assert wait_after(10_000, "answer:12") <= timedelta(minutes=36)


def test_mails_that_failed_together_do_not_come_back_together() -> None:
    waits = {wait_after(6, f"answer:{number}") for number in range(50)}

    assert len(waits) == 50
    assert max(waits) - min(waits) > timedelta(minutes=5)


def test_we_try_for_about_five_days_and_then_leave_it_to_a_person() -> None:
    total = sum((wait_after(n, "answer:12") for n in range(1, MAX_ATTEMPTS)), timedelta())

    assert timedelta(days=4, hours=12) < total < timedelta(days=5, hours=12)
    assert not gives_up(MAX_ATTEMPTS - 1)
    assert gives_up(MAX_ATTEMPTS)


def test_the_lease_is_longer_than_the_slowest_delivery() -> None:
    # Each of about a dozen steps with the server may take the whole timeout.
    assert lease_for(30) > timedelta(seconds=30) * 11


@given(st.text())
def test_nothing_can_break_out_of_a_header(value: str) -> None:
    cleaned = one_line(value)

    assert not set(cleaned) & set("\r\n\x00\x0b\x0c\x85\u2028\u2029")
    assert cleaned.splitlines() in ([], [cleaned])


def test_a_broken_off_character_or_nul_never_reaches_the_database() -> None:
    assert clean_text("a\x00b\ud83dc\nd") == "abc\nd"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("", "a@b.example"),
        ("Anneke Vos", "Anneke Vos <a@b.example>"),
        ("Vos, A. (bouw)", '"Vos, A. (bouw)" <a@b.example>'),
        ('Zo "heet" ik', "\"Zo 'heet' ik\" <a@b.example>"),
        ("Eva\r\nBcc: x@y.example", '"Eva Bcc: x@y.example" <a@b.example>'),
        ("Zoë Ĳsbrand", "Zoë Ĳsbrand <a@b.example>"),
    ],
)
def test_a_name_is_written_so_that_it_can_be_read_back(name: str, written: str) -> None:
    assert named_address(name, "a@b.example") == written
    assert split_address(written)[1] == "a@b.example"


@pytest.mark.parametrize("value", ["", "geen adres", "a@b@c", "a@", "twee <a@b.example>, <c@d.e>"])
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="address"):
        split_address(value)


def test_only_message_ids_are_taken_from_a_thread_line() -> None:
    line = "<a@b.example> Bcc: kwaad@x.example <a@b.example>\r\n <c@d.example> <é@x> <>"

    assert message_ids(line) == ("<a@b.example>", "<c@d.example>")


def test_a_very_long_thread_keeps_its_beginning_and_its_end() -> None:
    line = " ".join(f"<{number}@b.example>" for number in range(100))

    kept = message_ids(line)

    assert kept[0] == "<0@b.example>"
    assert kept[1:] == tuple(f"<{number}@b.example>" for number in range(81, 100))
