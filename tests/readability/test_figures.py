"""Are Flesch-Douma and LIX right, and is no letter kept by the library that reckons them?"""

import pytest

from tracker.readability.figures import NO_FIGURES, Figures, figures_for
from tracker.readability.languages import language_for
from tracker.readability.sentences import running_text, split


def figures(text: str, language: str = "nl") -> Figures:
    return figures_for(running_text(split(text)), language_for(language))


def test_counts_are_our_own_and_not_those_of_the_library() -> None:
    found = figures("Dat is goed. Kom maar. U krijgt bericht. Tot dan. Wij helpen u.")

    assert (found.words, found.sentences) == (13, 5)
    assert found.words_per_sentence == pytest.approx(2.6)


def test_flesch_douma_follows_its_formula() -> None:
    found = figures("De kat zit op de mat. De hond ligt in het gras.")

    # 12 words of one syllable each, 6 a sentence: 206.835 - 0.93*6 - 77*1, and at most 100
    assert found.flesch_douma == 100.0
    assert found.flesch_reading_ease is None


def test_flesch_douma_within_the_scale() -> None:
    found = figures("De raad van de gemeente vergadert morgen over de nieuwe brug.")

    # eleven words, one sentence: only a whole number of syllables can give the score
    assert found.flesch_douma is not None
    syllables = (206.835 - 0.93 * 11 - found.flesch_douma) / 77 * 11
    assert 0 < found.flesch_douma < 100
    assert syllables == pytest.approx(round(syllables))


def test_lix_is_words_per_sentence_plus_long_words() -> None:
    assert figures("De gemeenteraad vergadert. Kom.").lix == pytest.approx(4 / 2 + 100 * 2 / 4)


def test_legal_abbreviations_do_not_make_a_letter_look_easier() -> None:
    short = figures("De afspraak is a.s. maandag om 10.00 uur bij mevr. drs. J.P. Berg.")
    plain = figures("De afspraak is komende maandag om tien uur bij mevrouw J Berg.")

    assert short.sentences == plain.sentences == 1


def test_english_needs_no_dictionary_and_has_its_own_formula() -> None:
    found = figures("The table is ready. We like the simple little house.", "en")

    assert found.flesch_douma is None
    assert found.flesch_reading_ease is not None
    assert 80 < found.flesch_reading_ease <= 100


def test_nothing_to_read_gives_no_figure_instead_of_zero() -> None:
    assert figures("") == NO_FIGURES
    assert figures("👍") == NO_FIGURES


def test_the_score_stays_between_0_and_100() -> None:
    assert figures("woord " * 5000).flesch_douma == 0.0
    assert figures("Ja.").flesch_douma == 100.0


def test_the_library_forgets_the_letter() -> None:
    from textstat import backend

    figures("Mevrouw Zonderling woont aan de Geheimlaan en schrijft ons een brief.")

    assert backend.metrics.lix.cache_info().currsize == 0
    assert backend.selections.list_words.cache_info().currsize == 0
    assert backend.counts.count_syllables.cache_info().currsize == 0
