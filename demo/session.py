"""Ctrl+C reaches the demo alone: all that it starts runs in a session of its own, and is taken down in order."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1


def in_own_session(play: Callable[[], int]) -> int:
    """Runs `play` in a child with a session of its own, and returns what it returns. Whoever asks this process to end
    interrupts the child, as Ctrl+C would; the status is then 128 and the signal's number. The child is interrupted too
    when this process dies.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    asked: list[int] = []
    child = 0

    def ask(number: int, _: object) -> None:
        asked.append(number)
        if child:
            os.kill(child, signal.SIGINT)

    before = {number: signal.signal(number, ask) for number in ENDINGS}
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os._exit(_in_child(play, parent, asked))
    if asked:
        os.kill(child, signal.SIGINT)
    try:
        _, status = os.waitpid(child, 0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    ended = os.waitstatus_to_exitcode(status)
    if asked:
        return 128 + asked[0]
    return ended if ended >= 0 else 128 - ended


def _in_child(play: Callable[[], int], parent: int, asked: list[int]) -> int:
    """`asked`: what came before this child could hear for itself."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() == parent and not asked:
            status = play()
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    except BaseException:  # noqa: BLE001 - nothing of it may go on in a second copy of the caller
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return status
