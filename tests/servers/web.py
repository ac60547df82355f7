"""How does a test reach an app of ours over HTTP, with the server that is used for real?"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from waitress.server import create_server
from waitress.wasyncore import close_all

from tests.servers.parts import HOST

WsgiApp = Callable[..., Any]
Serve = Callable[[WsgiApp], str]


@contextmanager
def serving(app: WsgiApp, threads: int = 4) -> Iterator[str]:
    """Serve *app* with waitress on a free port; yields its address, without a slash at the end."""
    sockets: dict[int, Any] = {}
    server = create_server(app, host=HOST, port=0, threads=threads, map=sockets)

    def stop() -> None:
        server.task_dispatcher.shutdown()
        close_all(sockets)

    loop = threading.Thread(target=server.asyncore.loop, kwargs={"map": sockets, "timeout": 1})
    loop.start()
    try:
        yield f"http://{HOST}:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(stop)  # runs in the loop, which ends when nothing is open
        loop.join(10)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve apps until the test ends: ``address = serve(create_app(settings, clock))``."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(serving(app))
