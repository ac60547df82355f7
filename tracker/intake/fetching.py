"""Which mailboxes do we look into now, so that none waits for another?"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tracker.base.clock import Clock
from tracker.base.config import Settings
from tracker.base.database import Database
from tracker.base.errors import Unavailable
from tracker.base.files import FileStore
from tracker.base.log import get_logger
from tracker.intake.accounts import Account, accounts
from tracker.intake.mailbox import Fetched, Place, alone, file_one, look_into, never
from tracker.intake.service import waiting_mail

log = get_logger(__name__)

MOST_AT_ONCE = 8


def fetch(
    db: Database,
    clock: Clock,
    settings: Settings,
    files: FileStore | None = None,
    told_to_stop: Callable[[], bool] = never,
) -> Fetched:
    """Look into every mailbox, and file what an earlier run kept but did not file.

    A mailbox that fails or is slow does not stop the others.

    Args:
        told_to_stop: asked between two mails; what is begun is finished.

    Raises:
        Unavailable: a mail server, disk or database does not work. What was not moved is still
            in its mailbox, and the next run goes on there.
    """
    place = Place(db, clock, settings, files or FileStore(settings.files_path), told_to_stop)
    total, troubles = Fetched(), []
    for taken in (_file_kept, _look_into_all):
        fetched, wrong = taken(place)
        total.add(fetched)
        troubles += wrong
    if troubles:
        log.warning("mail_fetched_with_trouble", counts=str(total), troubles=len(troubles))
        raise troubles[0]
    return total


def _file_kept(place: Place) -> tuple[Fetched, list[Exception]]:
    """File what is kept but not filed, wherever it came from."""
    with place.db.reading() as session:
        waiting = waiting_mail(session)
    if not waiting:
        return place.fetched, []
    with alone(place, "kept") as mine:
        for ledger_id in waiting if mine else ():
            if place.told_to_stop():
                break
            try:
                file_one(place, ledger_id)
            except Unavailable:
                break
    return place.fetched, list(place.troubles[:1])


def _look_into_all(place: Place) -> tuple[Fetched, list[Exception]]:
    with place.db.reading() as session:
        wanted = accounts(session, place.settings)
    total, troubles = Fetched(), list[Exception]()

    def look(account: Account) -> Fetched | Exception:
        try:
            return look_into(
                place.db, place.clock, place.settings, place.files, account, place.told_to_stop
            )
        except Exception as error:
            return error

    for came_of_it in _each_at_once(look, wanted):
        if isinstance(came_of_it, Fetched):
            total.add(came_of_it)
        else:
            troubles.append(came_of_it)
    return total, troubles


def _each_at_once(
    look: Callable[[Account], Fetched | Exception], wanted: Sequence[Account]
) -> Sequence[Fetched | Exception]:
    if len(wanted) < 2:
        return [look(account) for account in wanted]
    with ThreadPoolExecutor(min(len(wanted), MOST_AT_ONCE), "mailbox") as pool:
        return list(pool.map(look, wanted))
