"""Where a connection comes from, as far as numbers of connections go: an address, and the block of addresses that one
contract or one network has. Pure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from server.identity.throttle import block_of, source_of


class InBlock(NamedTuple):
    block: str
    """The /24 of an IPv4 address, the /56 of an IPv6 one."""
    source: str
    """As `server.identity.throttle.source_of` has it."""


@lru_cache(4096)
def in_block(address: str) -> InBlock:
    """What is no address is a block of its own."""
    source = source_of(address)
    return InBlock(block_of(source), source)
