"""What a window of the kiosk shows, measured from its scene: what is cut, drawn over, outside or too small."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem, QQuickWindow

from screen.whole_words import plain

LEAST_PX = 28
"""Theme.least."""
TARGET_PX = 124
"""Theme.target."""
APART_PX = 15
"""Targets lie further apart than this; the theme's gap is 16, and edges may fall between pixels."""
SPARE_PX = 2
"""Rounding, and the air around letters."""


def seen(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item and all below it that are visible."""
    if item.isVisible() and item.opacity() > 0:
        yield item
        for child in item.childItems():
            yield from seen(child)


def on_stage(item: QQuickItem, window: QQuickWindow, part: QRectF | None = None) -> QRectF:
    """Where the item, or a part of it, is in the window, in the stage's own units."""
    stage = window.findChild(QQuickItem, "stage")
    assert stage is not None
    return item.mapRectToItem(stage, part if part is not None else QRectF(0, 0, item.width(), item.height()))


def texts(window: QQuickWindow) -> list[QQuickItem]:
    return [item for item in seen(window.contentItem()) if _is_text(item) and _clip(item, window).isValid()]


def buttons(window: QQuickWindow) -> list[QQuickItem]:
    return [item for item in seen(window.contentItem()) if item.inherits("QQuickAbstractButton")]


def shortened(window: QQuickWindow) -> list[QQuickItem]:
    """Texts that end in "…"."""
    return [item for item in texts(window) if _is_shortened(item)]


def whole(item: QQuickItem) -> str:
    """The words that a text was given."""
    return plain(str(next(_above(item)).property("words") or item.property("text")))


def _is_shortened(item: QQuickItem) -> bool:
    return whole(item) != plain(str(item.property("text")))


def faults(window: QQuickWindow) -> list[str]:
    """Everything that is wrong with what is shown; below a dimmed screen nothing is looked at."""
    dimmed = next((item for item in seen(window.contentItem()) if item.objectName() == "idle_overlay"), None)
    looked_at = [item for item in texts(window) if dimmed is None or dimmed.isAncestorOf(item)]
    touched = [item for item in buttons(window) if dimmed is None or dimmed.isAncestorOf(item)]
    return [
        *(fault for item in looked_at for fault in _text_faults(item, window)),
        *_over_others(looked_at, touched, window),
        *(fault for item in touched for fault in _target_faults(item, window)),
        *_too_close(touched, window),
    ]


def _is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(item.property("text")) and item.width() > 0


def painted(item: QQuickItem, window: QQuickWindow) -> QRectF:
    """Where the letters of a text are, by its alignment."""
    width, height = item.property("contentWidth"), item.property("contentHeight")
    across = {1: 0.0, 2: 1.0, 4: 0.5}[_asked(item, "effectiveHorizontalAlignment")]
    down = {0x20: 0.0, 0x40: 1.0, 0x80: 0.5}[_asked(item, "verticalAlignment")]
    spare_x, spare_y = item.width() - width, item.height() - height
    return on_stage(item, window, QRectF(across * spare_x, down * spare_y, width, height))


def _asked(item: QQuickItem, name: str) -> int:
    """An enumeration of QQuickText, which Python cannot read as a property."""
    context = QQmlEngine.contextForObject(item)
    value, _ = QQmlExpression(context, item, name).evaluate()
    return int(value)


def _clip(item: QQuickItem, window: QQuickWindow) -> QRectF:
    """What of the window can show the item; not valid where nothing of the item is seen."""
    room = QRectF(on_stage(window.contentItem(), window))
    for above in _above(item):
        if above.clip():
            room = room.intersected(on_stage(above, window))
    return room if room.intersects(on_stage(item, window)) else QRectF()


def _text_faults(item: QQuickItem, window: QQuickWindow) -> Iterator[str]:
    what = f"{item.objectName()} {item.property('text')!r}"
    size = item.property("fontInfo").property("pixelSize").toNumber()
    letters = painted(item, window)
    room = _clip(item, window).adjusted(-SPARE_PX, -SPARE_PX, SPARE_PX, SPARE_PX)
    # Accents end a fifth of an em below a line's top; where lines are set closer, the last descender leaves it.
    ink = letters.adjusted(0, 0.2 * size, 0, 0.03 * size if item.property("lineHeight") != 1 else -0.09 * size)
    if size < LEAST_PX:
        yield f"smaller than is legible, {size} px: {what}"
    if item.property("truncated"):
        yield f"cut without a sign: {what}"
    if _is_shortened(item) and size > LEAST_PX:
        yield f"shortened at {size} px, above the smallest size: {what}"
    if letters.width() > item.width() + SPARE_PX:
        yield f"wider than its place: {what}"
    if not room.contains(ink):
        yield f"cut at the edge of the window or its page: {what}"
    button = _button_of(item)
    if button is not None and not on_stage(button, window).adjusted(4, 4, -4, -4).contains(ink):
        yield f"leaves its button {button.objectName()}: {what}"


def _button_of(item: QQuickItem) -> QQuickItem | None:
    return next((one for one in _above(item) if one.inherits("QQuickAbstractButton")), None)


def _above(item: QQuickItem) -> Iterator[QQuickItem]:
    """What the item lies in, the nearest first."""
    parent = item.parentItem()
    if parent:
        yield parent
        yield from _above(parent)


def _over_others(items: list[QQuickItem], targets: list[QQuickItem], window: QQuickWindow) -> Iterator[str]:
    placed = [(item, painted(item, window).intersected(_clip(item, window))) for item in items]
    placed = [(item, here.adjusted(SPARE_PX, SPARE_PX, -SPARE_PX, -SPARE_PX)) for item, here in placed]
    for place, (item, here) in enumerate(placed):
        for other, there in placed[place + 1 :]:
            if here.intersects(there):
                yield f"drawn over each other: {item.property('text')!r} and {other.property('text')!r}"
        for target in targets:
            if not target.isAncestorOf(item) and here.intersects(on_stage(target, window)):
                yield f"{item.property('text')!r} lies on the button {target.objectName()}"


def _target_faults(target: QQuickItem, window: QQuickWindow) -> Iterator[str]:
    place = on_stage(target, window)
    if min(place.width(), place.height()) < TARGET_PX - 0.5:
        yield f"too small to touch: {target.objectName()}, {place.width():.0f} x {place.height():.0f}"
    if not on_stage(window.contentItem(), window).adjusted(-1, -1, 1, 1).contains(place):
        yield f"a button leaves the window: {target.objectName()}"
    if not target.objectName():
        yield f"a button without a name: {target.property('text')!r}"


def _too_close(targets: list[QQuickItem], window: QQuickWindow) -> Iterator[str]:
    half = APART_PX / 2
    grown = [(one.objectName(), on_stage(one, window).adjusted(-half, -half, half, half)) for one in targets]
    for place, (one, here) in enumerate(grown):
        for other, there in grown[place + 1 :]:
            if here.intersects(there):
                yield f"closer than {APART_PX} px: {one} and {other}"
