"""The printers that the emulator can be: each a row of data, after a kind that halls own.

Pure data. What a row plays is a behaviour that was seen or is documented of that kind, never an exact model's
firmware. Times in seconds, sizes in bytes.
"""

from dataclasses import dataclass
from enum import StrEnum

ALL_KINDS = frozenset({1, 2, 3, 4})


class Cable(StrEnum):
    """How a host reaches it."""

    TCP = "tcp"
    SERIAL = "serial"
    USB = "usb"


class Second(StrEnum):
    """What becomes of a host that comes while another one is connected."""

    WAITS = "waits"
    """Its connection is taken, and nothing is read from it until the first one is gone."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Personality:
    """One kind of printer. The usual values are those of a good one."""

    name: str
    plays: str
    """What it is and what is peculiar about it, in one line, for a list."""
    dots: int = 576
    cable: Cable = Cable.TCP
    answers: frozenset[int] = ALL_KINDS
    """Which of DLE EOT 1 to 4."""
    answer_s: float = 0.02
    """Until a real-time answer leaves."""
    paper_answer: bool = True
    """Whether ``GS r 1`` is answered."""
    paper_answer_s: float = 0.0
    """How long after its turn."""
    paper_answer_byte: int | None = None
    """Always this byte, whatever the paper is like; None: the true one."""
    process_id: bool = False
    """Whether it knows ``GS ( H`` function 48; one that does not prints what follows the head as text."""
    rows_s: float | None = 1200.0
    """Rows of dots that it prints in a second (1200: 150 mm/s); None: in no time."""
    buffer: int = 262_144
    baud: int | None = None
    """Bits a second at which bytes come in, ten a byte; None: as fast as they are sent."""
    second: Second = Second.WAITS
    rests_s: tuple[float, ...] = ()
    """After each close it takes no connection for so long, in turn and over again."""
    idle_close_s: float | None = None
    """It closes a connection on which nothing came for so long."""
    noise: int = 0
    """Bytes a second that mean nothing, without being asked; never one that could be a reply."""
    block_every_s: float | None = None
    """It sends its four bytes of state so often, without being asked."""
    tells_by_itself: bool = False
    """It sends its four bytes of state to a new host and at each change, without being asked."""
    forgets_when_halted: bool = False
    """What it held is gone when its cover is opened or its paper ends, without a word."""
    cable_outlives_power: bool = False
    """A box of its own holds the connection: a host sees nothing of the printer being switched off."""

    @property
    def confirms(self) -> bool:
        """Whether it ever says that a job is done, in a way that proves it."""
        return self.process_id or (self.paper_answer and self.paper_answer_byte is None)


IDEAL = Personality(
    "ideal", "what every other one is measured against: answers everything, prints in no time", rows_s=None,
    answer_s=0.0, process_id=True,
)  # fmt: skip

_TWO = frozenset({1, 4})
_NONE = frozenset[int]()

PERSONALITIES = {
    one.name: one
    for one in (
        IDEAL,
        Personality("epson-tm-t20", "Epson TM-T20 family: 203 dpi, answers everything, says by id what is printed",
                    process_id=True),
        Personality("tm-t88", "Epson TM-T88 family: 180 dpi, 512 dots, fast; closes an idle connection after 90 s",
                    dots=512, process_id=True, rows_s=2100.0, idle_close_s=90.0),
        Personality("generic-clone", "the usual 80 mm clone: DLE EOT and GS r, no GS ( H",
                    rows_s=1600.0, buffer=65_536),
        Personality("clone-silent", "answers nothing at all", answers=_NONE, paper_answer=False),
        Personality("clone-two-status", "answers DLE EOT 1 and 4, and nothing else", answers=_TWO, paper_answer=False),
        Personality("clone-no-gsr", "answers DLE EOT 1 to 4, never GS r", paper_answer=False),
        Personality("clone-gsr-slow", "answers GS r three seconds after its turn", paper_answer_s=3.0),
        Personality("clone-gsr-odd", "answers GS r with 0x12, whatever its paper is like", paper_answer_byte=0x12),
        Personality("clone-late", "answers DLE EOT 2 and 4 alone, each after 0.7 s, and GS r after three seconds",
                    answers=frozenset({2, 4}), answer_s=0.7, paper_answer_s=3.0),
        Personality("clone-no-process-id", "a slow clone: GS r yes, prints GS ( H as text", rows_s=640.0),
        Personality("chatty", "sends its four bytes of state every 100 ms, asked or not", block_every_s=0.1),
        Personality("noisy", "1 kB/s of bytes without meaning between its answers", noise=1_000),
        Personality("small-buffer", "holds 4 KB: takes nothing more while its paper is out", buffer=4_096),
        Personality("lan-box-19200", "a serial printer behind a LAN box at 19,200 baud: slow, and the box outlives it",
                    baud=19_200, buffer=65_536, cable_outlives_power=True),
        Personality("lan-slow-reopen", "refuses connections for 1 to 5 s after each close",
                    rests_s=(1.0, 5.0, 2.5), second=Second.REFUSED),
        Personality("idle-closer", "closes a connection on which nothing came for 90 s, and refuses a second one",
                    idle_close_s=90.0, second=Second.REFUSED),
        Personality("serial-9600", "on a serial cable at 9,600 baud with hardware handshake",
                    cable=Cable.SERIAL, baud=9_600, buffer=4_096, rows_s=800.0, second=Second.REFUSED),
        Personality("star-escpos", "Star in ESC/POS mode: tells its state by itself, no GS ( H",
                    tells_by_itself=True, answer_s=0.1, rows_s=2000.0),
        Personality("usb-lp", "on USB through usblp: one program at a time", cable=Cable.USB, process_id=True,
                    second=Second.REFUSED),
        Personality("power-loses-buffer", "behind a print server that holds the connection while its power is off",
                    cable_outlives_power=True),
        Personality("clone-forgetful", "forgets what it held when its cover is opened or its paper ends",
                    forgets_when_halted=True),
        Personality("clone-58", "58 mm, 384 dots, slow, 16 KB: DLE EOT and GS r only",
                    dots=384, rows_s=560.0, buffer=16_384),
    )
}  # fmt: skip


def personality_named(name: str) -> Personality:
    """Return it; raise ValueError with the allowed names for an unknown one."""
    try:
        return PERSONALITIES[name]
    except KeyError:
        raise ValueError(f"unknown personality {name!r}; allowed are {', '.join(PERSONALITIES)}") from None


def personality_list() -> str:
    """All of them, a line each, for a terminal."""
    longest = max(map(len, PERSONALITIES))
    return "".join(f"{one.name:<{longest}}  {one.plays}\n" for one in PERSONALITIES.values())
