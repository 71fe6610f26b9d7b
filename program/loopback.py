"""Which hosts are this computer itself."""

from __future__ import annotations

import ipaddress
from functools import lru_cache


@lru_cache(maxsize=256)
def is_loopback(address: str) -> bool:
    """Whether an IP address leads nowhere but here, also an IPv4 one in IPv6 dress. False for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback
