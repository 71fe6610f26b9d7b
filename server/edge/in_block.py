"""Where a connection comes from, as far as numbers of connections go: an address, and the block of addresses that one
contract or one network has. Pure.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import NamedTuple

from server.identity.throttle import source_of

_BLOCK = {4: 24, 6: 56}
"""Bits that an IP version's block has in common."""


class InBlock(NamedTuple):
    block: str
    """The /24 of an IPv4 address, the /56 of an IPv6 one."""
    source: str
    """As `server.identity.throttle.source_of` has it."""


@lru_cache(4096)
def in_block(address: str) -> InBlock:
    """What is no address is a block of its own."""
    source = source_of(address)
    try:
        network = ipaddress.ip_network(source)
    except ValueError:
        return InBlock(source, source)
    return InBlock(str(network.supernet(new_prefix=_BLOCK[network.version])), source)
