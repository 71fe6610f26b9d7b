"""Byte links to devices, each call with a deadline: TCP, serial port, USB printer file.

A deadline is an instant of ``time.monotonic()`` in seconds. No call outlives its deadline by more
than a scheduling delay, also when the device or the network keeps it busy. A write that succeeded proves
nothing about the device: it may sit in a kernel buffer. What counts is the device's own reply.

Addresses, as written in the config:

* ``tcp://HOST:PORT``, or ``tcp://HOST:PORT?baud=19200`` for a device behind a box with a serial line of that speed
* ``serial:///dev/ttyUSB0?baud=115200&bits=8&parity=N&stop=1&flow=rtscts`` (flow: none, rtscts, xonxoff)
* ``usb:///dev/usb/lp0`` (any character device that is read and written as is)
"""

import errno
import fcntl
import os
import socket
import termios
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Protocol

import serial

from hardware.closing import CLOSINGS
from hardware.readiness import GONE, READABLE, WRITABLE, after_nothing, ready
from hardware.tcp_link import connect
from program.addresses import (
    AddressFault,
    Spelled,
    device_path,
    network_place,
    only,
    port_of,
    reachable,
    spelled,
    whole_number,
)

CONNECT_TIMEOUT_S = 3.0
_CHUNK = 4096
_FLOWS = ("none", "rtscts", "xonxoff")
_PARITIES = ("N", "E", "O")
MOST_BAUD = 4_000_000
FORMS = "tcp://HOST:PORT, tcp://HOST:PORT?baud=19200 (a serial line behind it), serial:///DEVICE?baud=115200 or usb:///DEVICE"

# SerialException is an OSError, termios.error is not; pyserial raises TypeError on a half closed port.
DEVICE_ERRORS: Final = (OSError, termios.error, TypeError)
_OPEN_ERRORS: Final = (*DEVICE_ERRORS, ValueError)
_TAKEN: Final = (errno.ECONNREFUSED, errno.EBUSY, errno.EWOULDBLOCK)
"""A refused connection, a device file that is open, a serial port that is locked."""


class TransportError(Exception):
    """A link to a device failed. The text is for the log; ``written`` counts the bytes given to the system."""

    def __init__(self, message: str, written: int = 0) -> None:
        super().__init__(message)
        self.written = written


class TransportUnavailableError(TransportError):
    """The link could not be opened: wrong address, no device, no answer in time."""


class TransportBusyError(TransportUnavailableError):
    """Somebody is there and takes no caller now: refused, or held by another program or an earlier link."""


class TransportLostError(TransportError):
    """The open link broke: the device closed, vanished or was unplugged."""


class TransportClosedError(TransportLostError):
    """The device itself closed the link, in order, after it had taken every byte that was written."""


class TransportTimeoutError(TransportError):
    """The deadline passed before the device took all bytes. A partial frame may be on the wire."""


class AddressError(ValueError):
    """An address in the config is not understood; the text says what is allowed."""


class Transport(Protocol):
    """An open link. Used by one thread at a time."""

    def write(self, data: bytes, deadline: float) -> None:
        """Hand all of ``data`` to the system, or raise TransportLostError or TransportTimeoutError."""

    def read(self, deadline: float) -> bytes:
        """Return what has come, at least one byte, or ``b""`` at the deadline. Raises TransportLostError."""

    def close(self, *, discard: bool = False) -> None:
        """Close, twice without harm. With ``discard``, bytes still in the system's buffer are thrown away
        so that they are not sent later. Returns within a second, whatever the device does: a serial port may
        go on closing behind it. Never raises."""


@dataclass(frozen=True)
class Address:
    """A parsed device address. ``baud`` is 0 where no line speed is known; with "tcp" it is that of a line behind the
    host and only tells how long bytes take."""

    scheme: Literal["tcp", "serial", "usb"]
    host: str = ""
    port: int = 0
    path: str = ""
    baud: int = 0
    bits: int = 8
    parity: str = "N"
    stop: int = 1
    flow: str = "none"

    @property
    def bits_per_byte(self) -> int:
        """Line bits for one byte, start and stop bits included."""
        return 1 + self.bits + (self.parity != "N") + self.stop


def parse_address(text: str) -> Address:
    """Read a device address; raise AddressError with what is allowed when it is not one."""
    try:
        found = spelled(text)
        if found.scheme == "tcp":
            only(found.options, ("baud",))
            return Address(
                "tcp", host=reachable(network_place(found)), port=port_of(found), baud=_baud(found.options, usual=0)
            )
        if found.scheme == "usb":
            only(found.options, ())
            return Address("usb", path=device_path(found))
        if found.scheme == "serial":
            return _serial(found)
    except AddressFault as fault:
        raise AddressError(f"{fault}; allowed are {FORMS}") from fault
    raise AddressError(f"`{found.scheme}` is no kind of device; allowed are {FORMS}")


def _serial(found: Spelled) -> Address:
    options = found.options
    only(options, ("baud", "bits", "parity", "stop", "flow"))
    parity, flow = options.get("parity", "N").upper(), options.get("flow", "none").lower()
    if parity not in _PARITIES:
        raise AddressFault(f"parity is {', '.join(_PARITIES)}, not `{parity}`")
    if flow not in _FLOWS:
        raise AddressFault(f"flow is {', '.join(_FLOWS)}, not `{flow}`")
    return Address(
        "serial",
        path=device_path(found),
        baud=_baud(options, usual=115_200),
        bits=whole_number(options, "bits", 8, range(7, 9)),
        parity=parity,
        stop=whole_number(options, "stop", 1, range(1, 3)),
        flow=flow,
    )


def _baud(options: Mapping[str, str], usual: int) -> int:
    return whole_number(options, "baud", usual, range(50, MOST_BAUD + 1))


def open_transport(address: Address | str, connect_timeout_s: float = CONNECT_TIMEOUT_S) -> Transport:
    """Open the link within ``connect_timeout_s``, looking up a name and all addresses of it included.

    Raises AddressError, TransportUnavailableError, or its kind TransportBusyError when somebody is there who takes no
    caller now. A serial port is opened exclusively.
    """
    if isinstance(address, str):
        address = parse_address(address)
    deadline = time.monotonic() + connect_timeout_s
    place = address.path or f"{address.host}:{address.port}"
    try:
        if address.scheme == "tcp":
            return _open_tcp(address, deadline)
        if not CLOSINGS.closed(address.path, deadline):
            raise TransportBusyError(f"{place}: is still being closed")
        return _open_serial(address) if address.scheme == "serial" else _open_file(address)
    except _OPEN_ERRORS as error:
        taken = isinstance(error, OSError) and error.errno in _TAKEN
        raise (TransportBusyError if taken else TransportUnavailableError)(f"{place}: {error}") from error


def _open_tcp(address: Address, deadline: float) -> Transport:
    connection = connect(address.host, address.port, deadline)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close() -> None:
        # Some printers take no new connection while an old one is half open.
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    return DescriptorTransport(connection.fileno(), close)


def _open_file(address: Address) -> Transport:
    if Path(address.path).exists() and not Path(address.path).is_char_device():
        raise OSError(errno.ENOTTY, "is no device")
    descriptor = os.open(address.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    return DescriptorTransport(descriptor, _aside(address.path, lambda: os.close(descriptor)), ends_by_zero=False)


def _open_serial(address: Address) -> Transport:
    port = serial.serial_for_url(
        address.path,
        baudrate=address.baud,
        bytesize=address.bits,
        parity=address.parity,
        stopbits=address.stop,
        timeout=0.1,
        write_timeout=5,
        rtscts=address.flow == "rtscts",
        xonxoff=address.flow == "xonxoff",
        exclusive=True,
    )
    # pyserial sets up the line; bytes go through its descriptor because its own write time-out does
    # not tell how many bytes went out before it.
    descriptor = port.fileno()
    return DescriptorTransport(
        descriptor,
        _aside(address.path, port.close),
        flush_output=lambda: termios.tcflush(descriptor, termios.TCOFLUSH),
        ends_by_zero=False,
    )


def _aside(path: str, release: Callable[[], None]) -> Callable[[], None]:
    """Return what closes a device without being held by it."""
    return lambda: CLOSINGS.close(path, release)


def _nothing() -> None:
    """A link without an output queue to throw away."""


@dataclass
class DescriptorTransport:
    """A link over a non-blocking file descriptor. ``release`` closes whatever owns the descriptor.

    ``ends_by_zero``: whether a read of no bytes means that the other end has closed. A USB printer gives such reads
    when it has nothing to say; a device that is gone says so otherwise.
    """

    descriptor: int
    release: Callable[[], None]
    flush_output: Callable[[], None] = _nothing
    ends_by_zero: bool = True
    _closed: bool = field(default=False, init=False)

    def write(self, data: bytes, deadline: float) -> None:
        """See Transport."""
        self._check_open()
        written = 0
        view = memoryview(data)
        for _ in ready(self.descriptor, WRITABLE, deadline):
            try:
                taken = os.write(self.descriptor, view[written : written + _CHUNK])
            except BlockingIOError:
                taken = 0
            except DEVICE_ERRORS as error:
                raise TransportLostError(f"writing failed after {written} bytes: {error}", written) from error
            written += taken
            if written == len(data):
                return
            if not taken:
                after_nothing(deadline)
        raise TransportTimeoutError(f"the device took {written} of {len(data)} bytes in time", written)

    def read(self, deadline: float) -> bytes:
        """See Transport."""
        self._check_open()
        for events in ready(self.descriptor, READABLE, deadline):
            try:
                data = os.read(self.descriptor, _CHUNK)
            except BlockingIOError:
                data = None
            except DEVICE_ERRORS as error:
                raise TransportLostError(f"reading failed: {error}") from error
            if data:
                return data
            if data is not None and (self.ends_by_zero or events & GONE):
                kind = TransportClosedError if self.ends_by_zero and self._all_taken() else TransportLostError
                raise kind("the device closed the link")
            after_nothing(deadline)
        return b""

    def close(self, *, discard: bool = False) -> None:
        """See Transport."""
        if self._closed:
            return
        self._closed = True
        if discard:
            with suppress(*DEVICE_ERRORS):
                self.flush_output()
        with suppress(*DEVICE_ERRORS):
            self.release()

    def _check_open(self) -> None:
        if self._closed:
            raise TransportLostError("the link is closed")

    def _all_taken(self) -> bool:
        """Whether no written byte is still in the system's own queue, or on its way without a receipt."""
        try:
            # For a socket it is SIOCOUTQ, of the same number.
            return not any(fcntl.ioctl(self.descriptor, termios.TIOCOUTQ, bytes(4)))
        except OSError:
            return False
