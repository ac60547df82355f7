"""Does the benchmark look for what it says? Not how fast it is: tests do not look at the clock."""

from pathlib import Path

from benchmarks.search import MESSAGES_A_CASE, ask, made, questions, report
from tracker.register.search import find


def test_every_question_is_asked_of_a_register_of_that_size(tmp_path: Path) -> None:
    register = made(tmp_path, 1500)

    lines = report(register, 1500, making=1.0, rounds=1)

    asked = questions(1500 // MESSAGES_A_CASE)
    assert "1,500 messages in 500 cases, on sqlite" in lines[0]
    assert [line[:36].rstrip() for line in lines[2 : 2 + len(asked)]] == [q.name for q in asked]
    assert any("wanted at most 100 ms" in line for line in lines)
    found = {question.name: ask(register, question) for question in asked}
    assert found["a usual word"] == 20
    assert found["a case number"] == 1
    with register.db.reading() as session:
        hits = find(session, register.handler, "lantaarnpaal").hits
    assert {hit.case.team_id for hit in hits} == {register.handler.team_id}
    register.db.close()
