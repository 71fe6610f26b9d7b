"""What an interview wants of whoever drives it, and what it is told."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.printer.job import JobState
from hardware.printer.profile import PrinterProfile
from hardware.printer.setup.wire_facts import WireFacts
from hardware.printer.status import BlockReason
from hardware.transport import parse_address


class YesNo(StrEnum):
    """What a person is asked; the texts are named alike."""

    TRY_AGAIN = "try_again"
    WIDE_PAPER = "wide_paper"
    STRIP = "strip"
    EDGE = "edge"
    CUT = "cut"
    QUICK = "quick"
    PROOF = "proof"


class Obstacle(StrEnum):
    """What stood in the way, beside the reasons of `BlockReason`; the texts are named alike."""

    NOT_THERE = "not_there"
    """Nobody answers at the address."""
    NO_FILE = "no_file"
    """No device of this computer has that name."""
    NO_DEVICE = "no_device"
    """Something has that name and is no device of this kind."""
    NO_NAME = "no_name"
    """The name of a network printer is not known."""
    TAKEN = "taken"
    """It is there and takes no connection: another computer has it."""
    NOT_ALLOWED = "not_allowed"
    """The device file belongs to somebody else."""
    NO_STRIP = "no_strip"
    EDGE_LOST = "edge_lost"
    """No ruler had a whole edge, not even the narrowest."""
    BAD_PROOF = "bad_proof"


@dataclass(frozen=True)
class Look:
    """Open the line at `url` and find out what it tells: `Told` or `NotReached`. `briefly`: its speed is one of several
    that are tried, so that silence is taken for an answer soon."""

    url: str
    briefly: bool = False


@dataclass(frozen=True)
class PrintRuler:
    """Print the ruler of a kind of printer: `Printed`."""

    url: str
    profile: PrinterProfile


@dataclass(frozen=True)
class PrintProof:
    """Print a ticket as visitors will get it: `Printed`."""

    url: str
    profile: PrinterProfile


@dataclass(frozen=True)
class Ask:
    """Ask a person: `Said`. `about` is what has to be mended first, `dots` what the ruler's last number is."""

    question: YesNo
    about: Obstacle | BlockReason | None = None
    dots: int = 0


@dataclass(frozen=True)
class Findings:
    """What the printer is and can."""

    url: str
    profile: PrinterProfile
    facts: WireFacts
    cuts: bool
    confirmed: bool
    """The proof ticket was confirmed by the printer, so tickets will be."""
    seconds: float
    """How long the proof ticket took, as far as the wire tells."""

    @property
    def baud(self) -> int:
        """The speed of a serial line on the way; 0: none, as far as known."""
        return parse_address(self.url).baud


@dataclass(frozen=True)
class GivenUp:
    """It ended without lines for the config."""

    about: Obstacle | BlockReason


Again = Look | PrintRuler | PrintProof
"""What can be done once more."""
Want = Again | Ask | Findings | GivenUp


@dataclass(frozen=True)
class Told:
    """What the line told."""

    facts: WireFacts


@dataclass(frozen=True)
class NotReached:
    """The line could not be opened, or broke."""

    why: Obstacle


@dataclass(frozen=True)
class Printed:
    """How a job ended, after how long."""

    state: JobState
    seconds: float


@dataclass(frozen=True)
class Said:
    """A person's answer."""

    yes: bool


Event = Told | NotReached | Printed | Said
