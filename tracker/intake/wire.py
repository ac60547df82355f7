"""What do the commands that take in or read mail print, and how do they end?"""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import BinaryIO

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Sentence, Unavailable
from tracker.base.files import FileStore
from tracker.base.log import get_logger
from tracker.intake.filing import Filed
from tracker.intake.models import MailState
from tracker.intake.parsing import ReadMail
from tracker.intake.reader import read_open
from tracker.intake.service import file_mail, store_raw
from tracker.intake.sources import Source, read_sources

log = get_logger(__name__)

DONE = 0
NOT_READ = 1  # a file is not there, or is empty
TRY_AGAIN = 75  # EX_TEMPFAIL: a mail server that pipes mail to us keeps it and tries again


def receive_mail(
    db: Database,
    clock: Clock,
    settings: Settings,
    files: FileStore,
    paths: Sequence[str],
    standard_input: BinaryIO,
) -> tuple[list[str], int]:
    """Take in mails from files; the same bytes twice are one mail.

    Returns:
        One line a mail, and the exit code: 75 when a mail could not be kept, 1 when a file could
        not be read. A mail that was kept but not yet filed is safe: a later run files it.
    """
    lines: list[str] = []
    code = DONE
    for source in read_sources(paths, standard_input):
        if source.problem:
            lines.append(source.problem)
            code = code or NOT_READ
            continue
        try:
            lines.append(_receive(db, clock, settings, files, source))
        except Unavailable as error:
            lines.append(f"{source.name}: {error.message}")
            code = TRY_AGAIN
    return lines, code


def read_mail_lines(
    settings: Settings,
    paths: Sequence[str],
    standard_input: BinaryIO,
    *,
    as_json: bool,
) -> tuple[Iterable[str], int]:
    """Read mails and store nothing.

    Returns:
        One JSON object a line and a mail, or a text for people; and the exit code.
    """
    sources = list(read_sources(paths, standard_input))
    lines = (_read(settings, source, as_json=as_json) for source in sources)
    return lines, NOT_READ if any(source.problem for source in sources) else DONE


def _receive(
    db: Database, clock: Clock, settings: Settings, files: FileStore, source: Source
) -> str:
    name = f"file:{sha256(source.raw).hexdigest()}"
    stored = store_raw(db, clock, files, source.raw, mailbox=name)
    try:
        filed = file_mail(db, clock, settings, files, stored.ledger_id)
    except Unavailable as error:
        return _waits(source, error.message)
    except Exception as cause:  # kept whole all the same, and the next mail may be fine
        kind = type(cause).__name__
        log.error("mail_waits", ledger_id=stored.ledger_id, cause=kind)  # noqa: TRY400 - may quote
        return _waits(source, _l("Er ging iets mis; wij proberen het opnieuw."))
    return f"{source.name}: {_outcome(filed, new=stored.new)}"


def _waits(source: Source, why: Sentence) -> str:
    sentence = _l("%(name)s: bewaard, nog niet in een zaak. %(why)s", name=source.name, why=why)
    return str(sentence)


def _outcome(filed: Filed, *, new: bool) -> str:
    if filed.state is MailState.SET_ASIDE:
        return str(_l("opzij gelegd. %(why)s", why=filed.reason))
    if not new:
        return str(_l("was al ontvangen, zaak %(number)s.", number=filed.case_number))
    if filed.state is MailState.UNREADABLE:
        return str(_l("onleesbaar bericht, zaak %(number)s.", number=filed.case_number))
    return str(_l("zaak %(number)s.", number=filed.case_number))


def _read(settings: Settings, source: Source, *, as_json: bool) -> str:
    if source.problem:
        return json.dumps({"problems": [source.problem]}) if as_json else source.problem
    with source.opened() as file:
        mail = read_open(settings, file)
    return json.dumps(mail.as_json(), ensure_ascii=False) if as_json else _for_people(mail)


def _for_people(mail: ReadMail) -> str:
    count = len(mail.attachments)
    nobody, nothing = _l("(afzender onbekend)"), _l("(zonder onderwerp)")
    from_, to, subject, day = _l("Van"), _l("Aan"), _l("Onderwerp"), _l("Datum")
    lines = [
        f"{from_}: {mail.sender or nobody}",
        f"{to}: {', '.join(map(str, mail.to))}",
        f"{subject}: {mail.subject or nothing}",
        f"{day}: {mail.date.isoformat() if mail.date else '-'}",
        str(_ln("1 bijlage", "%(num)s bijlagen", count)) if count else "",
        str(_l("Automatisch bericht: %(kind)s", kind=mail.automatic)) if mail.automatic else "",
        *mail.problems,
        "",
        mail.reply_text,
    ]
    return "\n".join(line for number, line in enumerate(lines) if line or number > 5)
