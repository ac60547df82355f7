"""Is what is new in a reply parted from what was quoted and signed?"""

import time

import pytest

from tracker.intake.quotes import Circumstances, new_text

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


MOBILE = [
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf mijn Galaxy",
    "Verstuurd vanuit Outlook voor Android",
    "Sent from my iPad",
    "Verzonden met Proton Mail",
    "Outlook voor iOS downloaden",
    "Get Outlook for Android<https://aka.example/x>",
]


@pytest.mark.parametrize("line", MOBILE)
def test_what_a_telephone_says_of_itself_goes_and_nothing_after_it(line: str) -> None:
    assert new_text(f"De paal is stuk.\n\n{line}\n") == "De paal is stuk."
    after = f"De paal is stuk.\n\n{line}\n\nEn de put ook."
    assert new_text(after) == "De paal is stuk.\n\nEn de put ook."


@pytest.mark.parametrize(
    "line",
    [
        "Verzonden via de post, maar nooit antwoord gehad.",
        "Verstuurd met de fiets door mijn buurman.",
        "Sent from my desk, is much easier then my mobile phone.",
        "Verzonden vanaf mijn iPhone, want mijn computer is stuk: kunt u mij bellen?",
    ],
)
def test_a_sentence_about_sending_stays(line: str) -> None:
    assert new_text(f"Mijn formulier:\n{line}") == f"Mijn formulier:\n{line}"


@pytest.mark.parametrize(
    "end",
    [
        "Groet,\nFatma\n\nKunt u mij terugbellen?",
        "Groet,\nFatma\n\nIk woon op nummer 12 en mijn moeder op 14.",
        "--\nFatma\n\nIk woon op nummer 12 en mijn moeder op 14.",
        "Groet,\nFatma\n\nWilt u dit vertrouwelijk behandelen?",
        "Groet,\nFatma\n\nIk stel u aansprakelijk voor alle schade aan de afzender.",
        "Groet,\nFatma\n\nPS alleen voor de geadresseerde: de sleutel ligt onder de mat",
        "Groet,\nFatma\n\nNB de put is ook stuk",
    ],
)
def test_a_sentence_under_a_greeting_keeps_all_of_it(end: str) -> None:
    assert new_text(f"De paal is stuk.\n\n{end}") == f"De paal is stuk.\n\n{end}"


def test_a_disclaimer_goes_with_the_signature_however_long_it_is() -> None:
    lawyer = "Dit bericht is vertrouwelijk en alleen bestemd voor wie het krijgt.\n" * 20
    assert new_text(f"De paal is stuk.\n\nGroet,\nFatma\n\n{lawyer}") == "De paal is stuk."
    wrapped = "Let op: wat in dit bericht staat\nkan vertrouwelijk zijn, waarschuw dus de afzender."
    assert new_text(f"De paal is stuk.\n--\nFatma\n\n{wrapped}") == "De paal is stuk."


def test_the_name_of_the_sender_starts_a_signature() -> None:
    known = Circumstances(sender_name="Jan de Boer")
    assert new_text("De bus rijdt niet.\n\nJAN DE BOER\n06 123", known) == "De bus rijdt niet."
    asked = "Wie is mijn wethouder?\n\nJan de Boer\nis dat hem?"
    assert new_text(asked, known) == asked


def test_a_new_letter_with_marks_of_its_own_keeps_them() -> None:
    text = "Gemeten:\n> 50 decibel\nDat is te veel."
    assert new_text(text, Circumstances(is_reply=False)) == text
    assert new_text(text) == "Gemeten:\nDat is te veel."


def test_who_writes_between_the_lines_without_marks_says_so_and_keeps_all() -> None:
    head = "Van: Post <post@waterrijk.example>\nVerzonden: maandag\nAan: Jan\nOnderwerp: x\n"
    text = f"Mijn reacties staan in blauw tussen de tekst.\n\n{head}\nWaar is het? Bij de kerk."
    assert new_text(text) == text


def test_a_text_signed_in_the_clear_loses_its_armour() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nDe paal is stuk.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    assert new_text(text) == "De paal is stuk."


@pytest.mark.parametrize(
    "line",
    [
        "Op 3 november 2026 om 10:12 stuurde ik jan@wijkraad.example de volgende vraag:",
        "Op 3 november schreef u mij het volgende:",
        "In 2026 mailde ik <jan@wijkraad.example<mailto:jan@wijkraad.example>>:",
    ],
)
def test_a_person_who_tells_what_was_written_is_no_program(line: str) -> None:
    text = f"Beste gemeente,\n\n{line}\nKomt u langs?\nIk hoorde niets."
    assert new_text(text) == text


@pytest.mark.parametrize(
    "bomb",
    [
        "op 1 " * 40_000 + ":",
        "Verzonden vanaf mijn " + "a " * 100_000,
        "Van: a@b\n" * 20_000,
        "Op 3 juni\n" * 20_000,
        "\n\n" * 50_000 + "--\n" * 5_000,
        "Groet,\n\nJan de Boer\n" * 5_000,
        "a@b " * 50_000 + "schreef:",
    ],
)
def test_no_text_takes_long(bomb: str) -> None:
    start = time.process_time()
    new_text(bomb, Circumstances(sender_name="Jan de Boer"))
    assert time.process_time() - start < 5
