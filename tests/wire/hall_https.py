"""A hall's server as far as enrolment sees it: `GET /authority.pem` and `POST /api/enrol` over HTTPS."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENROLLED = {
    "device_id": "d7",
    "kind": "kiosk",
    "name": "entrance",
    "hall_id": "yongkang",
    "token": "tok-7",
    "addresses": ["wss://hall-pc:8765/ws", "ws://192.0.2.1:8765/ws", "nonsense"],
}


class HallHttps:
    """What it says, and what it was told."""

    def __init__(self, authority: str) -> None:
        self.authority = authority
        """"": it has none of its own."""
        self.answer: tuple[int, Any] = (200, ENROLLED)
        self.told: list[Any] = []
        self.asked: list[str] = []

    @contextmanager
    def served(self, tls: ssl.SSLContext | None) -> Iterator[str]:
        hall = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hall.asked.append(self.path)
                if self.path == "/authority.pem" and hall.authority:
                    self._say(200, hall.authority.encode())
                else:
                    self._say(200 if self.path == "/health" else 404, b"")

            def do_POST(self) -> None:
                hall.asked.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/json"
                hall.told.append(json.loads(body))
                status, said = hall.answer
                self._say(status, said if isinstance(said, bytes) else json.dumps(said).encode())

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = False

            def get_request(self) -> Any:
                connection, address = super().get_request()
                return (connection if tls is None else _dressed(connection, tls)), address

            def handle_error(self, *_: Any) -> None:
                """Strangers hang up in the middle of a handshake."""

        server = Server(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"{'ws' if tls is None else 'wss'}://127.0.0.1:{server.server_port}/ws"
        finally:
            server.shutdown()
            thread.join(10)
            server.server_close()


def _dressed(connection: Any, tls: ssl.SSLContext) -> Any:
    """A failed handshake is a request that never came. Raises OSError then, which the server's loop takes."""
    try:
        return tls.wrap_socket(connection, server_side=True)
    except OSError:
        connection.close()
        raise
