"""Which words are looked for, and what of a text is shown?"""

import pytest

from tracker.register.search_words import MOST_WORDS, wanted_words
from tracker.register.snippets import Piece, marked, snippet


def finds(typed: str, word: str) -> bool:
    (wanted,) = wanted_words(typed)
    return wanted.is_met_by(word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("lantaarnpalen", "lantaarnpaal"),
        ("lantaarnpaal", "lantaarnpalen"),
        ("boom", "bomen"),
        ("bomen", "boom"),
        ("brief", "brieven"),
        ("brieven", "brief"),
        ("huizen", "huis"),
        ("huis", "huizen"),
        ("straten", "straat"),
        ("ratten", "rat"),
        ("tafels", "tafel"),
        ("vergunningen", "vergunning"),
        ("vergunning", "vergunningaanvraag"),
        ("parkeren", "parkeert"),
        ("parkeert", "parkeren"),
        ("CAFÉ", "cafe"),
        ("cafe\u0301", "cafe"),
        ("123", "000123"),
        ("0", "000123"),
    ],
)
def test_a_word_is_found_in_its_other_forms(typed: str, word: str) -> None:
    assert finds(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"), [("de", "decreet"), ("boom", "bord"), ("2026", "002026x"), ("kat", "ka")]
)
def test_another_word_is_not_found(typed: str, word: str) -> None:
    assert not finds(typed, word)


@pytest.mark.parametrize("typed", ["", " ", '"', "* NEAR(", "😀", "\x00", "_", "''--", "\u0301"])
def test_signs_alone_look_for_nothing(typed: str) -> None:
    assert not [w for w in wanted_words(typed) if w.word != "near"]


def test_a_long_text_is_looked_for_by_its_first_words() -> None:
    assert len(wanted_words(" ".join(f"woord{n}" for n in range(500)))) == MOST_WORDS
    assert len(wanted_words("a" * 100_000)[0].word) == 60


def test_an_e_mail_address_is_looked_for_as_it_is() -> None:
    assert [(w.word, w.by_beginning, w.forms) for w in wanted_words("Jo@straat.example weg")] == [
        ("jo", False, ()),
        ("straat", False, ()),
        ("example", False, ()),
        ("weg", True, ()),
    ]


def test_what_was_found_is_marked() -> None:
    wanted = wanted_words("lantaarnpalen")

    assert marked("De lantaarnpaal is kapot", wanted) == [
        Piece("De "),
        Piece("lantaarnpaal", marked=True),
        Piece(" is kapot"),
    ]


def test_a_long_text_is_cut_around_the_words() -> None:
    text = "woord " * 200 + "de kapotte lantaarnpaal <b>hier</b>\n\n en " + "slot " * 200

    pieces = snippet(text, wanted_words("kapotte paal lantaarn"))

    assert [piece.text for piece in pieces if piece.marked] == ["kapotte", "lantaarnpaal"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
    assert "<b>hier</b> en" in "".join(piece.text for piece in pieces)
    assert len("".join(piece.text for piece in pieces)) < 250


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert "".join(p.text for p in snippet("woord " * 100, wanted_words("x"))).startswith("woord w")
    assert snippet("", wanted_words("x")) == []


def test_one_endless_word_is_cut_too() -> None:
    assert len("".join(p.text for p in snippet("a" * 9000, wanted_words("b")))) < 250
    cut = snippet("a" * 9000, wanted_words("aaa"))
    assert cut[0].marked
    assert len(cut[0].text) < 400
