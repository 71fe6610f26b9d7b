"""States of the wall that are rare, or of few halls: pictured in few scenes, not with every size and language."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PIL import Image, ImageDraw

from display.link_lines import LISTEN_MS
from display.programme import SHOW_MS, Entry, Kind
from hardware.typeface import BOLD, draw_font
from server.domain.commands import CloseCounter, PauseCounter
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from tests.display.full_swing import AFTER_FADE_MS, in_full_swing
from tests.display.large_halls import Kind as HallKind
from tests.display.walls import Wall

WORDS = "集合地點：對面停車場"
MINUTE = 60_000
FAIR = {"zh-TW": "徵才活動", "en": "Job fair", "vi": "Ngày hội việc làm", "id": "Bursa kerja", "th": "งานนัดพบแรงงาน"}


@cache
def film() -> str:
    """A video whose frames are all the same, so that it is drawn the same whenever it is looked at."""
    folder = Path(mkdtemp(prefix="film-"))
    still = Image.new("RGB", (1280, 720), "#0B5563")
    drawn = ImageDraw.Draw(still)
    drawn.rectangle((90, 90, 1190, 630), outline="#F7FAFC", width=12)
    drawn.text((640, 300), "週三徵才活動", font=draw_font(150, BOLD), fill="#FFFFFF", anchor="mm")
    drawn.text((640, 480), "Job fair on Wednesday", font=draw_font(70), fill="#FFFFFF", anchor="mm")
    still.save(folder / "still.png")
    made = ["-loop", "1", "-t", "2", "-i", str(folder / "still.png"), "-pix_fmt", "yuv420p", str(folder / "film.mp4")]
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *made], check=True)
    return str(folder / "film.mp4")


def video() -> Entry:
    """A film in the round."""
    return Entry("item:video", Kind.VIDEO, weight=20, file=film(), title=FAIR)


def emergency(kind: EmergencyKind = EmergencyKind.EARTHQUAKE, words: str = "") -> Callable[[HallKind], Wall]:
    """In the middle of a day."""

    def wall_of(hall: HallKind) -> Wall:
        wall = in_full_swing(hall, 2)
        return wall.hear(wall.hall.raise_emergency(kind, words))

    return wall_of


def listen(hall: HallKind) -> Wall:
    """The server has been away for so long that staff call aloud."""
    return in_full_swing(hall, 4).link(up=False).wait(LISTEN_MS + 3_000)


def paused(hall: HallKind) -> Wall:
    """A counter is paused, another until a time; a third is closed, and at a fourth, which is paused, one is served."""
    wall = in_full_swing(hall, 1)
    one, other, third, busy = (counter.counter_id for counter in wall.hall.config.counters[1:5])
    for counter in (one, other, third):
        here = wall.hall.hall.counter(counter).ticket_id
        if here is not None:
            wall.hear(wall.hall.finish(here))
    served = wall.hall.hall.counter(busy).ticket_id
    assert served is not None
    wall.hear(wall.hall.arrive(served))
    for command in (
        PauseCounter(one, PauseReason.LUNCH),
        PauseCounter(other, PauseReason.LUNCH, wall.hall.at + 25 * MINUTE),
        CloseCounter(third),
        PauseCounter(busy, PauseReason.BREAK),
    ):
        wall.hall.ask(command)
        wall.hear()
    return wall.wait(AFTER_FADE_MS)


def between_calls(hall: HallKind, *, papers: bool = False) -> Wall:
    """A guide has its turn when no call is on any more, its steps or its papers."""
    wall = in_full_swing(hall, 2)
    for card in wall.board.deck.cards:
        wall.ends("arrive", card.call.ticket.ticket_id)
    wall.wait(AFTER_FADE_MS)
    while wall.board.content.call is not None or wall.board.content.entry or not wall.board.content.service_id:
        wall.wait(1_000)
    return wall.wait(SHOW_MS - 1_500) if papers else wall


def two_counters(hall: HallKind) -> Wall:
    return in_full_swing(hall, 2)


def burst(hall: HallKind) -> Wall:
    """As many calls in a second as there are counters, up to eight, while the first of them is shown."""
    wall = in_full_swing(hall, 0)
    for place, counter in enumerate(wall.hall.config.counters[:8]):
        services = wall.hall.config.services
        wall.called(services[place % len(services)].service_id, counter.counter_id, priority=place == 2)
        wall.wait(100)
    return wall
