"""How many wrong guesses are taken before guessing stops for a while. Rules without a store: `failures` holds them."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.identity.sign_in_policy import DAY_MS, HOUR_MS, MINUTE_MS


@dataclass(frozen=True, slots=True)
class Limit:
    count: int
    """So many failures within `window_ms` ..."""
    window_ms: int
    lock_ms: int
    """... and nobody is heard until so long after the last one."""

    @property
    def memory_ms(self) -> int:
        """Failures older than this mean nothing."""
        return self.window_ms + self.lock_ms


FROM_SOURCE = Limit(5, 15 * MINUTE_MS, 15 * MINUTE_MS)
"""One account (or kind of code) from one source."""
FROM_EVERYWHERE = Limit(50, HOUR_MS, 15 * MINUTE_MS)
"""One account from all sources, but for those that it is known from."""
OF_SOURCE = Limit(20, 15 * MINUTE_MS, 15 * MINUTE_MS)
"""One source over all accounts and codes, but for the accounts that are known from it."""
OF_PIN = Limit(3, DAY_MS, 0)
"""Wrong PINs of one person: then their full sign-in of that day no longer counts."""
OF_COUNTER_PINS = Limit(10, 15 * MINUTE_MS, 15 * MINUTE_MS)
"""Wrong PINs at one counter over all people."""
_BLOCK = {4: 24, 6: 56}
"""Bits that an IP version's block has in common."""
_NEAR = (ipaddress.IPv6Network("fe80::/10"), ipaddress.IPv6Network("fc00::/7"))
"""Link-local and unique local addresses."""
KNOWN_SOURCE_MS = 30 * DAY_MS
LONGEST_MS = max(limit.memory_ms for limit in (FROM_SOURCE, FROM_EVERYWHERE, OF_SOURCE, OF_PIN, OF_COUNTER_PINS))


@dataclass(frozen=True, slots=True)
class Failures:
    """Instants of wrong guesses, oldest first, none later than now."""

    of_account_here: Sequence[int] = ()
    of_account: Sequence[int] = ()
    of_source: Sequence[int] = ()


def locked_for_ms(limit: Limit, failures: Sequence[int], now: int) -> int:
    """0 when the next guess is heard."""
    if not failures:
        return 0
    last = failures[-1]
    if sum(at > last - limit.window_ms for at in failures) < limit.count:
        return 0
    return max(0, last + limit.lock_ms - now)


def account_locked_ms(found: Failures, now: int, *, known_here: bool) -> int:
    """`known_here`: an enrolled counter asks, or this account signed in from this address or in this browser in the
    last 30 days. Then what strangers do elsewhere, or here with other logins, does not count."""
    here = locked_for_ms(FROM_SOURCE, found.of_account_here, now)
    if known_here:
        return here
    everywhere = locked_for_ms(FROM_EVERYWHERE, found.of_account, now)
    return max(here, everywhere, locked_for_ms(OF_SOURCE, found.of_source, now))


def seconds(ms: int) -> int:
    """Rounded up: after so many seconds it is open."""
    return -(-ms // 1000)


def source_of(address: str, own_links: Iterable[ipaddress.IPv6Network] = ()) -> str:
    """What counts as one source: an IPv4 address, or the /64 of an IPv6 one, since a computer far away has all of it.
    Of addresses that only the own network gives, and of those in `own_links` (the server's), each one counts for
    itself: there a /64 is everybody."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        if not found.is_loopback and not any(found in near for near in (*_NEAR, *own_links)):
            return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def block_of(source: str) -> str:
    """The addresses that one contract or one network has: the /24 of an IPv4 source, the /56 of an IPv6 one. What is no
    address is a block of its own."""
    try:
        network = ipaddress.ip_network(source)
    except ValueError:
        return source
    return str(network.supernet(new_prefix=_BLOCK[network.version]))


_COUNTER, _BROWSER = "counter:", "browser:"


def of_counter(device_id: str) -> str:
    """What wrong guesses at an enrolled counter are kept under, instead of its address."""
    return f"{_COUNTER}{device_id}"


def of_browser(token: str) -> str:
    """What stands for the browser that keeps that token in its cookie."""
    return f"{_BROWSER}{hashlib.sha256(token.encode()).hexdigest()[:48]}"


def is_address(source: str) -> bool:
    """Whether guesses are kept under an address there."""
    return not source.startswith((_COUNTER, _BROWSER))


def links_of(addresses: Iterable[str]) -> frozenset[ipaddress.IPv6Network]:
    """The /64 of each IPv6 one."""
    return frozenset(ipaddress.IPv6Network((one, 64), strict=False) for one in addresses if ":" in one)


def login_subject(login_key: str) -> str:
    """What failures of a login are kept under, known or not. A hash, since people type passwords where logins
    belong."""
    return f"login:{hashlib.sha256(login_key.encode()).hexdigest()[:32]}"
