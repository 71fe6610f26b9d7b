"""Keys and anchors for tests."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.audit.anchor import Anchor, make_anchor
from server.audit.anchor_key import AnchorKey
from server.storage.chain import GENESIS, Head
from tests.server.sample_halls import NOON

OURS = AnchorKey(Ed25519PrivateKey.from_private_bytes(b"k" * 32))
OTHERS = AnchorKey(Ed25519PrivateKey.from_private_bytes(b"o" * 32))


def head(seq: int, letter: str = "a") -> Head:
    """Of a log that ends there; rows of one letter belong together."""
    return Head(seq, f"{seq:08x}{letter * 56}") if seq else GENESIS


def anchor(seq: int, staff: int = 0, *, key: AnchorKey = OURS, hall_id: str = "sample", days: int = 0) -> Anchor:
    return make_anchor(key, hall_id, NOON + days * 86_400_000, head(seq), head(staff, "b"))
