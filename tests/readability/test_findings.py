"""Is what makes a text hard marked at its place, with a reason and a plain form?"""

import pytest

from tracker.readability.officialese import WordListError, read_entries
from tracker.readability.report import check_reply


def kinds(text: str, language: str = "nl") -> set[str]:
    return {one.kind for one in check_reply(text, language).findings}


def texts(text: str, kind: str) -> list[str]:
    return [one.text for one in check_reply(text).findings if one.kind == kind]


def test_findings_point_at_their_place() -> None:
    text = (
        "Beste Anna,\n\nDerhalve wordt uw verzoek o.g.v. artikel 4:5, tweede lid, en het door u op"
        " 3 mei ingediende formulier afgewezen. Het is niet onmogelijk dat de VNG"
        " helofytenfilters plaatst."
    )

    for one in check_reply(text).findings:
        assert text[one.start : one.end] == one.text
        assert one.reason_nl
        assert one.reason_en


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("Wij beslissen met betrekking tot uw zaak.", "official_word", "met betrekking tot"),
        ("Het bedrag wordt betaald.", "passive", "wordt"),
        ("Dit is niet onmogelijk voor ons.", "double_negation", "niet onmogelijk"),
        (
            "Wij nemen het door u op 3 mei ingediende bezwaar aan.",
            "tangled",
            "het door u op 3 mei ingediende bezwaar",
        ),
        (
            "Dat staat in artikel 4:5, tweede lid, van de wet.",
            "law_reference",
            "artikel 4:5, tweede lid",
        ),
        ("Dat is n.a.v. uw brief.", "abbreviation", "n.a.v."),
        ("Vraag het aan de VNG in de stad.", "abbreviation", "VNG"),
        ("Wij plaatsen een helofytenfilter daar.", "rare_word", "helofytenfilter"),
    ],
)
def test_each_kind_of_finding(text: str, kind: str, marked: str) -> None:
    assert texts(text, kind) == [marked]


def test_a_rewrite_is_in_the_same_form_and_case() -> None:
    found = check_reply("Derhalve verstrekte hij het. Wij zijn voornemens te komen.").findings

    assert {one.text: one.rewrite for one in found if one.kind == "official_word"} == {
        "Derhalve": "Daarom",
        "verstrekte": "gaf",
        "zijn voornemens": "zijn van plan",
    }


def test_an_abbreviation_is_written_out() -> None:
    found = check_reply("Wij doen dat i.p.v. iets anders, en e.v. ook.").findings

    assert [one.rewrite for one in found if one.kind == "abbreviation"] == ["in plaats van"]


def test_known_or_explained_abbreviations_are_left_alone() -> None:
    assert "abbreviation" not in kinds("Stuur de PDF met uw BSN. De Vereniging (VNG) leest mee.")


def test_names_and_numbers_are_no_rare_words() -> None:
    assert "rare_word" not in kinds(
        "Wij wonen in Zwaagwesteinderveen en Xqzwvxqz op 12345678 meter."
    )


def test_long_sentences_clauses_and_nouns() -> None:
    text = (
        "Wij vinden dat de beoordeling en de uitvoering van de regeling, die het college heeft"
        " vastgesteld omdat de raad dat wilde toen de verandering klaar was, waarbij wij veel"
        " overleg hadden, goed is."
    )

    assert {"long_sentence", "stacked_clauses", "nominalisation"} <= kinds(text)


def test_a_wall_of_text_and_what_is_missing() -> None:
    wall = "Het is een mooie dag en de zon schijnt in het park. " * 12
    missing = kinds(wall)

    assert {"wall_of_text", "no_address", "no_contact"} <= missing
    assert not {"wall_of_text", "no_address", "no_contact"} & kinds("Bel ons als u dat wilt. " * 12)


def test_an_acknowledgement_without_a_date_is_told_so() -> None:
    assert "no_date" in kinds("Wij hebben uw brief ontvangen.")
    assert "no_date" not in kinds("Wij hebben uw brief ontvangen. U hoort voor 3 mei van ons.")
    assert "no_date" not in kinds("Nee, dat kan niet.")


def test_the_first_five_are_not_all_of_one_kind() -> None:
    text = (
        "Derhalve, alsmede tevens, gelet op dit, inzake dat, thans en voorts reeds, wordt niet"
        " nooit iets gedaan volgens artikel 3."
    )

    assert len({one.kind for one in check_reply(text).findings[:5]}) > 1


def test_the_longest_sentences_come_longest_first() -> None:
    longest = check_reply("Een twee. Een twee drie vier. Een twee drie. Een.").longest_sentences

    assert [one.text for one in longest] == ["Een twee drie vier.", "Een twee drie.", "Een twee."]


def test_english_findings() -> None:
    found = kinds(
        "The form was sent pursuant to section 4. It is not unlikely that we will commence.", "en"
    )

    assert {"passive", "official_word", "law_reference", "double_negation"} <= found


def test_plain_text_has_nothing_to_mend() -> None:
    assert check_reply("Wij komen morgen. Zet u de bak klaar?").findings == ()


@pytest.mark.parametrize(
    "line",
    ["geen gelijkteken", "= gewoon", "officieel =", "een, twee, drie = plain, other", "a, = b"],
)
def test_a_broken_line_in_the_word_list_is_refused(line: str) -> None:
    with pytest.raises(WordListError, match="line 2"):
        read_entries(f"# comment\n{line}\n")


@pytest.mark.parametrize("name", ["officialese.txt", "officialese_en.txt"])
def test_the_word_lists_have_no_doubles(name: str) -> None:
    from importlib.resources import files

    entries = read_entries(files("tracker.readability").joinpath(name).read_text("utf-8"))
    forms = [entry.official for entry in entries]

    assert sorted(forms) == sorted(set(forms))
    assert all(entry.plain != entry.official for entry in entries)
    assert len(forms) > (500 if name == "officialese.txt" else 80)
