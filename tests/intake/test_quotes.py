"""Is what is new in a reply parted from what was quoted and signed?"""

import pytest

from tracker.intake.quotes import new_text

REPLIES = {
    "gmail_nl": "Dank u wel.\n\nOp wo 3 jun 2026 om 14:05 schreef Gemeente Waterrijk "
    "<post@waterrijk.example>:\n\n> Uw vraag is binnen.\n",
    "gmail_nl_broken_line": "Dank u wel.\n\nOp wo 3 jun 2026 om 14:05 schreef Gemeente\n"
    "Waterrijk <post@waterrijk.example>:\n\n> Uw vraag is binnen.\n",
    "gmail_en": "Dank u wel.\n\nOn Wed, Jun 3, 2026 at 2:05 PM Gemeente Waterrijk "
    "<post@waterrijk.example> wrote:\n> Uw vraag is binnen.\n",
    "apple_nl": "Dank u wel.\n\nOp 3 jun. 2026 om 14:05 heeft Gemeente Waterrijk "
    "<post@waterrijk.example> het volgende geschreven:\n\n> Uw vraag is binnen.\n",
    "iphone_nl": "Dank u wel.\n\nVerstuurd vanaf mijn iPhone\n\n> Op 3 jun. 2026 om 14:05 heeft "
    "Gemeente <post@waterrijk.example> het volgende geschreven:\n> \n> Uw vraag is binnen.\n",
    "thunderbird_nl": "Dank u wel.\n\nPost Waterrijk schreef op 3-6-2026 om 14:05:\n> Uw vraag.\n",
    "outlook_nl": "Dank u wel.\n\nVan: Post <post@waterrijk.example>\nVerzonden: woensdag 3 juni "
    "2026 14:05\nAan: Fatma\nOnderwerp: Uw vraag\n\nUw vraag is binnen.\n",
    "outlook_nl_line": "Dank u wel.\n\n________________________________\nVan: Post "
    "<post@waterrijk.example>\nVerzonden: woensdag 3 juni 2026\nAan: Fatma\nOnderwerp: Uw vraag\n"
    "\nUw vraag is binnen.\n",
    "outlook_en": "Dank u wel.\n\nFrom: Post <post@waterrijk.example>\nSent: Wednesday\nTo: Fatma\n"
    "Subject: Uw vraag\n\nUw vraag is binnen.\n",
    "outlook_bold": "Dank u wel.\n\n*Van:* Post <post@waterrijk.example>\n*Verzonden:* woensdag\n"
    "*Aan:* Fatma\n*Onderwerp:* Uw vraag\n\nUw vraag is binnen.\n",
    "original_message": "Dank u wel.\n\n-----Oorspronkelijk bericht-----\nVan: Post\n\nUw vraag.\n",
    "quoted_only_with_marks": "> Uw vraag is binnen.\nDank u wel.\n",
    "signature_mark": "Dank u wel.\n-- \nFatma Yıldız\n06 12345678\n",
    "signature_words": "Dank u wel.\n\nMet vriendelijke groet,\n\nFatma Yıldız\n",
    "outlook_app": "Dank u wel.\n\nOutlook voor Android downloaden\n",
    "plain": "Dank u wel.\nOp 3 juni 2026 schreef Post Waterrijk:\nUw vraag is binnen.\n",
}


@pytest.mark.parametrize("name", REPLIES)
def test_only_the_new_text_is_left(name: str) -> None:
    assert new_text(REPLIES[name]) == "Dank u wel."


def test_answers_between_quoted_lines_stay_and_the_quoted_lines_go() -> None:
    text = (
        "Op 3 juni 2026 schreef Post Waterrijk:\n> Waar staat de paal?\nOp de Kerkweg.\n"
        "> Sinds wanneer?\nSinds maandag.\n"
    )
    assert new_text(text) == "Op de Kerkweg.\nSinds maandag."


@pytest.mark.parametrize(
    "text",
    [
        "Van: maandag tot vrijdag is de brug dicht.\nWat kost dat?",
        "Op 3 juni schreef ik u ook al: de paal is stuk.",
        "Beste gemeente,\n\nMijn buurman schreef: dat mag niet.\nMag dat wel?",
        "Groet uw wethouder van mij. Komt hij ook? Ik wil graag een afspraak.",
        "Op de brief die u schreef staat een fout:\nmijn naam klopt niet.\n\nKunt u helpen?",
    ],
)
def test_a_letter_that_only_looks_like_a_reply_stays_whole(text: str) -> None:
    assert new_text(text) == text


def test_a_mail_that_was_only_forwarded_stays_whole() -> None:
    text = "Van: Jan\nVerzonden: maandag\nAan: Fatma\nOnderwerp: Paal\n\nDe paal is stuk."
    assert new_text(text) == text


def test_a_postscript_after_the_greeting_is_part_of_the_letter() -> None:
    text = "De paal is stuk.\n\nMet vriendelijke groet,\nFatma\n\nPS Bel mij liever."
    assert "Bel mij liever" in new_text(text)


def test_an_empty_text_stays_empty() -> None:
    assert new_text("") == ""
