"""A device that takes long to close holds neither who closes it nor, without a word, who opens it again."""

import threading
import time
from pathlib import Path

import pytest

from hardware.closing import CLOSINGS, Closings
from hardware.transport import DescriptorTransport, TransportBusyError, open_transport


def soon(seconds: float = 20.0) -> float:
    return time.monotonic() + seconds


def test_a_port_that_takes_long_to_close_holds_nobody() -> None:
    finish = threading.Event()
    closings = Closings()

    def release() -> None:
        assert finish.wait(10)

    link = DescriptorTransport(0, lambda: closings.close("held", release))
    start = time.monotonic()
    link.close(discard=True)
    assert time.monotonic() - start < 5
    assert not closings.closed("held", time.monotonic())
    finish.set()
    assert closings.closed("held", soon(5))


def test_a_device_that_cannot_be_closed_is_closed() -> None:
    closings = Closings()

    def release() -> None:
        raise OSError(5, "pulled out")

    closings.close("gone", release)
    assert closings.closed("gone", soon(5))


def test_a_device_that_is_still_being_closed_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.symlink_to("/dev/null")
    finish = threading.Event()

    def release() -> None:
        assert finish.wait(10)

    CLOSINGS.close(str(path), release)
    with pytest.raises(TransportBusyError, match="still being closed"):
        open_transport(f"usb://{path}", 0.05)
    finish.set()
    open_transport(f"usb://{path}", 5).close()
