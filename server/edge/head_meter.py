"""How much of a request's head there may be, and how much of the whole of it. Pure: it is told what came."""

from __future__ import annotations

from server.edge.way import Denied
from server.edge.whole_request import MAX_BODY_BYTES

MAX_HEAD_BYTES = 16 * 1024
"""From the first byte after the request before to the empty line; a browser's head has one or two thousand."""
MAX_PATH_BYTES = 2 * 1024
"""With its query."""
MAX_HEADERS = 64
MAX_REQUEST_BYTES = 4 * 1024 * 1024
"""Of head and body as they come. What is above `MAX_BODY_BYTES` is read past, so that its sender hears why it was
refused; who sends more than this is cut."""
MAX_PIECES = 8 * 1024
"""Of a body: chunks, or what came at once."""

_LONG_HEAD = Denied(431, "the head is too large")


class HeadMeter:
    """Of one connection, request after request."""

    __slots__ = ("_body", "_fed", "_headers", "_moved", "_path", "_pieces", "_sized", "begun", "whole")

    def __init__(self) -> None:
        self.begun = False
        """Something of a request has come, and its end has not."""
        self.whole = False
        """Its head has come."""
        self._moved = False
        """A request began or ended in the slice that is being read."""
        self._forget()

    def _forget(self) -> None:
        self._path = self._headers = self._sized = self._body = self._pieces = self._fed = 0

    def begin(self) -> None:
        self._forget()
        self.begun, self.whole, self._moved = True, False, True

    def path(self, size: int) -> Denied | None:
        """A piece of the path came."""
        self._path += size
        return Denied(414, "the path is too long") if self._path > MAX_PATH_BYTES else None

    def header(self, size: int) -> Denied | None:
        """A header came, name and value; also behind the body, where it counts with those before."""
        self._headers += 1
        self._sized += size
        if self._headers > MAX_HEADERS:
            return Denied(431, "too many headers")
        return _LONG_HEAD if self._path + self._sized > MAX_HEAD_BYTES else None

    def body(self, size: int) -> bool:
        """A piece of the body came; says whether it is kept: as much as shows that it is too large, and no more."""
        kept = self._body <= MAX_BODY_BYTES
        self._body += size
        self._pieces += 1
        return kept

    def end(self) -> None:
        """The request is whole."""
        self._forget()
        self.begun = self.whole = False
        self._moved = True

    def fed(self, size: int) -> Denied | None:
        """A slice has been read, after all that was found in it; where a request began in it, it counts in full, and
        where one ended, not at all. Blank lines before a request are part of it."""
        moved, self._moved = self._moved, False
        if moved and not self.begun:
            return None
        self.begun = True
        self._fed += size
        if not self.whole:
            return _LONG_HEAD if self._fed > MAX_HEAD_BYTES else None
        much = self._fed > MAX_REQUEST_BYTES or self._pieces > MAX_PIECES
        return Denied(413, "the request is too large") if much else None
