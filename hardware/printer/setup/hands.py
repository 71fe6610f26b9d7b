"""What an interview wants of the world, done over a printer's line: looking, and printing."""

import time
from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from hardware.printer.answer_store import MemoryAnswerStore
from hardware.printer.driver import EscPosPrinter
from hardware.printer.escpos import warm_up
from hardware.printer.line import OpenLink
from hardware.printer.profile import PrinterProfile
from hardware.printer.ruler import ruler
from hardware.printer.settings import PrinterSettings
from hardware.printer.setup.absence import obstacle
from hardware.printer.setup.interview import Interview, advance
from hardware.printer.setup.interview_types import (
    Look,
    NotReached,
    Obstacle,
    Printed,
    PrintProof,
    PrintRuler,
    Told,
)
from hardware.printer.setup.survey import survey
from hardware.transport import (
    CONNECT_TIMEOUT_S,
    Address,
    Transport,
    TransportBusyError,
    TransportError,
    TransportUnavailableError,
    open_transport,
    parse_address,
)

_BUSY_S = 10.0
"""How long a printer is waited for that takes no connection: some rest for seconds after each close."""
_BETWEEN_S = 0.5
_RESTS = 3
"""So many in a row are the printer's own: after one close, another host may have come in between."""
_REST_S = 0.2
"""Any printer may need a moment to notice that a host is gone."""

ProofPicture = Callable[[str, PrinterProfile], Image.Image]
"""The proof ticket for an address and a profile."""


class Hands:
    """Does what an interview wants. Used by one thread; `open_link`, `now` and `pause` are as in EscPosPrinter."""

    def __init__(
        self,
        proof: ProofPicture,
        *,
        open_link: OpenLink = open_transport,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._proof = proof
        self._open_link = open_link
        self._now = now
        self._pause = pause
        self._answers = MemoryAnswerStore()
        self._jobs = 0
        self._open: Transport | None = None

    def do(self, interview: Interview) -> Interview:
        """The interview after what it wanted was done; as it is when it wants a person, or nothing more."""
        match interview.wants:
            case Look(url, briefly):
                return advance(interview, self._look(url, briefly=briefly))
            case PrintRuler(url, profile):
                self._answers.save(url, interview.facts.answers)
                return advance(interview, self._print(url, profile, ruler(profile)))
            case PrintProof(url, profile):
                return advance(interview, self._print(url, profile, self._proof(url, profile)))
            case _:
                return interview

    def _look(self, url: str, *, briefly: bool) -> Told | NotReached:
        address = parse_address(url)
        try:
            link = self._let_in(address)
        except TransportUnavailableError as error:
            return NotReached(obstacle(address, error))
        try:
            measure = address.scheme == "tcp" and not address.baud
            facts = survey(link, self._now, measure=measure, briefly=briefly)
        except TransportError:
            return NotReached(Obstacle.NOT_THERE)
        finally:
            link.close()
        return Told(replace(facts, rests=address.scheme == "tcp" and self._rests(address)))

    def _let_in(self, address: Address) -> Transport:
        """The open link, which another host may have had first. Raises TransportUnavailableError."""
        until = self._now() + _BUSY_S
        while True:
            try:
                return self._open_link(address, CONNECT_TIMEOUT_S)
            except TransportBusyError:
                if self._now() >= until:
                    raise
                self._pause(_BETWEEN_S)

    def _rests(self, address: Address) -> bool:
        """Whether the printer takes no connection for a while after each close; one was closed just now."""
        try:
            for seen in range(_RESTS):
                if seen:
                    self._let_in(address).close()
                if not self._takes_none(address):
                    return False
                self._pause(_REST_S)
                if not self._takes_none(address):
                    return False
        except TransportUnavailableError:
            return False
        return True

    def _takes_none(self, address: Address) -> bool:
        try:
            self._open_link(address, CONNECT_TIMEOUT_S).close()
        except TransportBusyError:
            return True
        return False

    def _print(self, url: str, profile: PrinterProfile, picture: Image.Image) -> Printed:
        """One job through the driver of the hall, so that what is tried is what will be used."""
        warm_up()
        settings = PrinterSettings(url=url, profile=profile.name)
        printer = EscPosPrinter(
            settings, answers=self._answers, open_link=self._opened, now=self._now, pause=self._pause
        )
        self._jobs += 1
        begun = self._now()
        try:
            state = printer.print_ticket(picture, f"setup-{self._jobs}", lambda _: None, until=begun + _BUSY_S)
        finally:
            # The driver may hold its connection for a next ticket; here the next one is another driver's.
            if self._open is not None:
                self._open.close()
        return Printed(state, self._now() - begun)

    def _opened(self, address: Address, connect_timeout_s: float) -> Transport:
        self._open = self._open_link(address, connect_timeout_s)
        return self._open
