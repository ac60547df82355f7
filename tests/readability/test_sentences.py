"""Are the sentences and words of a Dutch letter cut where a reader would cut them?"""

import pytest

from tracker.readability.sentences import Role, running_text, split, words_of


def sentences_in(text: str) -> list[str]:
    return [one.text for one in running_text(split(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "De afspraak is a.s. maandag om 10.00 uur in het stadhuis van Veldermeer.",
        "In uw brief d.d. 12 mei jl. vraagt u iets aan dhr. A. de Vries, p.a. Postbus 16200.",
        "Uw zaak heeft nr. 2024.123.456 en ligt bij mevr. drs. J.P. van den Berg.",
        "Dat is op grond van art. 2.12, eerste lid, onder a, sub 1°, van de Wabo.",
        "U moet bijv. een paspoort meenemen en een pasfoto.",
        "Kijk op www.veldermeer.example of mail naar info@veldermeer.example voor meer.",
        "De kosten zijn € 1.234,50 en u betaalt voor 1.5.2026 alles.",
        "Dat duurt langer... maar niet veel.",
    ],
)
def test_dots_inside_a_sentence_do_not_end_it(sentence: str) -> None:
    assert sentences_in(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dat is goed. Kom maar. U krijgt bericht. Tot dan. Wij helpen u.", 5),
        ("De brief is van 12 mei jl. De zaak loopt.", 2),
        ("Het is klaar! Komt u langs? “Ja.” Zei hij.", 4),
        ("Dat kost € 12. U betaalt nu. 14 dagen later is het te laat.", 3),
        ("Dit is het einde.Een nieuwe zin begint hier.", 2),
        ("U heeft nodig:\n- paspoort\n- pasfoto\n- bewijs van betaling", 4),
        ("U heeft nodig:\npaspoort\npasfoto", 3),
        ("1. Nee. Dat kan niet.\n2) Ja.\n(c) Misschien.", 4),
    ],
)
def test_sentences_and_list_items_are_counted(text: str, count: int) -> None:
    assert len(sentences_in(text)) == count


def test_greeting_heading_label_and_closing_are_left_out() -> None:
    letter = (
        "Onderwerp: uw klacht\n\nGeachte heer A. Jansen,\n\nWat is er gebeurd\nWij hebben gekeken."
        "\n\n## Wat nu\nU hoeft niets te doen.\n\nHoogachtend,\nhet college\n\n"
        "Dit bericht is automatisch verstuurd."
    )

    assert sentences_in(letter) == [
        "Wij hebben gekeken.",
        "U hoeft niets te doen.",
        "Dit bericht is automatisch verstuurd.",
    ]
    assert [one.role for one in split(letter)] == [
        Role.LABEL,
        Role.GREETING,
        Role.HEADING,
        Role.SENTENCE,
        Role.HEADING,
        Role.SENTENCE,
        Role.CLOSING,
        Role.CLOSING,
        Role.SENTENCE,
    ]


def test_text_behind_the_greeting_on_the_same_line_counts() -> None:
    assert sentences_in("Beste mevrouw De Boer, wij helpen u.") == ["wij helpen u."]


def test_a_wrapped_paragraph_is_read_as_one() -> None:
    letter = (
        "Wij hebben uw vraag over de nieuwe speeltuin in het park aan de\n"
        "Molenweg gelezen en daar met de wijkraad over gesproken. Die wil\n"
        "het graag."
    )

    assert len(sentences_in(letter)) == 2
    assert sentences_in(letter)[0].endswith("gesproken.")


def test_a_list_item_may_go_on_over_the_next_line() -> None:
    letter = (
        "- een kopie van uw paspoort of van uw identiteitskaart en\n"
        "ook van uw rijbewijs\n- een pasfoto"
    )

    assert len(sentences_in(letter)) == 2


def test_a_lone_heading_counts_rather_than_nothing() -> None:
    assert sentences_in("## Maatregelen ten tijde van corona") == [
        "Maatregelen ten tijde van corona"
    ]


def test_places_are_those_in_the_whole_text() -> None:
    letter = "Beste Anna,\n\nDit is één. Dit is twee.\n"

    for one in split(letter):
        assert letter[one.start : one.end] == one.text
        for word in one.words:
            assert letter[word.start : word.end] == word.text


def test_dates_amounts_and_addresses_are_no_plain_words() -> None:
    words = words_of("Mail a.b@c.example over € 12,50 van 3-4-2026 op www.x.example of 3e, aub.")

    assert [word.text for word in words if word.is_plain] == [
        "Mail",
        "over",
        "van",
        "op",
        "of",
        "aub",
    ]
    assert [word.text for word in words if not word.is_plain] == [
        "a.b@c.example",
        "€ 12,50",
        "3-4-2026",
        "www.x.example",
        "3e",
    ]


def test_compounds_and_apostrophes_stay_whole() -> None:
    assert [word.text for word in words_of("foto's, woon-werkverkeer en op- of aanmerkingen")] == [
        "foto's",
        "woon-werkverkeer",
        "en",
        "op-",
        "of",
        "aanmerkingen",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n", "✓ 👍", "...", "---"])
def test_where_there_are_no_words_there_is_no_running_text(text: str) -> None:
    assert running_text(split(text)) == ()
