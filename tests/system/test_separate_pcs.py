"""The rig itself: what is called another PC has a network of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.system.separate_pcs import SeparatePc, network

pytestmark = pytest.mark.system
LISTEN = """
import socket
listener = socket.create_server(("", 8765))
print("ready", flush=True)
while True:
    caller, address = listener.accept()
    caller.sendall(address[0].encode())
    caller.close()
"""
CALL = """
import socket, sys
with socket.create_connection((sys.argv[1], 8765), timeout=5) as line:
    print(line.recv(100).decode())
"""


def test_pcs_hear_each_other_at_their_addresses_and_nobody_at_another_ones_loopback() -> None:
    with network() as cable:
        server, kiosk = cable.plug("server", 1), cable.plug("kiosk", 2)
        with subprocess.Popen(
            server.command(sys.executable, "-c", LISTEN), stdout=subprocess.PIPE, text=True
        ) as listening:
            try:
                assert listening.stdout is not None
                assert listening.stdout.readline() == "ready\n"
                assert kiosk.run(sys.executable, "-c", CALL, server.address).strip() == kiosk.address
                with pytest.raises(AssertionError, match="Connection refused"):
                    kiosk.run(sys.executable, "-c", CALL, "127.0.0.1")
                cable.renumber(server, 9)
                assert kiosk.run(sys.executable, "-c", CALL, "10.77.0.9").strip() == kiosk.address
            finally:
                listening.terminate()


def test_a_pc_without_a_network_of_its_own_is_none() -> None:
    """What a rig says to it would be said to this machine."""
    with pytest.raises(AssertionError, match="no network of its own"):
        SeparatePc("here", ["env"])
