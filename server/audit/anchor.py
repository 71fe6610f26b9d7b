"""An anchor: where both logs of a hall ended at an instant, signed by the server, as one line of text to be kept
elsewhere. Whoever computes a chain anew, cuts its end off or puts an older file back cannot make the logs fit it.

    JIAOHAO1:HALL:20261124T093000Z:SEQ.HASH:SEQ.HASH:KEY:SIGNATURE

Hashes, key and signature are Base32 without padding (RFC 4648 section 6). So a QR code holds the line in its
alphanumeric mode, and whoever types it needs no second look at case; blanks and line breaks count for nothing.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import Final, NamedTuple, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.storage.chain import Head

VERSION: Final = "JIAOHAO1"
LONGEST: Final = 600
"""Characters of a line, blanks left out."""
_HASH_BYTES, _KEY_BYTES, _SIGNATURE_BYTES = 32, 32, 64
_INSTANT = "%Y%m%dT%H%M%SZ"
_HEAD = r"(0|[1-9][0-9]{0,18})\.([A-Z2-7]{52})"
_FORM = re.compile(
    rf"([A-Z0-9][A-Z0-9-]{{0,39}}):([0-9]{{8}}T[0-9]{{6}}Z):{_HEAD}:{_HEAD}:([A-Z2-7]{{52}}):([A-Z2-7]{{103}})"
)


class NoAnchor(ValueError):
    """The text is no anchor; `str()` says why, for the person who gave it."""


class Signer(Protocol):
    """`server.audit.anchor_key.AnchorKey` is one."""

    @property
    def public(self) -> bytes: ...
    def sign(self, text: bytes) -> bytes: ...


class Anchor(NamedTuple):
    hall_id: str
    at: int
    """The hall's time when it was made, ms since the epoch; whole seconds."""
    events: Head
    """Where the log of the hall ended."""
    staff: Head
    """Where the staff log ended."""
    key: bytes
    """The public key that the signature belongs to: which server's."""
    signature: bytes

    @property
    def text(self) -> str:
        """The line."""
        return f"{_said(self.hall_id, self.at, self.events, self.staff, self.key)}:{_letters(self.signature)}"

    @property
    def signed_well(self) -> bool:
        """Whether the key that it names signed exactly this."""
        said = _said(self.hall_id, self.at, self.events, self.staff, self.key).encode()
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, said)
        except (InvalidSignature, ValueError):
            return False
        return True


def make_anchor(signer: Signer, hall_id: str, at: int, events: Head, staff: Head) -> Anchor:
    """`at` is cut to whole seconds."""
    whole = at // 1_000 * 1_000
    key = signer.public
    return Anchor(hall_id, whole, events, staff, key, signer.sign(_said(hall_id, whole, events, staff, key).encode()))


def read_anchor(text: str) -> Anchor:
    """The anchor that a line says, whoever signed it. Raises NoAnchor."""
    line = "".join(text.split()).upper()
    if len(line) > LONGEST:
        raise NoAnchor(f"is no anchor: it has more than {LONGEST} characters")
    version, _, rest = line.partition(":")
    if version != VERSION:
        newer = re.fullmatch(r"JIAOHAO[0-9]{1,4}", version)
        raise NoAnchor(
            f"is an anchor of another version, {version}"
            if newer
            else f"is no anchor: it does not begin with {VERSION}:"
        )
    found = _FORM.fullmatch(rest)
    if found is None:
        raise NoAnchor("is no anchor: a part of it is missing, or mistyped")
    hall, instant, seq, last, staff_seq, staff_last, key, signature = found.groups()
    try:
        at = round(datetime.strptime(instant, _INSTANT).replace(tzinfo=UTC).timestamp() * 1_000)
    except ValueError as fault:
        raise NoAnchor(f"is no anchor: {instant} is no instant") from fault
    return Anchor(
        hall.lower(),
        at,
        Head(int(seq), _bytes(last, _HASH_BYTES).hex()),
        Head(int(staff_seq), _bytes(staff_last, _HASH_BYTES).hex()),
        _bytes(key, _KEY_BYTES),
        _bytes(signature, _SIGNATURE_BYTES),
    )


def key_name(key: bytes) -> str:
    """The first eight letters of a public key, as people compare them."""
    letters = _letters(key)
    return f"{letters[:4]}-{letters[4:8]}"


def grouped(text: str, size: int = 4, per_line: int = 6) -> tuple[str, ...]:
    """The line as it can be read from paper and typed: groups of `size`, `per_line` of them to a line."""
    groups = [text[at : at + size] for at in range(0, len(text), size)]
    return tuple(" ".join(groups[at : at + per_line]) for at in range(0, len(groups), per_line))


def _said(hall_id: str, at: int, events: Head, staff: Head, key: bytes) -> str:
    """What is signed."""
    instant = datetime.fromtimestamp(at / 1_000, UTC).strftime(_INSTANT)
    heads = ":".join(f"{seq}.{_letters(bytes.fromhex(last))}" for seq, last in (events, staff))
    return f"{VERSION}:{hall_id.upper()}:{instant}:{heads}:{_letters(key)}"


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=")


def _bytes(letters: str, size: int) -> bytes:
    found = base64.b32decode(letters + "=" * (-len(letters) % 8))
    if len(found) != size or _letters(found) != letters:
        raise NoAnchor("is no anchor: a part of it is mistyped")
    return found
