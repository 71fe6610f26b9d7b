"""Why a printer's line could not be opened."""

import errno
import socket
import termios
from collections.abc import Iterator

from hardware.printer.setup.interview_types import Obstacle
from hardware.transport import Address, TransportBusyError, TransportUnavailableError

_BY_NUMBER = {
    errno.EACCES: Obstacle.NOT_ALLOWED,
    errno.EPERM: Obstacle.NOT_ALLOWED,
    errno.ENOENT: Obstacle.NO_FILE,
    errno.ENOTDIR: Obstacle.NO_FILE,
    # A file for a device that is not plugged in, or of a port that the computer lacks.
    errno.ENXIO: Obstacle.NO_FILE,
    errno.ENODEV: Obstacle.NO_FILE,
    errno.EIO: Obstacle.NO_FILE,
    errno.EISDIR: Obstacle.NO_DEVICE,
    errno.ENOTTY: Obstacle.NO_DEVICE,
}


def obstacle(address: Address, error: TransportUnavailableError) -> Obstacle:
    """What the person is to look after, by the kind of address and what the system said of it."""
    if isinstance(error, TransportBusyError):
        return Obstacle.TAKEN
    if any(isinstance(cause, socket.gaierror) for cause in _causes(error)):
        return Obstacle.NO_NAME
    # A network's error numbers mean other things.
    numbers = (_number(cause) for cause in _causes(error)) if address.path else ()
    return next((_BY_NUMBER[number] for number in numbers if number in _BY_NUMBER), Obstacle.NOT_THERE)


def _number(cause: BaseException) -> int:
    if isinstance(cause, termios.error):
        return int(cause.args[0])
    return (cause.errno or 0) if isinstance(cause, OSError) else 0


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, which pyserial only tells as the context of its own."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
