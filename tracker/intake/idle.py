"""How do we hear of new mail at the moment it comes (IMAP IDLE, RFC 2177)?"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic

from imap_tools.mailbox import BaseMailBox

from tracker.base.errors import Unavailable
from tracker.intake.imap import UNREACHABLE

LOOK_UP_SECONDS = 0.4
GOODBYE_SECONDS = 1.0
_TAG = b"WAIT1"


def news(box: BaseMailBox, told_to_stop: Callable[[], bool], seconds: float) -> Iterator[None]:
    """Yield once when we wait, and each time that the server tells of mail.

    The first time is for what came before we waited. A connection is used for this once.

    Args:
        told_to_stop: asked often; we end within a second of its yes.
        seconds: after so long it ends by itself, because routers forget a silent connection.

    Raises:
        Unavailable: the server went away.
    """
    client = box.client
    client.send(_TAG + b" IDLE\r\n")
    _wait_for(box, b"+")
    yield
    connection, until = client.socket(), monotonic() + seconds
    patience = connection.gettimeout()
    connection.settimeout(LOOK_UP_SECONDS)
    while not told_to_stop() and monotonic() < until:
        try:
            said = connection.recv(8192)
        except TimeoutError:
            continue
        if not said:
            raise Unavailable(UNREACHABLE, cause="the server ended the connection")
        if _is_of_mail(said):
            connection.settimeout(patience)
            yield
            connection.settimeout(LOOK_UP_SECONDS)
    connection.settimeout(GOODBYE_SECONDS)
    client.send(b"DONE\r\n")
    with suppress(TimeoutError):
        _wait_for(box, _TAG)


def _is_of_mail(said: bytes) -> bool:
    """Tell whether this is of mail that came, or perhaps: half a line is looked into too."""
    return b"EXISTS" in said or b"RECENT" in said or not said.endswith(b"\r\n")


def _wait_for(box: BaseMailBox, start: bytes) -> None:
    line = box.client.readline()
    while not line.startswith(start):
        if not line or line.startswith(_TAG):
            raise Unavailable(UNREACHABLE, cause="no waiting: the server refused or went away")
        line = box.client.readline()
