"""Are the texts of the demo such that a municipality would show them to a visitor?"""

import re
from statistics import mean

import pytest

from tracker.demo.letters import Letter, Mood, Outcome, all_letters, all_replies
from tracker.demo.names import ORGANISATIONS
from tracker.demo.people import TEAMS, USERS, users_with
from tracker.demo.subjects import SUBJECTS, subject_named
from tracker.people.models import Role

ANSWERED = [letter for letter in all_letters() if letter.outcome is Outcome.ANSWERED]
PLAIN = [
    (f"{letter.id}-{name}", text)
    for letter in all_letters()
    for name, text in (
        ("answer", letter.answer),
        ("interim", letter.interim),
        ("request", letter.request),
    )
    if text
]


def _words_per_sentence(text: str) -> float:
    """Count simply: a sentence ends at . ! ? : or a line end, and a slot is one word."""
    slotless = re.sub(r"\{[^}]*\}", "woord", text)
    numbers_whole = re.sub(r"(\d)\.(\d)", r"\1\2", slotless)
    sentences = [s for s in re.split(r"[.!?:]+\s|\n", numbers_whole) if re.search(r"\w", s)]
    return mean(len(sentence.split()) for sentence in sentences)


@pytest.mark.parametrize(("name", "text"), PLAIN, ids=[name for name, _ in PLAIN])
def test_what_we_write_has_short_sentences(name: str, text: str) -> None:
    assert _words_per_sentence(text) <= 14, name


def test_what_we_write_is_on_average_well_below_the_limit() -> None:
    assert mean(_words_per_sentence(text) for _, text in PLAIN) <= 10


def test_officialese_is_what_the_plain_text_is_not() -> None:
    # given the drafts that show what the readability panel is for
    stiff = [letter.officialese for letter in all_letters() if letter.officialese]

    # then there are enough of them, and every one is hard to read
    assert len(stiff) >= 12
    assert min(_words_per_sentence(text) for text in stiff) > 17


@pytest.mark.parametrize("letter", ANSWERED, ids=lambda letter: letter.id)
def test_every_letter_has_an_answer_that_is_about_something(letter: Letter) -> None:
    # given a letter and our texts for it
    # then the answer says more than that the letter arrived, and the interim gives a date
    assert len(letter.answer.split()) >= 55
    assert "{promised" in letter.interim
    assert len(letter.titles) >= 2


def test_there_are_enough_letters_in_every_voice() -> None:
    letters = all_letters()

    assert len(letters) >= 60
    assert len({letter.id for letter in letters}) == len(letters)
    assert {letter.writer.value for letter in letters} >= {
        "resident",
        "child",
        "newcomer",
        "english",
        "business",
        "association",
    }
    assert {letter.tone for letter in letters} >= {"angry", "friendly", "elderly", "formal"}
    channels = {channel.value for letter in letters for channel in letter.channels}
    assert channels == {"email", "letter", "form", "phone", "counter"}


def test_every_subject_has_letters_that_come_all_year() -> None:
    written = {letter.subject for letter in ANSWERED if not letter.months}

    assert written == {subject.key for subject in SUBJECTS}


def test_what_we_ask_for_is_only_asked_where_the_law_lets_the_term_stand_still() -> None:
    # given every letter for which we may ask something
    asking = [letter for letter in all_letters() if letter.request]

    # then its regime knows a suspension, and both sides have words for what is missing
    assert {subject_named(letter.subject).regime for letter in asking} == {
        "awb-aanvraag",
        "awb-bezwaar",
        "woo",
    }
    for letter in asking:
        assert letter.missing, letter.id
        assert "{respond_by" in letter.request, letter.id
        assert letter.supplied or letter.subject == "woo", letter.id


def test_every_mood_has_its_texts() -> None:
    counted = {mood: sum(reply.mood is mood for reply in all_replies()) for mood in Mood}

    assert counted[Mood.THANKS] + counted[Mood.SUPPLEMENT] + counted[Mood.UNHAPPY] >= 10
    assert counted[Mood.OUT_OF_OFFICE] == 3
    assert min(counted.values()) >= 1
    assert all(reply.second_answer for reply in all_replies() if reply.mood is Mood.UNHAPPY)


def test_the_texts_hold_no_straight_slip_of_the_pen() -> None:
    for letter in all_letters():
        for text in (letter.answer, letter.interim, letter.request, letter.officialese):
            assert not re.search(r"  |\t| [,.;?!]|\bTODO\b|[Ll]orem|\.\.", text), letter.id


def test_letters_from_a_trade_have_organisations_that_can_send_them() -> None:
    trades = {letter.trade for letter in all_letters() if letter.trade}

    assert trades == set(ORGANISATIONS)
    assert len({name for names in ORGANISATIONS.values() for name in names}) == sum(
        len(names) for names in ORGANISATIONS.values()
    )


def test_every_team_has_handlers_a_lead_and_subjects() -> None:
    for team in TEAMS:
        assert users_with(Role.HANDLER, team.key), team.key
        assert len(users_with(Role.TEAM_LEAD, team.key)) == 1, team.key
        assert any(subject.team == team.key for subject in SUBJECTS), team.key
    assert len(users_with(Role.REGISTRAR)) == 2
    assert len(users_with(Role.HANDLER)) == 9
    assert len(users_with(Role.ADMINISTRATOR)) == 1
    assert len({user.email for user in USERS}) == len(USERS)
    assert all(user.email.isascii() and user.email.endswith(".example") for user in USERS)
