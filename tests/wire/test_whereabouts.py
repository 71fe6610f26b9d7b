"""Where a device looks for its server, and what it believes of what it is told."""

from __future__ import annotations

from wire.whereabouts import Whereabouts


def test_the_loopback_of_a_server_is_not_where_a_device_finds_it() -> None:
    """It would ask its own computer for the server."""
    known = Whereabouts("wss://192.0.2.1:8765/ws")
    known.told(["wss://127.0.0.1:8765/ws", "wss://localhost:8765/ws", "wss://[::1]:8765/ws", "wss://hall-pc:8765/ws"])
    assert (known.current, known.others) == ("wss://192.0.2.1:8765/ws", ("wss://hall-pc:8765/ws",))


def test_a_device_beside_its_server_goes_on_where_it_found_it() -> None:
    known = Whereabouts("wss://127.0.0.1:9999/ws", ["wss://192.0.2.1:8765/ws"])
    known.told(["wss://127.0.0.1:8765/ws"])
    assert (known.current, known.others) == ("wss://127.0.0.1:9999/ws", ("wss://192.0.2.1:8765/ws",))
