"""How does a test put a bad line between us and a real server?"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.parts import HOST


@dataclass
class Line:
    """A line to a server that can break, or change what the server says."""

    port: int
    said: Callable[[bytes], bytes] = bytes
    calls: int = 0
    ends: list[socket.socket] = field(default_factory=list)

    def cut(self) -> None:
        """Break every connection, as a cable that is pulled out."""
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class _Exchange:
    """Takes calls and passes on what is said."""

    def __init__(self, host: str, port: int) -> None:
        self.there = (host, port)
        self.door = socket.create_server((HOST, 0))
        self.line = Line(self.door.getsockname()[1])
        self.threads: list[threading.Thread] = []

    def start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given)
        self.threads.append(thread)
        thread.start()

    def answer(self) -> None:
        with suppress(OSError):  # when the door is closed
            while True:
                near, _address = self.door.accept()
                self.line.calls += 1
                far = socket.create_connection(self.there)
                self.line.ends += [near, far]
                self.start(self.pass_on, near, far, bytes)
                self.start(self.pass_on, far, near, lambda data: self.line.said(data))

    def pass_on(
        self, source: socket.socket, target: socket.socket, change: Callable[[bytes], bytes]
    ) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(change(data))
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.line.cut()
        for thread in self.threads:
            thread.join(10)
        for end in self.line.ends:
            end.close()


@contextmanager
def bad_line(port: int, host: str = HOST) -> Iterator[Line]:
    """Listen on a port of its own and pass everything on to *host* and *port*."""
    exchange = _Exchange(host, port)
    exchange.start(exchange.answer)
    try:
        yield exchange.line
    finally:
        exchange.close()
