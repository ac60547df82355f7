"""How does a test get a server that gives OAuth 2 tokens, as Microsoft 365 does?

It asks for a client and its secret or refresh token over TLS, and tells the mail server (over
plain HTTP, on this machine) whose token it is shown.
"""

import json
import secrets
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.servers.parts import HOST

CLIENT, CLIENT_SECRET, REFRESH_TOKEN = "tijdig", "geheim-van-de-client", "eerste-refresh-token"
SCOPE = "https://outlook.example/.default"


@dataclass
class TokenServer:
    """Knows one client, for the mailbox of one user."""

    user: str
    token_url: str = ""
    tokeninfo_port: int = 0
    lifetime: int = 3600
    refresh_token: str = REFRESH_TOKEN
    rotates: bool = False
    answer: tuple[int, bytes] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    given: set[str] = field(default_factory=set)

    def begin_anew(self) -> None:
        """Forget what an earlier test did."""
        self.lifetime, self.refresh_token, self.rotates = 3600, REFRESH_TOKEN, False
        self.answer = None
        self.asked.clear()
        self.shown.clear()
        self.given.clear()

    def withdraw(self) -> None:
        """Let no token that was given open a mailbox any more."""
        self.given.clear()

    def give(self, form: dict[str, str]) -> tuple[int, bytes]:
        """Answer who asks for a token."""
        self.asked.append(form)
        if self.answer is not None:
            return self.answer
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            return _json(401, error="invalid_client")
        if form.get("scope", SCOPE) != SCOPE:
            return _json(400, error="invalid_scope")
        refresh = form["grant_type"] == "refresh_token"
        if refresh and form["refresh_token"] != self.refresh_token:
            return _json(400, error="invalid_grant", error_description="AADSTS70008: expired")
        token = secrets.token_urlsafe(900)  # as long as those of Microsoft
        self.given.add(token)
        more: dict[str, Any] = {}
        if refresh and self.rotates:
            self.refresh_token = more["refresh_token"] = secrets.token_urlsafe()
        return _json(200, access_token=token, token_type="Bearer", expires_in=self.lifetime, **more)

    def tell(self, token: str) -> tuple[int, bytes]:
        """Answer the mail server about a token that it was shown."""
        self.shown.append(token)
        if token not in self.given:
            return _json(401, error="invalid_token")
        return _json(200, active="true", username=self.user)


def _json(status: int, **fields: Any) -> tuple[int, bytes]:
    return status, json.dumps(fields).encode()


def _desk(server: TokenServer) -> type[BaseHTTPRequestHandler]:
    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*server.give(dict(parse_qsl(body))))

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            self._say(*server.tell(asked["access_token"][0]))

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Desk


@contextmanager
def giving_tokens(user: str, certificate: Path, key: Path) -> Iterator[TokenServer]:
    """Run a token server, trusted by who trusts *certificate*."""
    server = TokenServer(user)
    over_tls, plain = (ThreadingHTTPServer((HOST, 0), _desk(server)) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    over_tls.socket = context.wrap_socket(over_tls.socket, server_side=True)
    server.token_url = f"https://localhost:{over_tls.server_port}/gemeente/oauth2/v2.0/token"
    server.tokeninfo_port = plain.server_port
    desks = (over_tls, plain)
    threads = [threading.Thread(target=desk.serve_forever, args=(0.05,)) for desk in desks]
    for thread in threads:
        thread.start()
    try:
        yield server
    finally:
        for desk, thread in zip(desks, threads, strict=True):
            desk.shutdown()
            thread.join()
            desk.server_close()
