"""To which request does a log line belong?"""

import secrets

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars


def trace_requests(app: Flask) -> None:
    """Give each request an id, and every log line made in it that id and the page.

    The page is the rule ("/zaken/<number>"), not the address: an address can hold what
    somebody searched for.
    """

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        clear_contextvars()
        rule = request.url_rule.rule if request.url_rule else "(no such page)"
        bind_contextvars(request_id=g.request_id, method=request.method, page=rule)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response
