"""Does a line become a case as a letter of that day would, once, and without any mail?"""

from datetime import timedelta

from sqlmodel import select

from tests.backlog.conftest import Backlog
from tests.two_databases import House
from tracker.base.config import Settings
from tracker.intake.backlog_report import report_of
from tracker.intake.models import ImportedLine
from tracker.outbox.models import OutboxMessage
from tracker.register.models import (
    CaseState,
    Channel,
    Correspondent,
    CorrespondentKind,
    EventType,
    Message,
)
from tracker.replies.acknowledge import acknowledge_waiting

WHOLE = {
    "Nummer": "A-17",
    "Ontvangen": "02-11-2026 14:05",
    "Tekst": "Wanneer wordt de paal gemaakt?",
    "Soort afzender": "ondernemer",
    "E-mail": "jo@inwoner.example",
    "Straat": "Dijkweg",
    "Huisnummer": "12",
    "Toevoeging": "b",
    "Postcode": "3255 AA",
    "Plaats": "Waterrijk",
    "Telefoon": "0187 123456",
    "Kanaal": "e-mail",
    "Behandelaar": "Hanna@gemeente.example",
    "Bevestigd op": "03-11-2026",
}


def test_a_line_becomes_a_case_with_all_that_it_tells(backlog: Backlog, house: House) -> None:
    backlog.take_in(WHOLE)
    (case,) = backlog.cases()
    assert (case.title, case.channel) == ("Lantaarnpaal kapot", Channel.EMAIL)
    assert (str(case.received_on), str(case.acknowledged_on)) == ("2026-11-02", "2026-11-03")
    assert (case.handler_id, case.state) == (house.handler.id, CaseState.IN_PROGRESS)
    assert str(case.target_on) == "2026-11-16"
    assert house.events(case) == [
        EventType.REGISTERED,
        EventType.ASSIGNED,
        EventType.ACKNOWLEDGED,
    ]
    with house.db.reading() as session:
        message = session.exec(select(Message)).one()
        sender = session.exec(select(Correspondent)).one()
        line = session.exec(select(ImportedLine)).one()
    assert message.text == "Wanneer wordt de paal gemaakt?"
    assert f"{message.at:%H:%M}" == "13:05"
    assert (sender.name, sender.kind) == ("Jo Dijkgraaf", CorrespondentKind.BUSINESS)
    assert (sender.street, sender.postcode) == ("Dijkweg 12 b", "3255 AA")
    assert (line.key, line.case_id) == ("oud#A-17", case.id)


def test_what_had_happened_already_is_on_the_timeline(backlog: Backlog, house: House) -> None:
    closed = {"Gesloten op": "05-11-2026", "Gesloten als": "dubbel", "Betreft": "twee"}
    backlog.take_in(
        {"Beantwoord op": "04-11-2026"},
        closed,
        {"Gesloten op": "05-11-2026", "Gesloten als": "ingetrokken", "Betreft": "drie"},
        {
            "Onderwerp": "Bezwaar",
            "Betreft": "vier",
            "Decision sent on": "01-10-2026",
            "Verlengd op": "05-11-2026",
            "Verlengd met": "6 weken",
        },
    )
    cases = backlog.cases()
    assert [case.state for case in cases[:3]] == [
        CaseState.ANSWERED,
        CaseState.DUPLICATE,
        CaseState.WITHDRAWN,
    ]
    assert [str(case.closed_on) for case in cases[:2]] == ["2026-11-04", "2026-11-05"]
    assert str(cases[3].due_on) == "2027-02-04"


def test_the_same_file_a_second_time_adds_nothing(backlog: Backlog) -> None:
    first = backlog.take_in({"Nummer": "1"}, {"Nummer": ""}, {"Nummer": "2", "Betreft": "Anders"})
    again = backlog.check()
    assert (first.cases, again.known, list(again.letters)) == (3, 3, [])


def test_letters_that_were_checked_twice_come_in_once(backlog: Backlog, house: House) -> None:
    # Given two people who both checked the file before either went on
    from tracker.intake.backlog import import_letters

    checked = backlog.check({"Nummer": "1"}, {"Nummer": "2"})
    first = import_letters(house.db, house.clock, checked.letters)
    second = import_letters(house.db, house.clock, checked.letters)
    assert (first.cases, second.cases, second.known) == (2, 0, 2)
    assert len(backlog.cases()) == 2


def test_a_known_number_with_another_letter_is_told_and_changes_nothing(backlog: Backlog) -> None:
    backlog.take_in({"Nummer": "1"})
    checked = backlog.check({"Nummer": "1", "Betreft": "Iets anders"})
    assert (checked.known, list(checked.changed)) == (1, [2])
    assert [case.title for case in backlog.cases()] == ["Lantaarnpaal kapot"]


def test_two_lines_that_are_the_same_are_not_taken_for_two_letters(backlog: Backlog) -> None:
    told = backlog.refusals({}, {}, {"Nummer": "9"}, {"Nummer": "9", "Betreft": "Anders"})
    assert [(line, sentence[:36]) for line, _column, sentence in told] == [
        (3, "Deze brief staat ook op regel 2: dez"),
        (5, "Dit nummer staat ook op regel 4. Gee"),
    ]


def test_equal_letters_with_numbers_of_their_own_all_come_in(backlog: Backlog) -> None:
    assert backlog.take_in({"Nummer": "1"}, {"Nummer": "2"}).cases == 2


def test_nobody_gets_an_acknowledgement_of_an_old_letter(
    backlog: Backlog, house: House, settings: Settings
) -> None:
    # Given old mails, of which some were never acknowledged
    mail = {"E-mail": "jo@inwoner.example", "Kanaal": "e-mail"}
    backlog.take_in(mail, mail | {"Betreft": "Twee", "Bevestigd op": "02-11-2026"})

    # When the round comes that acknowledges whatever waits, then and the next day
    assert acknowledge_waiting(house.db, house.clock, settings) == 0
    house.clock.move_to(house.clock() + timedelta(days=1))
    assert acknowledge_waiting(house.db, house.clock, settings) == 0

    # Then no mail is there, and the first case still says that nobody did so
    with house.db.reading() as session:
        assert session.exec(select(OutboxMessage)).all() == []
    assert [case.acknowledged_on is None for case in backlog.cases()] == [True, False]


def test_a_report_can_be_mended_and_offered_again(backlog: Backlog) -> None:
    # Given two lines that are refused, one with what a spreadsheet would reckon as a formula
    formula = {"Afzender": "=HYPERLINK(1)", "Telefoon": "+31 187", "Ontvangen": "30-02-2026"}
    checked = backlog.check({}, formula, {"Onderwerp": "Vragen", "Afzender": "@jo"})
    report = report_of(checked.table, checked.refused).decode("utf-8-sig")

    # Then the report says what is wrong, and nothing in it is a formula
    assert "30-02-2026;Vraag;Lantaarnpaal kapot;'=HYPERLINK(1);'+31 187;3;Ontvangen;" in report
    assert "Bedoelt u “Vraag”?" in report
    assert len(report.splitlines()) == 3

    # And once mended it comes in, with the cells as they were
    backlog.path.write_text(
        report.replace("30-02", "28-02").replace("Vragen", "Vraag"), encoding="utf-8-sig"
    )
    again = backlog.check()
    assert [each.new.sender.name for each in again.letters] == ["=HYPERLINK(1)", "@jo"]
    assert again.letters[0].new.sender.phone == "+31 187"
    assert list(again.columns.ignored) == []
