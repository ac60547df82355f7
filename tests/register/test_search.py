"""Is the right letter found, in the right order, by who may see it, on both databases alike?"""

from datetime import date

import pytest

from tests.register.letters import LETTERS, Letter, send, send_all, who
from tests.two_databases import House
from tracker.base.config import Settings
from tracker.base.migrate import downgrade, upgrade
from tracker.people.models import User
from tracker.register.models import Case, Channel, Correspondent, Message
from tracker.register.search import (
    After,
    Filters,
    Found,
    find,
    find_correspondents,
)
from tracker.register.service import NewMessage, assign, receive_message


@pytest.fixture
def cases(house: House) -> list[Case]:
    return send_all(house)


def look(house: House, typed: str, user: User | None = None, **filters: object) -> Found:
    with house.db.reading() as session:
        return find(session, user or house.registrar, typed, Filters(**filters))  # type: ignore[arg-type]


def titles(found: Found) -> list[str]:
    return [hit.case.title for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # by title first, then by text; the newest first
        ("lantaarnpaal", ["Lantaarnpaal kapot", "Donkere straat"]),
        ("lantaarnpalen", ["Lantaarnpaal kapot", "Donkere straat"]),
        ("boom", ["Bomen kappen", "Boom omgewaaid", "Onleesbaar"]),
        ("lantaarn", ["Lantaarnpaal kapot", "Donkere straat"]),
        ("parkeert", ["Parkeren bij het café"]),
        ("cafe", ["Parkeren bij het café"]),
        ("CAFÉ", ["Parkeren bij het café"]),
        ("brief", ["Bezwaar tegen de aanslag"]),
        # by sender before mentioned in a letter
        ("jo de wit", ["Lantaarnpaal kapot", "Vraag over belasting"]),
        ("renee", ["Bomen kappen"]),
        ("cigdem", ["Vergunning dakkapel"]),
        ("yılmaz", ["Bezwaar tegen de aanslag"]),
        ("jo.bakker@inwoner.example", ["Parkeren bij het café"]),
        ("oesterdam", ["Vergunning dakkapel"]),
        # words of the sender and of the letter together
        ("bakker lantaarnpaal", ["Donkere straat"]),
        # the name of a file
        ("tekening-dakkapel.pdf", ["Vergunning dakkapel"]),
        ("aanslag", ["Aanslag", "Bezwaar tegen de aanslag"]),
        ("bestaatniet", []),
        ("boom bestaatniet", []),
        ("alert", ["Onleesbaar"]),
    ],
)
def test_the_right_letters_come_in_the_right_order(
    house: House, cases: list[Case], typed: str, expected: list[str]
) -> None:
    assert titles(look(house, typed)) == expected


def test_a_case_number_comes_first(house: House, cases: list[Case]) -> None:
    number = cases[0].number
    send(house, Letter(f"Over zaak {number}", "Hoe staat het ermee?", who("Jo de Wit")))

    assert look(house, number).hits[0].case.number == number
    assert titles(look(house, number)) == ["Lantaarnpaal kapot", f"Over zaak {number}"]
    assert look(house, " 2026-1 ").hits[0].case.number == number
    assert number in {hit.case.number for hit in look(house, "000001").hits}


@pytest.mark.parametrize(
    "typed",
    [
        '"', "boom\"", "boom'", "AND", "OR NOT", "boom AND", "NEAR(boom paal, 2)", "*", "boom*",
        "{number} : 1", "-boom", "^boom", "boom & | !", "boom:*", "\\", "%", "_", ";", "--", "()",
        "((boom", "\x00boom", "boom\x00", "😀", "boom 😀", "\u0301", "é\u0301", "\ud7a3", "中文",
        "a𞤀b", "ᲐᲑ", "İstanbul", "²", "١٢٣", "x" * 5000, "woord " * 5000, "= > <", "marks:t1",
        "\u202eboom", "'; DROP TABLE message; --", "\ud800",
    ],
)  # fmt: skip
def test_what_people_type_is_never_an_error(house: House, cases: list[Case], typed: str) -> None:
    look(house, typed)
    look(house, typed, house.handler, state="open")
    with house.db.reading() as session:
        find_correspondents(session, house.handler, typed)


def test_nothing_typed_finds_nothing(house: House, cases: list[Case]) -> None:
    assert titles(look(house, "")) == []
    assert titles(look(house, ' " ')) == []


def test_people_see_their_own_teams_cases_and_their_own(house: House, cases: list[Case]) -> None:
    # Given a case of the team that lies with somebody of another team
    assert titles(look(house, "aanslag", house.stranger)) == ["Aanslag"]
    assert titles(look(house, "aanslag", house.handler)) == ["Bezwaar tegen de aanslag"]
    with house.db.changing() as session:
        case = session.get_one(Case, cases[5].id)
        assign(session, house.clock(), case, house.stranger.id, house.lead.id)

    # Then both find it
    expected = ["Aanslag", "Bezwaar tegen de aanslag"]
    assert titles(look(house, "aanslag", house.stranger)) == expected
    assert titles(look(house, "aanslag", house.handler)) == ["Bezwaar tegen de aanslag"]
    # And a number is no way round
    assert titles(look(house, cases[9].number, house.handler)) == []


def test_a_word_that_is_a_mark_of_ours_finds_no_cases(house: House, cases: list[Case]) -> None:
    assert titles(look(house, f"t{house.handler.team_id}")) == []
    assert titles(look(house, "cemail")) == []


def test_filters_narrow_what_is_found(house: House, cases: list[Case]) -> None:
    everything = [letter.title for letter in reversed(LETTERS)]
    applications = ["Vergunning dakkapel", "Bomen kappen"]
    assert titles(look(house, "", state="open")) == everything
    assert titles(look(house, "", state="closed")) == []
    assert titles(look(house, "", state="new", subject_id=house.application.id)) == applications
    assert titles(look(house, "boom", subject_id=house.application.id)) == ["Bomen kappen"]
    assert titles(look(house, "", team_id=house.stranger.team_id)) == ["Aanslag"]
    assert titles(look(house, "boom", channel=Channel.LETTER)) == []
    assert len(titles(look(house, "boom", channel=Channel.EMAIL))) == 3
    assert titles(look(house, "boom", since=date(2026, 11, 5))) == ["Bomen kappen", "Onleesbaar"]
    assert titles(look(house, "boom", until=date(2026, 11, 4))) == ["Boom omgewaaid"]
    assert titles(look(house, cases[0].number, state="closed")) == []


def test_pages_follow_each_other_without_a_gap(house: House, cases: list[Case]) -> None:
    for typed in ("boom", "inwoner", cases[0].number):
        everything = titles(look(house, typed))
        found, after = [], None
        with house.db.reading() as session:
            while True:
                page = find(session, house.registrar, typed, after=after, size=1)
                found += titles(page)
                after = page.next
                if after is None:
                    break
                assert After.read(str(after)) == after
        assert found == everything
    assert After.read("x") is None
    assert After.read("9-1") is None


def test_what_matched_is_shown(house: House, cases: list[Case]) -> None:
    (hit,) = look(house, "dakkapel").hits

    assert [piece.text for piece in hit.title if piece.marked] == ["dakkapel"]
    assert [piece.text for piece in hit.text if piece.marked] == ["dakkapel"]
    assert ["".join(piece.text for piece in file) for file in hit.files] == [
        "tekening-dakkapel.pdf"
    ]
    (hit,) = look(house, "oesterdam").hits
    assert "Oesterdam" in [piece.text for piece in hit.sender if piece.marked]


def test_the_index_follows_every_change(house: House, cases: list[Case]) -> None:
    # When a further message comes, a text is mended and a sender moves
    with house.db.changing() as session:
        case = session.get_one(Case, cases[0].id)
        further = NewMessage(channel=Channel.EMAIL, at=house.clock(), text="Nu flakkert hij.")
        receive_message(session, house.clock(), case, further)
    with house.db.changing() as session:
        message = session.get_one(Message, 2)
        message.text = "Toch geen probleem."
        sender = session.get_one(Correspondent, cases[2].correspondent_id)
        sender.name = "Pieter Zandstra"
        session.add_all([message, sender])

    # Then what is new is found and what was is not
    assert titles(look(house, "flakkert")) == ["Lantaarnpaal kapot"]
    assert titles(look(house, "brandt flakkert")) == ["Lantaarnpaal kapot"]
    assert titles(look(house, "lantaarnpalen")) == ["Lantaarnpaal kapot"]
    assert titles(look(house, "zandstra")) == ["Boom omgewaaid"]
    assert titles(look(house, "kok boom")) == ["Boom omgewaaid"]  # the letter is signed as it was
    # And the state and the team go along
    with house.db.changing() as session:
        case = session.get_one(Case, cases[2].id)
        case.team_id = house.stranger.team_id or 0
        session.add(case)
    assert titles(look(house, "zandstra", house.handler)) == []
    assert titles(look(house, "zandstra", house.stranger)) == ["Boom omgewaaid"]


def test_what_is_taken_back_leaves_no_trace(house: House, cases: list[Case]) -> None:
    with house.db.reading() as session:
        message = session.get_one(Message, 1)
        message.text = "Xylofoon"
        session.add(message)
        session.flush()
        session.rollback()

    assert titles(look(house, "xylofoon")) == []


def test_what_is_there_already_is_put_into_the_index(
    house: House, cases: list[Case], settings: Settings
) -> None:
    before = {typed: titles(look(house, typed)) for typed in ("boom", "jo", "dakkapel")}
    house.db.close()

    downgrade(settings.database, "0005")
    upgrade(settings.database)

    assert {typed: titles(look(house, typed)) for typed in before} == before
    with house.db.reading() as session:
        assert len(find_correspondents(session, house.registrar, "bakker")) == 2


def test_a_letter_of_a_million_different_words_is_stored(house: House) -> None:
    words = " ".join(f"w{n:x}é" for n in range(300_000))
    case = send(house, Letter("Heel lang", words, who("Jo de Wit")))

    assert titles(look(house, "w1é")) == ["Heel lang"]
    assert case.id


def test_senders_are_found_by_name_and_address(house: House, cases: list[Case]) -> None:
    def names(typed: str, user: User) -> list[str]:
        with house.db.reading() as session:
            found = find_correspondents(session, user, typed)
        return [known.correspondent.name for known in found]

    assert names("bakker", house.registrar) == ["Jo Bakker", "Sanne Bakker"]
    assert names("jo.bakker@inwoner.example", house.handler) == ["Jo Bakker"]
    assert names("oesterdam", house.handler) == ["Çiğdem Aksoy"]
    assert names("vos", house.handler) == []  # of another team
    assert names("vos", house.stranger) == ["Wim Vos"]
