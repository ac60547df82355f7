"""Does the score go up where a text gets harder, and can it be explained to the last point?"""

import pytest

from tracker.readability.difficulty import BAND_LABELS, BANDS, band_of, estimate
from tracker.readability.features import measure
from tracker.readability.frequency import familiarity, parts, zipf
from tracker.readability.languages import UnknownLanguage, language_for
from tracker.readability.report import check_reply
from tracker.readability.sentences import running_text, split


def difficulty(text: str, language: str = "nl") -> float:
    found = check_reply(text, language).difficulty
    assert found is not None
    return found


PAIRS = [
    (
        "Indien u niet tijdig reageert, zal uw aanvraag niet in behandeling worden genomen.",
        "Als u niet op tijd reageert, behandelen wij uw aanvraag niet.",
    ),
    (
        "Ten behoeve van de herinrichting van het plein worden werkzaamheden verricht.",
        "Wij maken het plein opnieuw.",
    ),
    (
        "Er wordt door de gemeente contact met u opgenomen teneinde een afspraak te maken.",
        "Wij bellen u voor een afspraak.",
    ),
    (
        "De beschikking zal door het college aan betrokkene worden toegezonden, waarna binnen zes"
        " weken bezwaar kan worden gemaakt.",
        "Wij sturen u het besluit. U kunt daarna binnen zes weken bezwaar maken.",
    ),
    (
        "Gelet op het bovenstaande is het college van oordeel dat een afwijzing van uw verzoek"
        " gerechtvaardigd is.",
        "Daarom wijzen wij uw verzoek af.",
    ),
    (
        "Parkeren is uitsluitend toegestaan voor vergunninghouders.",
        "U mag hier alleen parkeren als u een vergunning hebt.",
    ),
]


@pytest.mark.parametrize(("hard", "plain"), PAIRS)
def test_the_plainer_sentence_has_the_lower_score(hard: str, plain: str) -> None:
    assert difficulty(plain) < difficulty(hard)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "text",
    ["Wij helpen u graag.", "The committee will commence. " * 30, "aansprakelijkheid " * 300],
)
def test_the_contributions_add_up_to_the_score(text: str, language: str) -> None:
    report = check_reply(text, language)

    assert report.difficulty == pytest.approx(50 + sum(one.points for one in report.contributions))
    assert 0 <= difficulty(text, language) <= 100


def test_a_text_right_in_the_middle_has_points_too() -> None:
    language = language_for("nl")
    measured = measure(running_text(split("Wij helpen u.")), language)
    score, contributions = estimate(measured, "nl")

    assert score == pytest.approx(50 + sum(one.points for one in contributions))


def test_the_strongest_reason_comes_first() -> None:
    report = check_reply(
        "Wij delen u mede dat gelet op het vigerende beleid derhalve thans niets volgt."
    )

    assert report.contributions[0].feature == "official_words"
    assert report.contributions[0].points > 0


def test_bands_cover_the_scale_and_have_names() -> None:
    assert [band_of(score) for score in (0.0, 50.0, 70.0, 99.9)] == [code for _, code in BANDS]
    assert band_of(None) == "unknown"
    assert {code for _, code in BANDS} | {"unknown"} == set(BAND_LABELS)


def test_no_label_claims_a_language_level() -> None:
    for dutch, english in BAND_LABELS.values():
        assert "B1" not in dutch + english


def test_english_has_its_own_path() -> None:
    assert difficulty("We will help you.", "en") < difficulty(
        "Pursuant to the regulation the application is terminated due to the fact that additional"
        " documentation was not furnished.",
        "en",
    )


def test_compounds_are_judged_by_their_parts() -> None:
    assert parts("afvalcontainer") == ("afval", "container")
    assert parts("bestemmingsplanwijziging")[-1] == "wijziging"
    assert parts("parkeervergunningaanvraag")[-1] == "aanvraag"
    assert parts("fiets-parkeren") == ("fiets", "parkeren")
    assert parts("fiets-xqzwv") == ()
    assert parts("xqzwv") == ()
    assert familiarity("afvalcontainer") > zipf("afvalcontainer")
    assert familiarity("xqzwvxqzwv") == zipf("xqzwvxqzwv")
    assert familiarity("x" * 200) == zipf("x" * 200)


@pytest.mark.parametrize("code", ["nl", "NL", "nl-NL", "nl_NL"])
def test_all_ways_to_write_dutch_are_dutch(code: str) -> None:
    assert language_for(code).code == "nl"


def test_another_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        check_reply("Bonjour", "fr")
