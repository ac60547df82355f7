"""What happens to a case that waits when its subject turns out to be another one?"""

from datetime import date

import pytest

from tests.browsing import Colleague, Office
from tracker.register import acts
from tracker.register.acts import Dated, Seen
from tracker.register.models import EventType, Subject

MONDAY = date(2026, 11, 9)
WAITS = Dated(
    type=EventType.SUSPENSION_STARTED,
    on=MONDAY,
    data={"ground": "incomplete", "respond_by": "2026-11-23"},
)
LONGER = Dated(type=EventType.EXTENDED, on=MONDAY, data={"length": "2 weeks"})


@pytest.mark.parametrize(
    ("event", "regime", "sentence"),
    [
        (WAITS, "awb-klacht", "Deze grond voor opschorting kent de wet hier niet"),
        (LONGER, "wmo-melding", "De wet kent hier geen verlenging"),
        (WAITS, "woo", ""),
    ],
)
def test_a_subject_whose_law_does_not_know_what_happened_is_refused_in_words(
    office: Office, handler: Colleague, event: Dated, regime: str, sentence: str
) -> None:
    # Given an application that was suspended or extended
    house = office.house
    case = house.open(house.application)
    seen = Seen(number=case.number, version=case.version)
    acts.write_down(house.db, house.clock, seen, house.handler, event)
    with house.db.changing() as session:
        session.get_one(Subject, house.question.id).regime = regime
    before = house.case(case.number)
    # When it gets a subject under another law
    path = f"/zaken/{case.number}/onderwerp"
    fields = {name: values[0] for name, values in handler.get(path).fields().items()}
    chosen = fields | {"subject_id": str(house.question.id)}
    looked = handler.post(path, chosen | {"act": "look"})
    assert looked.status == (422 if sentence else 200)
    assert house.case(case.number) == before
    page = handler.post(path, chosen | {"act": "save"})
    # Then that is done, or refused with nothing changed; the page of the case opens either way
    if sentence:
        assert page.status == 422
        assert sentence in " ".join(page.errors())
        assert house.case(case.number) == before
    else:
        assert page.status == 303
        assert house.case(case.number).regime == regime
    assert handler.get(f"/zaken/{case.number}").status == 200
