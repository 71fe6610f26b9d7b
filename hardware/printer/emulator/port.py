"""Who is let in to the emulated printer, and when: one session at a time. Pure; time comes as an argument."""

from dataclasses import dataclass, field
from enum import Enum, auto

from hardware.printer.emulator.personality import Personality, Second


class Admission(Enum):
    """What becomes of a host that comes."""

    IN = auto()
    WAITS = auto()
    REFUSED = auto()


@dataclass
class Port:
    """The one place at the printer. A host is any object; instants are seconds of any one clock."""

    personality: Personality
    inside: object | None = None
    _waiting: list[object] = field(default_factory=list)
    _closes: int = 0
    _rests_until: float = float("-inf")
    _heard_at: float = 0.0

    def come(self, host: object, now: float) -> Admission:
        """A host asks for a connection."""
        if not self.takes(now):
            return Admission.REFUSED
        if self.inside is None:
            self._let_in(host, now)
            return Admission.IN
        self._waiting.append(host)
        return Admission.WAITS

    def takes(self, now: float) -> bool:
        """Whether a host that comes now is not refused."""
        return now >= self._rests_until and (self.inside is None or self.personality.second is Second.WAITS)

    def takes_again_at(self, now: float) -> float | None:
        """When it will take hosts again after a rest; None: it is not resting."""
        return self._rests_until if now < self._rests_until else None

    def leave(self, host: object, now: float) -> object | None:
        """A host is gone; return the one that is let in instead, if one waits."""
        if host is not self.inside:
            self._waiting = [one for one in self._waiting if one is not host]
            return None
        self.inside = None
        if rests := self.personality.rests_s:
            self._rests_until = now + rests[self._closes % len(rests)]
            self._closes += 1
        if self._waiting:
            self._let_in(self._waiting.pop(0), now)
        return self.inside

    def heard(self, now: float) -> None:
        """Bytes came from whoever is inside."""
        self._heard_at = now

    @property
    def closes_at(self) -> float | None:
        """When it will close the connection of whoever is inside, if nothing comes; None: never."""
        if self.inside is None or self.personality.idle_close_s is None:
            return None
        return self._heard_at + self.personality.idle_close_s

    def _let_in(self, host: object, now: float) -> None:
        self.inside = host
        self._heard_at = now
