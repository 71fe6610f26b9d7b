"""What a drawn window shows, measured in its scene: where each text's ink is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

from screen.whole_words import plain

TOLERANCE = 1.5
"""Pixels: glyphs are placed on whole ones."""


@dataclass(frozen=True)
class Seen:
    """A text as drawn. `ink` is in the window's coordinates, `elided` when not all of its words are drawn."""

    text: str
    """Its words, whole."""
    where: str
    ink: QRectF
    box: QRectF
    size: int
    least: float
    elided: bool
    cut: bool
    lines: int
    clipped: bool
    """Inside something that clips on purpose, as the ticker does."""
    shown: str = ""
    """What of its words is drawn."""
    bold: bool = False
    faded: bool = False
    """It fades in or out, itself or what it stands in."""


def seen(window: QQuickWindow) -> list[Seen]:
    """Every visible text, in no order."""
    return [_measured(item) for item in visible(window.contentItem()) if _says(item)]


def wrong(window: QQuickWindow, floor: float) -> list[str]:
    """What a visitor would complain of: texts over each other, cut, outside, smaller than `floor`, or shortened before
    they were as small as they may be."""
    texts = seen(window)
    whole = QRectF(0, 0, window.width(), window.height())
    found = [fault for one in texts for fault in _faults(one, floor, whole)]
    found += [fault for item in visible(window.contentItem()) for fault in _row_faults(item)]
    standing = [one for one in texts if not one.clipped]
    for place, one in enumerate(standing):
        for other in standing[place + 1 :]:
            common = one.ink.intersected(other.ink)
            if common.width() > TOLERANCE and common.height() > TOLERANCE:
                found.append(f"{one.text!r} in {one.where} lies on {other.text!r} in {other.where}: {_said(common)}")
    return found


def _faults(one: Seen, floor: float, whole: QRectF) -> Iterator[str]:
    label = f"{one.text!r} in {one.where}"
    if one.cut:
        yield f"{label} is cut: {_said(one.ink)} in {_said(one.box)}, {one.size} px, {one.lines} lines"
    if one.elided and one.size > one.least + 0.5:
        yield f"{label} is shortened at {one.size} px, before its floor of {one.least:.0f}"
    if one.size < int(floor):
        yield f"{label} has {one.size} px, less than {floor:.0f}"
    if one.lines > 1 and one.box.width() < 3 * one.size:
        yield f"{label} runs down one letter wide"
    if not one.clipped and not whole.adjusted(-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE).contains(one.ink):
        yield f"{label} leaves the window: {_said(one.ink)}"


ROWS = ("counterRow", "serviceCell", "callCard", "callBefore", "guideStep", "guidePaper")


def _row_faults(row: QQuickItem) -> Iterator[str]:
    """Letters, with their tails, that touch the line between this row and the next one."""
    if row.objectName() not in ROWS:
        return
    area = row.mapRectToScene(QRectF(0, 0, row.width(), row.height()))
    for one in (_measured(item) for item in visible(row) if _says(item)):
        if one.ink.top() < area.top() or one.ink.bottom() > area.bottom() - 1:
            yield f"{one.text!r} in {one.where} touches the line of its row: {_said(one.ink)} in {_said(area)}"


def room_left(window: QQuickWindow) -> float:
    """Free height between the papers and the notice below them; nothing where there is no notice."""
    shown = list(visible(window.contentItem()))
    notice = next((item for item in shown if item.objectName() == "guideNotice"), None)
    papers = [item for item in shown if item.objectName() == "guidePaper"]
    if notice is None or not papers:
        return 0.0
    bottom = max(item.mapRectToScene(item.boundingRect()).bottom() for item in papers)
    return notice.mapRectToScene(notice.boundingRect()).top() - bottom


def shortened(window: QQuickWindow) -> set[str]:
    return {one.text for one in seen(window) if one.elided}


def visible(root: QQuickItem) -> Iterator[QQuickItem]:
    for child in root.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from visible(child)


def _says(item: QQuickItem) -> bool:
    return item.property("truncated") is not None and bool(item.property("text"))


def _measured(item: QQuickItem) -> Seen:
    font = item.property("font")
    metrics = QFontMetricsF(font)
    text = plain(str(item.property("text")))
    words = str(item.property("words") or text)
    lines = int(item.property("lineCount"))
    wide = float(item.property("contentWidth"))
    tight = metrics.tightBoundingRect(text)
    baseline = float(item.baselineOffset())
    high = float(item.property("lineHeight"))
    pitch = high if item.property("lined") is True else metrics.height() * high
    written = item.boundingRect()
    ink = QRectF(written.x(), baseline + tight.top(), wide, tight.height() + (lines - 1) * pitch)
    # Qt says of a wrapped text that it is elided, and draws no "…": what counts is what is given to be drawn.
    signless = bool(item.property("truncated")) or (words != text and not text.endswith("…"))
    fits = item.property("fits") is True
    least = item.property("least")
    box = QRectF(0, 0, item.width(), item.height())
    air = TOLERANCE + 0.08 * font.pixelSize()
    over = fits and not box.adjusted(-air, -air, air, air).contains(ink)
    return Seen(
        words,
        _place(item),
        item.mapRectToScene(ink),
        item.mapRectToScene(box),
        font.pixelSize(),
        float(least) if least is not None else 0.0,
        words != text,
        signless or over or wide <= 0,
        lines,
        _clipped(item),
        text,
        item.property("bold") is True,
        _faded(item),
    )


def told(item: QQuickItem, expression: str) -> object:
    """What QML makes of an expression in the item's own context: its enumerations are not Python's."""
    context = qmlContext(item)
    assert context is not None
    value = QQmlExpression(context, item, expression).evaluate()
    return value[0] if isinstance(value, tuple) else value


def _place(item: QQuickItem) -> str:
    names: list[str] = []
    above: QQuickItem | None = item
    while above is not None and len(names) < 3:
        name = above.objectName() or above.metaObject().className().split("_QML")[0]
        if name not in {"QQuickItem", "Said", "FitSaid", "QQuickRow", "QQuickColumn"}:
            names.append(name)
        above = above.parentItem()
    return " of ".join(names)


def _clipped(item: QQuickItem | None) -> bool:
    while item is not None:
        if item.clip():
            return True
        item = item.parentItem()
    return False


def _faded(item: QQuickItem | None) -> bool:
    while item is not None:
        if item.opacity() < 1:
            return True
        item = item.parentItem()
    return False


def _said(area: QRectF) -> str:
    return f"{area.x():.0f},{area.y():.0f} {area.width():.0f}x{area.height():.0f}"
