"""How do two processes pass each other a piece of JSON, and an open file with it?"""

import json
import os
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">Q")
_LARGEST = 256 * 2**20


class Ended(Exception):
    """The other process is gone, or says what nobody can understand."""


def send(connection: socket.socket, said: Any, file: int | None = None) -> None:
    """Send something that JSON knows, and perhaps an open file.

    Raises:
        OSError: the other process is gone, or too slow.
    """
    body = json.dumps(said).encode("ascii")
    head = _LENGTH.pack(len(body))
    if file is None:
        connection.sendall(head)
    else:
        socket.send_fds(connection, [head], [file])
    connection.sendall(body)


def receive(connection: socket.socket) -> tuple[Any, int | None]:
    """Return what the other process sent, and the open file that came with it.

    Raises:
        Ended: the other process is gone.
        OSError: it is too slow (TimeoutError), or the line broke.
    """
    head, files, _flags, _address = socket.recv_fds(connection, _LENGTH.size, 1)
    file = files[0] if files else None
    try:
        return _rest(connection, head), file
    except BaseException:
        if file is not None:
            os.close(file)
        raise


def _rest(connection: socket.socket, head: bytes) -> Any:
    head += _exactly(connection, _LENGTH.size - len(head))
    (size,) = _LENGTH.unpack(head)
    if size > _LARGEST:
        raise Ended
    try:
        return json.loads(_exactly(connection, size))
    except ValueError as error:
        raise Ended from error


def _exactly(connection: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = connection.recv(min(size - len(found), 2**20))
        if not piece:
            raise Ended
        found += piece
    return bytes(found)
