"""Does mail leave once, whatever the server, the workers and the clock do?"""

import threading
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from tests.clock import MovableClock
from tests.outbox.sending import Outbox, outbox, queue, rows, subjects
from tests.servers.parts import free_port
from tests.servers.smtp import SmtpServer
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import InvalidInput, NotFound
from tracker.base.files import FileStore
from tracker.outbox.models import OutboxMessage
from tracker.outbox.queries import OutboxState, outbox_counts, outbox_lines, state_of
from tracker.outbox.rules import MAX_ATTEMPTS
from tracker.outbox.service import (
    Attached,
    Mail,
    Sent,
    queue_mail,
    send_waiting,
    try_again,
    withdraw,
)
from tracker.outbox.transport import SmtpTransport

__all__ = ["outbox"]


def test_the_same_key_is_one_mail_with_the_words_of_the_first_time(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    # Given an answer that was queued
    queue(db, clock, settings, "answer:1")

    # When the same answer is queued again, in one and in another transaction
    queue(db, clock, settings, "answer:1", "answer:1", text="anders")

    # Then it is one row, as it was
    (row,) = rows(db)
    assert row.text == "Hallo"
    assert row.sender == "Gemeente Waterrijk <post@gemeentewaterrijk.example>"


def test_what_is_undone_by_the_caller_is_not_in_the_outbox(
    db: Database, clock: MovableClock, settings: Settings
) -> None:
    mail = Mail(key="a", recipient="a@b.example", subject="x", text="y")

    with pytest.raises(ZeroDivisionError), db.changing() as session:  # noqa: PT012
        queue_mail(session, clock(), settings, mail)
        raise ZeroDivisionError

    assert rows(db) == []


def test_running_three_times_sends_once_over_one_connection(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given three mails, one with a file, one in a thread
    pdf = FileStore(outbox.settings.files_path).keep(b"%PDF-1.7")
    file = Attached(sha256=pdf, filename="brief.pdf", content_type="application/pdf")
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1", attachments=(file,))
    queue(outbox.db, outbox.clock, outbox.settings, "answer:2", in_reply_to="<q@inwoner.example>")
    queue(outbox.db, outbox.clock, outbox.settings, "alert:3", automatic=True)

    # When the job runs three times
    results = [outbox.send() for _ in range(3)]

    # Then each arrived once, as it was meant
    assert results == [Sent(sent=3), Sent(), Sent()]
    assert subjects(smtp_server) == ["answer:1", "answer:2", "alert:3"]
    first, second, third = (taken.message for taken in smtp_server.inbox)
    assert [part.get_filename() for part in first.iter_attachments()] == ["brief.pdf"]
    assert second["In-Reply-To"] == "<q@inwoner.example>"
    assert third["Auto-Submitted"] == "auto-generated"
    assert [row.message_id for row in rows(outbox.db)] == [
        str(mail["Message-ID"]) for mail in (first, second, third)
    ]
    assert {state_of(row) for row in rows(outbox.db)} == {OutboxState.SENT}


def test_a_mail_for_later_waits_for_its_moment(outbox: Outbox, smtp_server: SmtpServer) -> None:
    later = outbox.clock() + timedelta(hours=10)
    queue(outbox.db, outbox.clock, outbox.settings, "alert:1", not_before=later)

    assert outbox.send() == Sent()
    outbox.clock.move_to(later)
    assert outbox.send() == Sent(sent=1)
    assert subjects(smtp_server) == ["alert:1"]


def test_two_senders_at_the_same_time_do_not_double(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given thirty mails and four workers that begin together
    queue(outbox.db, outbox.clock, outbox.settings, *(f"answer:{n}" for n in range(30)))
    begin = threading.Barrier(4)
    results: list[Sent] = []

    def work(holder: str) -> None:
        begin.wait()
        results.append(outbox.send(holder))

    workers = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    # Then every mail arrived, and each once
    assert sorted(subjects(smtp_server)) == sorted(f"answer:{n}" for n in range(30))
    assert sum(result.sent for result in results) == 30


def test_a_server_that_is_away_costs_one_try_and_loses_nothing(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given three mails and no server on the port
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1", "answer:2", "answer:3")
    right = outbox.settings
    outbox.settings = right.model_copy(update={"smtp_port": free_port()})

    # When the job runs
    result = outbox.send()

    # Then it stopped at the first, wrote down why, and will wait before it tries that one again
    assert result == Sent(postponed=1)
    tried, *others = rows(outbox.db)
    assert (tried.attempts, tried.claimed_at, tried.failed_at) == (1, None, None)
    assert "ConnectionRefusedError" in tried.last_error
    assert tried.not_before > outbox.clock() + timedelta(seconds=40)
    assert [other.attempts for other in others] == [0, 0]

    # And when the server is back, all of them leave
    outbox.settings = right
    assert outbox.send() == Sent(sent=2)
    outbox.clock.forward(timedelta(minutes=2))
    assert outbox.send() == Sent(sent=1)
    assert subjects(smtp_server) == ["answer:2", "answer:3", "answer:1"]
    assert rows(outbox.db)[0].last_error == ""


def test_a_server_that_is_away_for_three_days_loses_nothing(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1")
    right = outbox.settings
    outbox.settings = right.model_copy(update={"smtp_port": free_port()})
    for _ in range(3 * 24):
        outbox.clock.forward(timedelta(hours=1))
        outbox.send()

    outbox.settings = right
    outbox.clock.forward(timedelta(minutes=40))

    assert outbox.send() == Sent(sent=1)
    assert subjects(smtp_server) == ["answer:1"]


def test_a_mail_that_the_server_takes_later_does_not_hold_up_the_others(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1", "answer:2")
    smtp_server.refuse_with(451, "greylisted")

    assert outbox.send() == Sent(postponed=2)
    smtp_server.heal()
    outbox.clock.forward(timedelta(minutes=2))
    assert outbox.send() == Sent(sent=2)


def test_a_final_refusal_is_kept_for_a_person_who_can_try_again(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given a server that wants nothing of this mail
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1")
    smtp_server.refuse_with(550, "no such user")

    # When the job runs, and again next week
    assert outbox.send() == Sent(failed=1)
    outbox.clock.forward(timedelta(days=7))
    assert outbox.send() == Sent()

    # Then the administrator sees it with the server's words
    with outbox.db.reading() as session:
        (line,) = outbox_lines(session, OutboxState.FAILED)
        assert outbox_counts(session, outbox.clock()).failed == 1
    assert "550 no such user" in line.last_error

    # And can send it once the address works
    smtp_server.heal()
    try_again(outbox.db, outbox.clock, line.id)
    assert outbox.send() == Sent(sent=1)
    with pytest.raises(InvalidInput):
        try_again(outbox.db, outbox.clock, line.id)
    with pytest.raises(NotFound):
        try_again(outbox.db, outbox.clock, 999)


def test_a_recipient_that_the_server_refuses_is_final_too(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    long_name = "x" * 70  # a server may refuse what it cannot address
    queue(outbox.db, outbox.clock, outbox.settings, "a", recipient=f"{long_name}@@b.example")
    queue(outbox.db, outbox.clock, outbox.settings, "b")

    assert outbox.send() == Sent(sent=1, failed=1)


def test_one_bad_mail_does_not_keep_the_others_from_leaving(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given a mail without address, one whose file has gone, and a good one
    queue(outbox.db, outbox.clock, outbox.settings, "nobody", recipient="onbekend")
    gone = Attached(sha256="0" * 64, filename="a.pdf", content_type="application/pdf")
    queue(outbox.db, outbox.clock, outbox.settings, "gone", attachments=(gone,))
    queue(outbox.db, outbox.clock, outbox.settings, "good")

    # When the job runs
    result = outbox.send()

    # Then the good one left, the first failed, and the file may still come back
    assert result == Sent(sent=1, postponed=1, failed=1)
    assert subjects(smtp_server) == ["good"]
    assert [state_of(row) for row in rows(outbox.db)] == [
        OutboxState.FAILED,
        OutboxState.QUEUED,
        OutboxState.SENT,
    ]


def test_after_many_tries_a_mail_is_left_to_a_person(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    queue(outbox.db, outbox.clock, outbox.settings, "answer:1")
    with outbox.db.changing() as session:
        session.exec(select(OutboxMessage)).one().attempts = MAX_ATTEMPTS - 1
    smtp_server.refuse_with(451)

    assert outbox.send() == Sent(failed=1)


def test_a_mail_called_back_in_time_does_not_leave(outbox: Outbox, smtp_server: SmtpServer) -> None:
    # Given three mails of which one has left
    queue(outbox.db, outbox.clock, outbox.settings, "alert:1")
    outbox.send()
    queue(outbox.db, outbox.clock, outbox.settings, "alert:2", "alert:3")

    # When all three are called back, twice
    keys = ["alert:1", "alert:2", "alert:3"]
    with outbox.db.changing() as session:
        counted = withdraw(session, outbox.clock(), keys, "De zaak is beantwoord.")
        again = withdraw(session, outbox.clock(), keys, "Nog eens")

    # Then the two that waited stay here, with the reason
    assert (counted, again) == (2, 0)
    assert outbox.send() == Sent()
    with outbox.db.reading() as session:
        lines = outbox_lines(session, OutboxState.WITHDRAWN)
    assert [line.withdrawn_reason for line in lines] == ["De zaak is beantwoord."] * 2
    with pytest.raises(InvalidInput):
        try_again(outbox.db, outbox.clock, lines[0].id)


def test_a_mail_that_leaves_while_it_is_called_back_counts_as_sent(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    queue(outbox.db, outbox.clock, outbox.settings, "alert:1")
    real = SmtpTransport(outbox.settings)

    class CalledBackMeanwhile:
        def send(self, mail: EmailMessage) -> None:
            with outbox.db.changing() as session:
                withdraw(session, outbox.clock(), ["alert:1"], "te laat")
            real.send(mail)

        def close(self) -> None:
            real.close()

    files = FileStore(outbox.settings.files_path)
    send_waiting(outbox.db, outbox.clock, outbox.settings, files, CalledBackMeanwhile(), "one")

    assert state_of(rows(outbox.db)[0]) is OutboxState.SENT


def test_the_list_is_newest_first_by_page_and_the_counts_say_what_is_stuck(
    outbox: Outbox, smtp_server: SmtpServer
) -> None:
    # Given a mail for tomorrow, one that waits for its second try, and one sent
    start = outbox.clock()
    queue(outbox.db, outbox.clock, outbox.settings, "sent")
    outbox.send()
    queue(
        outbox.db, outbox.clock, outbox.settings, "tomorrow", not_before=start + timedelta(days=1)
    )
    outbox.clock.forward(timedelta(minutes=1))
    queue(outbox.db, outbox.clock, outbox.settings, "stuck")
    smtp_server.refuse_with(451)
    outbox.send()

    with outbox.db.reading() as session:
        page = outbox_lines(session, limit=2)
        rest = outbox_lines(session, before_id=page[-1].id)
        counts = outbox_counts(session, outbox.clock())

    assert [line.subject for line in page] == ["stuck", "tomorrow"]
    assert [line.subject for line in rest] == ["sent"]
    assert (counts.waiting, counts.failed) == (2, 0)
    assert counts.oldest_unsent == start + timedelta(minutes=1)


def test_an_empty_outbox_counts_nothing(outbox: Outbox) -> None:
    with outbox.db.reading() as session:
        counts = outbox_counts(session, outbox.clock())

    assert (counts.waiting, counts.failed, counts.oldest_unsent) == (0, 0, None)
