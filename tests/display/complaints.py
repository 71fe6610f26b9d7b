"""Whatever is wrong with both windows of a wall as they are drawn, and what nobody was told of before."""

from __future__ import annotations

from collections.abc import Iterator

from display.misfits import misfits
from display.settings import CallSettings, DisplaySettings, MonitorSettings
from program.texts import Catalog
from tests.display.scene import room_left, seen, shortened, told, wrong
from tests.display.screens import Screens, items
from wire.hall_texts import hall_texts
from wire.messages.hall import HallView


def complaints(screens: Screens, hall: HallView) -> list[str]:
    """Of a visitor, about what is drawn now."""
    least = min(screens.layout.least, screens.guide.least_second) if screens.shared else screens.layout.least
    found = wrong(screens.order, least)
    found += [] if screens.shared else wrong(screens.content, screens.guide.least_second)
    found += board_faults(screens, screens.layout.board.x)
    if not screens.shared:
        notices = [said for one in hall.services for said in one.guide.notice.values()]
        cut = shortened(screens.content) & set(notices)
        if cut and room_left(screens.content) > screens.guide.least_second:
            found.append(f"a notice is cut below {room_left(screens.content):.0f} free pixels: {cut}")
    return found


def unforeseen(
    screens: Screens, hall: HallView, settings: DisplaySettings, catalog: Catalog, size: tuple[int, int]
) -> set[str]:
    """Texts of the hall that are shortened, though the check names none of them."""
    named = {one.text for one in misfits(hall, settings, catalog, size)}
    brought = {said for text in hall_texts(hall) for said in text.texts.values()}
    return (shortened(screens.order) | shortened(screens.content)) & brought - named


def board_faults(screens: Screens, x: float) -> Iterator[str]:
    """What is wrong with the board of counters as a whole."""
    window = screens.order
    if len(list(items(window.contentItem(), "counterRow"))) > screens.layout.counters.a_page:
        yield "more rows than a page has"
    ends: dict[float, set[float]] = {}
    for row in items(window.contentItem(), "counterRow"):
        for digits in items(row, "digits") if not row.property("more") else ():
            area = digits.mapRectToScene(digits.boundingRect())
            ends.setdefault(row.x(), set()).add(round(area.right()))
    if any(max(one) - min(one) > 1 for one in ends.values()):
        yield f"digits do not stand below digits: {ends}"
    for frame in items(window.contentItem(), "calledBack"):
        edge = told(frame, "border.width")
        assert isinstance(edge, int | float)
        area = frame.mapRectToScene(frame.boundingRect()).adjusted(edge, edge, -edge, -edge)
        for one in seen(window):
            if one.ink.intersects(area) and not area.contains(one.ink):
                yield f"{one.text!r} touches the frame of its row: {one.ink} in {area}"
    edges = [line for line in items(window.contentItem(), "listEdge") if x == 0]
    if edges:
        yield "a line along the window's edge"


def settings(inch: float, order_from_m: float, content_from_m: float | None = None) -> DisplaySettings:
    return DisplaySettings(
        id="d",
        server="ws://localhost/ws",
        order=MonitorSettings(diagonal_inch=inch, read_from_m=order_from_m),
        content=MonitorSettings(diagonal_inch=inch, read_from_m=content_from_m or order_from_m),
        calls=CallSettings(calm=True),
    )
