"""Do we know automatic mail, and do we leave people's mail alone?"""

import pytest

from tracker.intake.rules import (
    Automatic,
    Signs,
    automatic,
    case_numbers,
    domain,
    is_no_reply,
    may_acknowledge,
    thread_candidates,
)

OURS = ("post@waterrijk.example", "klantcontact@waterrijk.example")
PERSON = "fatma@inwoner.example"


def signs(**known: object) -> Signs:
    return Signs(**{"from_address": PERSON, "message_id": "<1@inwoner.example>", **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (signs(auto_submitted="auto-replied"), Automatic.AUTO_REPLY),
        (signs(auto_submitted="auto-generated; owner-email=x"), Automatic.AUTO_REPLY),
        (signs(autoreply_values=("yes",)), Automatic.AUTO_REPLY),
        (signs(precedence="auto_reply"), Automatic.AUTO_REPLY),
        (signs(null_return_path=True), Automatic.AUTO_REPLY),
        (signs(report_type="disposition-notification"), Automatic.AUTO_REPLY),
        (signs(subject="Automatisch antwoord: Uw vraag", is_reply=True), Automatic.AUTO_REPLY),
        (signs(subject="Out of Office: vakantie", suppress="all"), Automatic.AUTO_REPLY),
        (signs(subject="Afwezig", from_address="noreply@b.example"), Automatic.AUTO_REPLY),
        (signs(auto_submitted="auto-generated (vacation)"), Automatic.AUTO_REPLY),
        (signs(report_type="feedback-report"), Automatic.AUTO_REPLY),
        (signs(subject="Niet aanwezig Re: Uw vraag", is_reply=True), Automatic.AUTO_REPLY),
        (signs(subject="Vakantiemelding: Uw vraag", suppress="all"), Automatic.AUTO_REPLY),
        (signs(report_type="delivery-status"), Automatic.BOUNCE),
        (signs(from_address=f"microsoftexchange{'0a' * 16}@b.example"), Automatic.BOUNCE),
        (signs(subject="Bezorging mislukt", null_return_path=True), Automatic.BOUNCE),
        (
            signs(subject="Uw bericht is niet bezorgd", from_address="postmaster@b.example"),
            Automatic.BOUNCE,
        ),
        (signs(from_address="MAILER-DAEMON@mx.example".lower()), Automatic.BOUNCE),
        (signs(names=frozenset({"x-failed-recipients"})), Automatic.BOUNCE),
        (signs(subject="Undeliverable: Uw vraag", null_return_path=True), Automatic.BOUNCE),
        (
            signs(subject="Onbestelbaar: Uw vraag", from_address="postmaster@b.example"),
            Automatic.BOUNCE,
        ),
        (signs(names=frozenset({"list-id"}), list_id="<nieuws.b.example>"), Automatic.LIST),
        (signs(precedence="bulk"), Automatic.LIST),
        (signs(names=frozenset({"list-unsubscribe", "feedback-id"})), Automatic.LIST),
        (signs(precedence="list"), Automatic.LIST),
        (
            signs(from_address="post@waterrijk.example", message_id="<a@waterrijk.example>"),
            Automatic.OWN,
        ),
    ],
)
def test_automatic_mail_is_known_by_its_signs(found: Signs, why: Automatic) -> None:
    assert automatic(found, OURS) is why
    assert not may_acknowledge(found, OURS)


@pytest.mark.parametrize(
    "found",
    [
        signs(),
        signs(auto_submitted="no"),
        signs(auto_submitted="no; a comment"),
        # An answer to an automatic mail of ours.
        signs(subject="Re: Automatisch antwoord: Uw vraag", is_reply=True),
        signs(subject="Antw: Afwezig", is_reply=True),
        # A shop that sends one person a mail, with a way to get no more.
        signs(names=frozenset({"list-unsubscribe"})),
        signs(subject="Bezorging mislukt: waar blijft mijn paspoort?"),
        signs(autoreply_values=("no",)),
        # One weak sign is not enough: people write such subjects, and so do courts.
        signs(subject="Out of office: wie vervangt de wethouder?"),
        signs(subject="Afwezig tijdens de hoorzitting van 3 december", is_reply=True),
        signs(subject="Onbestelbaar: mijn paspoort ligt nog bij u"),
        signs(suppress="all"),
        signs(from_address="noreply@rechtbank.example"),
        # A list that is our own door: everybody writes to it.
        signs(names=frozenset({"list-id"}), list_id="<post.waterrijk.example>"),
        # A colleague with an ordinary mail program.
        signs(from_address="post@waterrijk.example", message_id="<a@outlook.example>"),
        signs(from_address="jan@waterrijk.example", message_id="<a@waterrijk.example>"),
    ],
)
def test_mail_of_people_is_left_alone(found: Signs) -> None:
    assert automatic(found, OURS) is None


@pytest.mark.parametrize(
    ("found", "may"),
    [
        (signs(), True),
        (signs(suppress="dr, rn"), True),
        (signs(suppress="oof, autoreply"), False),
        (signs(from_address="no-reply@winkel.example"), False),
        (signs(from_address="post@waterrijk.example", message_id=""), False),
        (signs(from_address=""), False),
    ],
)
def test_an_acknowledgement_goes_only_to_who_can_and_wants_to_get_it(
    found: Signs, may: bool
) -> None:
    assert may_acknowledge(found, OURS) is may


def test_a_list_is_not_our_own_when_we_have_no_address() -> None:
    found = signs(names=frozenset({"list-id"}), list_id="<nieuws.b.example>")
    assert automatic(found, ("",)) is Automatic.LIST


def test_all_references_can_lead_to_the_case_the_nearest_first() -> None:
    found = thread_candidates(["<c@x>"], ["<a@x>", "<b@x>", "<c@x>"])
    assert found == ("<c@x>", "<b@x>", "<a@x>")


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: Uw vraag (2026-000123)", ("2026-000123",)),
        ("2026-000123 en 2025-000001, ook 2026-000123", ("2026-000123", "2025-000001")),
        ("Telefoon 02026-0001234", ()),
        ("Factuur 1926-000123", ()),
        ("", ()),
    ],
)
def test_case_numbers_are_found_in_the_subject(subject: str, numbers: tuple[str, ...]) -> None:
    assert case_numbers(subject) == numbers


@pytest.mark.parametrize("name", ["noreply", "no-reply", "donotreply", "niet-antwoorden"])
def test_addresses_that_nobody_reads_are_known(name: str) -> None:
    assert is_no_reply(f"{name}@winkel.example")
    assert not is_no_reply("norbert@winkel.example")


def test_the_domain_of_what_is_no_address_is_empty() -> None:
    assert (domain("Jan@Inwoner.Example"), domain("jan"), domain("")) == ("inwoner.example", "", "")
