"""What whoever was turned away is answered, in the shape that routes refuse in; also where there is no route."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from server.edge.refusals import CODE_OF_STATUS, Refusal
from server.edge.way import Denied

Pairs = list[tuple[bytes, bytes]]


def denial_body(denied: Denied) -> bytes:
    return msgspec.json.encode(
        Refusal(denied.status, CODE_OF_STATUS.get(denied.status, "refused"), denied.detail, denied.retry_after_s)
    )


def denial_headers(denied: Denied, size: int) -> Pairs:
    """`size` of the body."""
    found = [(b"content-type", b"application/json"), (b"content-length", b"%d" % size)]
    if denied.retry_after_s is not None:
        found.append((b"retry-after", b"%d" % denied.retry_after_s))
    if denied.status == 408:
        found.append((b"connection", b"close"))
    return found


def whole_denial(denied: Denied, own: Pairs) -> bytes:
    """A whole response that ends its connection, as it goes over the line; `own` are headers beside its own."""
    body = denial_body(denied)
    headers = [*denial_headers(denied, len(body)), *own]
    lines = [b"%b: %b" % pair for pair in headers if pair[0] != b"connection"]
    head = b"HTTP/1.1 %d %b" % (denied.status, HTTPStatus(denied.status).phrase.encode())
    return b"\r\n".join([head, *lines, b"connection: close", b"", body])
