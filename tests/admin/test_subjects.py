"""Can an administrator say which law and norms a kind of letter has, and do its cases follow?"""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from jobs import reckoning
from tests.browsing import Colleague, Office
from tracker.admin.service import SubjectInput, add_subject, save_team
from tracker.base.errors import InvalidInput, NotFound
from tracker.register.models import Subject

NEW: dict[str, Any] = {
    "name": "Honden",
    "regime": "servicenorm",
    "team_id": "1",
    "acknowledge_number": "1",
    "acknowledge_unit": "working day",
    "answer_number": "3",
    "answer_unit": "week",
    "active": "y",
}


def subject_named(office: Office, name: str) -> Subject:
    with office.house.db.reading() as session:
        return session.exec(select(Subject).where(Subject.name == name)).one()


def test_a_new_subject_gets_its_norms(office: Office, admin: Colleague) -> None:
    form = admin.get("/beheer/onderwerpen/nieuw")
    assert (form.value("answer_number"), form.value("answer_unit")) == ("15", "working day")
    page = admin.follow(admin.post("/beheer/onderwerpen/nieuw", NEW))
    assert "Onderwerp Honden is toegevoegd." in page.text
    assert "1 werkdag 3 weken" in page.text
    subject = subject_named(office, "Honden")
    assert (subject.acknowledge_within, subject.answer_within) == ("1 working day", "3 weeks")


def test_a_norm_may_be_in_hours_of_office_time(office: Office, admin: Colleague) -> None:
    hours = {"acknowledge_number": "4", "acknowledge_unit": "hour"}
    page = admin.follow(admin.post("/beheer/onderwerpen/nieuw", NEW | hours))
    assert "4 kantooruren 3 weken" in page.text
    subject = subject_named(office, "Honden")
    assert subject.acknowledge_within == "4 hours"
    form = admin.get(f"/beheer/onderwerpen/{subject.id}")
    assert (form.value("acknowledge_number"), form.value("acknowledge_unit")) == ("4", "hour")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Naam: Vul dit in."),
        ({"name": "Vraag"}, "Naam: Er is al een onderwerp met deze naam."),
        ({"answer_number": "veel"}, "Vul een heel getal in, van 1 tot en met 365."),
        ({"answer_number": "0"}, "Vul een heel getal in, van 1 tot en met 365."),
        ({"answer_number": ""}, "Vul een heel getal in, van 1 tot en met 365."),
        ({"answer_number": "200", "answer_unit": "month"}, "hooguit tien jaar"),
        ({"answer_unit": "century"}, "Eenheid (antwoorden binnen):"),
        ({"acknowledge_unit": "century"}, "Eenheid (bevestigen binnen):"),
        ({"regime": "wet-van-meden"}, "Termijnregeling:"),
        ({"team_id": "99"}, "Team:"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    admin: Colleague, wrong: dict[str, str], sentence: str
) -> None:
    page = admin.post("/beheer/onderwerpen/nieuw", NEW | wrong)
    assert page.status == 422
    [error] = page.errors()
    assert sentence in error


def test_open_cases_follow_a_changed_norm(office: Office, admin: Colleague) -> None:
    # Given an open case under a norm of ten working days
    case = office.house.open()
    subject = office.house.question
    page = admin.get(f"/beheer/onderwerpen/{subject.id}")
    form = {name: values[0] for name, values in page.fields().items()}
    assert form["answer_number"] == "10"

    # When the norm becomes five
    page = admin.post(f"/beheer/onderwerpen/{subject.id}", form | {"answer_number": "5"})

    # Then the administrator is told, and the job gives the case a date a week earlier
    assert "Open zaken worden nu opnieuw berekend." in admin.follow(page).text
    assert office.house.case(case.number).target_on == case.target_on
    reckoning.run(office.house.db, office.clock, office.settings)
    before, after = case.target_on, office.house.case(case.number).target_on
    assert before is not None
    assert after == before - timedelta(days=7)

    # And the form as it was before is refused
    assert admin.post(f"/beheer/onderwerpen/{subject.id}", form).status == 409


def test_another_name_moves_no_case(office: Office, admin: Colleague) -> None:
    office.house.open()
    subject = office.house.question
    page = admin.get(f"/beheer/onderwerpen/{subject.id}")
    form = {name: values[0] for name, values in page.fields().items()}
    form |= {"name": "Vragen"}
    form.pop("active")
    page = admin.follow(admin.post(f"/beheer/onderwerpen/{subject.id}", form))
    assert "Het onderwerp is bewaard." in page.text
    assert "opnieuw berekend" not in page.text
    assert not subject_named(office, "Vragen").active


def test_a_change_that_cannot_be_is_said_at_its_field(office: Office, admin: Colleague) -> None:
    subject = office.house.question
    form = NEW | {"name": "Vergunning", "version": subject.version}
    page = admin.post(f"/beheer/onderwerpen/{subject.id}", form)
    assert page.errors() == ["Naam: Er is al een onderwerp met deze naam."]


def test_a_subject_that_is_not_there_is_not_found(admin: Colleague) -> None:
    assert admin.get("/beheer/onderwerpen/999").status == 404
    assert admin.post("/beheer/onderwerpen/999", NEW).status == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"regime": "none"}, "regime"),
        ({"team_id": 99}, "team_id"),
        ({"acknowledge_within": "soon"}, "acknowledge_within"),
    ],
)
def test_the_service_trusts_no_form(office: Office, wrong: dict[str, Any], field: str) -> None:
    right: dict[str, Any] = {
        "name": "Honden",
        "regime": "woo",
        "team_id": 1,
        "acknowledge_within": "2 working days",
        "answer_within": "2 weeks",
    }
    with pytest.raises(InvalidInput) as refused:
        add_subject(office.house.db, SubjectInput(**(right | wrong)))
    assert refused.value.field == field


def test_a_team_that_is_gone_cannot_be_saved(office: Office) -> None:
    with pytest.raises(NotFound):
        save_team(office.house.db, 99, "Zorg", "zorg@gemeente.example")
