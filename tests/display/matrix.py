"""The pictures of the wall: every two of its measures, languages and states meet in one of them, and rare states have a
few of their own.

A state of the wall that is new gets its line in STATES, or in RARE and FURTHER, and its pictures with the next
`--remake` (`tests.display.pictures`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from display.board import Board, ItemsChanged, MonitorsChanged, Tick
from display.programme import SHOW_MS, Entry, Kind, Vacancy
from server.domain.closing import ClosingReason
from server.domain.emergency import EmergencyKind
from tests.display import further_states, large_halls
from tests.display.full_swing import in_full_swing
from tests.display.pairs import pairwise
from tests.display.walls import Wall
from tests.real_hall import ROOT, TO_EIGHT_MS, RealHall

HALL_KINDS = {"counters": (1, 8, 20, 45), "services": (1, 8, 20)}
ORDER_FROM_M, CONTENT_FROM_M = 15.0, 6.0
"""Where the readers of a monitor of 55 inches stand; who hangs a smaller one for the calls brings them nearer."""
PICTURE = str(ROOT / "tests" / "display" / "poster.svg")
JOBS = tuple(
    Vacancy(title, employer, place, pay)
    for title, employer, place, pay in (
        ("作業員（日班）", "永康精密工業股份有限公司", "臺南市永康區", "月薪 32,000 元"),
        ("門市人員", "Harbour Café", "臺南市東區", "時薪 200 元"),
        ("會計助理，限身心障礙者，可遠距", "大安會計師事務所", "臺南市", "月薪 34,000 元至 38,000 元"),
        ("Warehouse clerk", "Southern Logistics", "Tainan", "NT$ 33,000"),
    )
)
SIZES = ((1920, 1080), (1080, 1920), (3840, 2160), (1366, 768))
LANGUAGES = (("zh-TW", "en"), ("zh-TW", "vi"), ("zh-TW", "id"), ("zh-TW", "th"), ("en", "zh-TW"))
INCHES = (55.0, 43.0, 32.0)


@dataclass(frozen=True)
class Scene:
    state: str
    languages: tuple[str, ...]
    size: tuple[int, int]
    counters: int
    services: int
    inch: float
    names: str

    @property
    def name(self) -> str:
        width, height = self.size
        measures = f"{self.counters}c-{self.services}s-{self.names}-{width}x{height}-{self.inch:.0f}in"
        return f"{self.state}-{'+'.join(self.languages)}-{measures}"

    @property
    def order_from_m(self) -> float:
        return round(ORDER_FROM_M * self.inch / INCHES[0], 1)

    @property
    def shared(self) -> bool:
        """One monitor has both parts."""
        return self.state.endswith("shared")

    @property
    def lively(self) -> bool:
        """Drawn while the newest call pulses."""
        return self.state in {"pulse", "burst-lively"}

    @property
    def kind(self) -> large_halls.Kind:
        labels = {1: "named", 2: "plain", 8: "plain", 20: "named", 45: "four"}[self.counters]
        numbers = "none" if self.names == "long" else "letters"
        return large_halls.Kind(self.services, self.counters, numbers, labels, self.names, self.languages)


def _called(kind: large_halls.Kind) -> Wall:
    return in_full_swing(kind, 4)


def _newly_called(kind: large_halls.Kind) -> Wall:
    return in_full_swing(kind, 1)


def _nobody(kind: large_halls.Kind) -> Wall:
    return Wall(RealHall(large_halls.large_hall(kind))).start()


def _stale(kind: large_halls.Kind) -> Wall:
    return _called(kind).link(up=False).wait(5_000)


def _connecting(kind: large_halls.Kind) -> Wall:
    wall = _nobody(kind)
    wall.board = Board(languages=kind.languages)
    return wall.link(up=False)


def _closed(kind: large_halls.Kind) -> Wall:
    hall = RealHall(large_halls.large_hall(kind))
    hall.closed = {one.service_id: hall.at + 24 * 3_600_000 - TO_EIGHT_MS for one in hall.config.services}
    return Wall(hall).start()


def _waiting_after_closing(kind: large_halls.Kind) -> Wall:
    hall = RealHall(large_halls.large_hall(kind))
    for service in hall.config.services:
        hall.issue(service.service_id)
    hall.closed = {one.service_id: hall.at + 24 * 3_600_000 - TO_EIGHT_MS for one in hall.config.services}
    return Wall(hall).start()


def _typhoon(kind: large_halls.Kind) -> Wall:
    wall = _nobody(kind)
    wall.hall.issue(wall.hall.config.services[0].service_id)
    wall.hall.close_today(ClosingReason.TYPHOON)
    return wall.hear()


def _between_calls(entry: str, *items: Entry) -> Callable[[large_halls.Kind], Wall]:
    """The round, when it has come to an entry whose key begins so."""

    def wall_of(kind: large_halls.Kind) -> Wall:
        wall = _nobody(kind).told(ItemsChanged(items))
        for _ in range(60):
            if wall.board.content.entry.startswith(entry):
                return wall
            ms = max(100, wall.board.content.until - wall.steady)
            wall.hall.pass_ms(ms)
            wall.steady += ms
            wall.told(Tick())
        raise AssertionError(f"no {entry} in the round")

    return wall_of


def _video(kind: large_halls.Kind) -> Wall:
    return _between_calls("item:video", further_states.video())(kind)


STATES: dict[str, Callable[[large_halls.Kind], Wall]] = {
    "busy": _called,
    "pulse": _newly_called,
    "shared": _called,
    "stale": _stale,
    "nobody": _nobody,
    "connecting": _connecting,
    "closed": _closed,
    "waiting": _waiting_after_closing,
    "typhoon": _typhoon,
    "notice": _between_calls("notice:"),
    "question": _between_calls("question:"),
    "picture": _between_calls(
        "item:picture",
        Entry("item:picture", Kind.PICTURE, weight=20, file=PICTURE, title=further_states.FAIR),
    ),
    "vacancies": _between_calls("item:jobs", Entry("item:jobs", Kind.VACANCIES, weight=20, ms=SHOW_MS, vacancies=JOBS)),
}
"""What a wall may be showing, by its name, as made for a hall of a kind."""


RARE: dict[str, Callable[[large_halls.Kind], Wall]] = {
    "emergency": further_states.emergency(),
    "emergency-words": further_states.emergency(EmergencyKind.FIRE, further_states.WORDS),
    "emergency-shared": further_states.emergency(EmergencyKind.FIRE),
    "listen": further_states.listen,
    "paused": further_states.paused,
    "two": further_states.two_counters,
    "video": _video,
    "called-shared": _newly_called,
    "steps-shared": further_states.between_calls,
    "papers-shared": partial(further_states.between_calls, papers=True),
    "burst-shared": further_states.burst,
    "burst": further_states.burst,
    "burst-lively": further_states.burst,
}
LYING, STANDING, SMALL = (1920, 1080), (1080, 1920), (1366, 768)
FURTHER = (
    Scene("emergency", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("emergency", ("zh-TW", "vi"), STANDING, 45, 20, 43.0, "long"),
    Scene("emergency-words", ("en", "zh-TW"), SMALL, 45, 8, 32.0, "usual"),
    Scene("emergency-shared", ("zh-TW", "en"), SMALL, 8, 8, 55.0, "usual"),
    Scene("emergency-shared", ("zh-TW", "vi"), STANDING, 45, 8, 43.0, "usual"),
    Scene("listen", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("listen", ("zh-TW", "vi"), STANDING, 45, 20, 43.0, "long"),
    Scene("paused", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("paused", ("en", "zh-TW"), STANDING, 20, 8, 43.0, "usual"),
    Scene("two", ("zh-TW", "en"), LYING, 2, 8, 55.0, "usual"),
    Scene("two", ("zh-TW", "vi"), STANDING, 2, 1, 43.0, "long"),
    Scene("video", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("video", ("zh-TW", "th"), STANDING, 8, 8, 43.0, "usual"),
    Scene("called-shared", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("called-shared", ("zh-TW", "vi"), STANDING, 8, 8, 55.0, "usual"),
    Scene("called-shared", ("zh-TW", "en"), SMALL, 20, 8, 43.0, "usual"),
    Scene("steps-shared", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("steps-shared", ("zh-TW", "id"), STANDING, 20, 8, 43.0, "usual"),
    Scene("papers-shared", ("zh-TW", "th"), (3840, 2160), 8, 8, 55.0, "usual"),
    Scene("papers-shared", ("zh-TW", "en"), STANDING, 1, 8, 32.0, "usual"),
    Scene("burst-shared", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("burst-shared", ("zh-TW", "en"), STANDING, 8, 8, 43.0, "usual"),
    Scene("burst", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
    Scene("burst-lively", ("zh-TW", "en"), LYING, 8, 8, 55.0, "usual"),
)
"""Scenes of the states in RARE."""


def scenes() -> list[Scene]:
    """All of them, in the same order wherever they are made."""
    return [*pairs(), *FURTHER]


def pairs() -> list[Scene]:
    """Those in which every two values meet."""
    axes: dict[str, tuple[object, ...]] = {
        "state": tuple(STATES),
        "languages": LANGUAGES,
        "size": SIZES,
        "counters": HALL_KINDS["counters"],
        "services": HALL_KINDS["services"],
        "inch": INCHES,
        "names": ("usual", "long"),
    }
    return [Scene(**case) for case in pairwise(axes)]  # type: ignore[arg-type]


def wall_of(scene: Scene) -> Wall:
    wall = (STATES | RARE)[scene.state](scene.kind)
    return wall.told(MonitorsChanged(shared=True)) if scene.shared else wall
