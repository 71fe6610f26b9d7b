"""Enrolment over HTTPS, at the server's `GET /authority.pem` and `POST /api/enrol`."""

from __future__ import annotations

import http.client
import ssl
from contextlib import closing
from urllib.parse import urlsplit

import msgspec

from program.addresses import keeps_a_secret
from program.credentials import Credentials
from program.fingerprint import fingerprint
from wire.enrolment import Found, NotEnrolled, Obstacle
from wire.trust import trusting, trusting_nobody_yet
from wire.whereabouts import elsewhere

PATIENCE_S = 8.0
"""For each step of the network."""
MOST_BYTES = 100_000
_HOSTNAME_MISMATCH = (62, 64)
"""X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL."""


class _Enrolled(msgspec.Struct, frozen=True):
    device_id: str
    kind: str
    name: str
    hall_id: str
    token: str
    addresses: tuple[str, ...] = ()


class _Refusal(msgspec.Struct, frozen=True):
    code: str = ""
    detail: str = ""
    retry_after_s: float | None = None


_CODES = {
    "wrong_code": Obstacle.WRONG_CODE,
    "expired_code": Obstacle.WRONG_CODE,
    "wrong_kind": Obstacle.WRONG_KIND,
    "locked": Obstacle.LOCKED,
    "busy": Obstacle.BUSY,
}


class HttpsEnroller:
    """The real one. `patience_s`: for each step of the network."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s

    def look(self, server: str) -> Found:
        """See Enroller. A server without an authority of its own must be known to this computer's."""
        if not server.startswith("wss:"):
            return Found(server, "", "")
        status, said = self._ask(server, trusting_nobody_yet(), "GET", "/authority.pem")
        if status == 404:
            self._ask(server, trusting(""), "GET", "/authority.pem")
            return Found(server, "", "")
        try:
            authority = said.decode("ascii")
            return Found(server, authority, fingerprint(authority))
        except ValueError as fault:
            raise NotEnrolled(Obstacle.NO_SERVER, f"its authority is not one certificate: HTTP {status}") from fault

    def redeem(self, found: Found, code: str, version: str, kind: str) -> Credentials:
        """See Enroller."""
        body = msgspec.json.encode({"code": code, "version": version, "kind": kind})
        status, said = self._ask(found.server, _trust(found), "POST", "/api/enrol", body)
        if not 200 <= status < 300:
            raise _refused(status, said)
        try:
            enrolled = msgspec.json.decode(said, type=_Enrolled)
        except (msgspec.MsgspecError, UnicodeError) as fault:
            raise NotEnrolled(Obstacle.NO_SERVER, f"HTTP {status} without credentials") from fault
        return Credentials(
            server=found.server,
            device_id=enrolled.device_id,
            kind=enrolled.kind,
            name=enrolled.name,
            hall_id=enrolled.hall_id,
            token=enrolled.token,
            authority_pem=found.authority_pem,
            addresses=elsewhere(enrolled.addresses),
        )

    def prove(self, credentials: Credentials, server: str) -> None:
        """See Enroller."""
        self._ask(server, _trust(Found(server, credentials.authority_pem, "")), "GET", "/health")

    def _ask(
        self, server: str, trust: ssl.SSLContext, method: str, path: str, body: bytes | None = None
    ) -> tuple[int, bytes]:
        """Status and answer. Raises NotEnrolled."""
        if not keeps_a_secret(server):
            raise NotEnrolled(Obstacle.UNTRUSTED, "the address is not encrypted, and leads to another computer")
        try:
            with closing(self._connection(server, trust)) as connection:
                headers = {} if body is None else {"Content-Type": "application/json"}
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read(MOST_BYTES)
        except ssl.SSLCertVerificationError as fault:
            wrong_name = fault.verify_code in _HOSTNAME_MISMATCH
            obstacle = Obstacle.WRONG_NAME if wrong_name else Obstacle.UNTRUSTED
            raise NotEnrolled(obstacle, fault.verify_message) from fault
        except (ssl.SSLError, http.client.HTTPException) as fault:
            raise NotEnrolled(Obstacle.NO_SERVER, f"{type(fault).__name__}: {fault}"[:200]) from fault
        except OSError as fault:
            raise NotEnrolled(Obstacle.UNREACHABLE, f"{type(fault).__name__}: {fault}"[:200]) from fault

    def _connection(self, server: str, trust: ssl.SSLContext) -> http.client.HTTPConnection:
        parts = urlsplit(server)
        host = parts.hostname or ""
        if parts.scheme == "wss":
            return http.client.HTTPSConnection(host, parts.port or 443, timeout=self._patience_s, context=trust)
        return http.client.HTTPConnection(host, parts.port or 80, timeout=self._patience_s)


def _trust(found: Found) -> ssl.SSLContext:
    try:
        return trusting(found.authority_pem)
    except (ssl.SSLError, ValueError) as fault:
        raise NotEnrolled(Obstacle.NO_SERVER, "its authority cannot be read") from fault


def _refused(status: int, said: bytes) -> NotEnrolled:
    try:
        refusal = msgspec.json.decode(said, type=_Refusal)
    except (msgspec.MsgspecError, UnicodeError):
        refusal = _Refusal()
    obstacle = _CODES.get(refusal.code, Obstacle.BUSY if status in {429, 503} else Obstacle.NO_SERVER)
    wait_s = max(0, round(refusal.retry_after_s or 0))
    return NotEnrolled(obstacle, f"HTTP {status} {refusal.code} {refusal.detail}".strip()[:200], retry_after_s=wait_s)
