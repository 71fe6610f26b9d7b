"""How large a text may be in its box: asked by QML for every text that wraps or shrinks.

Qt's own fit (`Text.Fit`) tries one font size after another, and each size of a variable font is costly: a new guide
took 100 ms. Here every text is measured at one size only, since advances grow with the size, and the answer is kept.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QTextLayout, QTextOption
from PySide6.QtQml import QmlElement, QmlSingleton

from hardware.typeface import BOLD, REGULAR

QML_IMPORT_NAME = "ScreenTypes"
QML_IMPORT_MAJOR_VERSION = 1

REFERENCE_PX = 100
STEPS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3)
"""Shares of the wished size: few, so that few sizes of the font are ever drawn."""
LINE_HEIGHT = 0.92
"""The line height of the texts that fit, as FitText.qml sets it."""
INK_EM = 1.2
"""Height of a line's letters, marks and descenders; the rest of a line is air."""
SPARE = 1.02
"""Rounding of glyphs to whole pixels may widen a line so much."""


@QmlElement
@QmlSingleton
class Fitter(QObject):
    """The singleton of QML's `Fitter`."""

    @Slot(str, bool, float, float, float, bool, result=float)
    def size(  # noqa: PLR0917  # a call from QML has no keywords
        self, text: str, bold: bool, width: float, height: float, wished: float, one_line: bool
    ) -> float:
        """The largest of the steps of `wished`, in pixels, at which the text, wrapped or not, fits the box."""
        return fitting_size(text, bold, round(width), round(height), round(wished, 1), one_line=one_line)

    @Slot(bool, result=float)
    def lineEm(self, bold: bool) -> float:  # QML's name
        """Height of a further line, in em."""
        return QFontMetricsF(_font(bold)).height() * LINE_HEIGHT / REFERENCE_PX


@lru_cache(maxsize=4096)
def fitting_size(text: str, bold: bool, width: int, height: int, wished: float, *, one_line: bool = False) -> float:
    """See Fitter.size. A box without room, as before its first layout, gets the wished size."""
    if not text or width <= 1 or height <= 1 or wished <= 0:
        return wished
    line = QFontMetricsF(_font(bold)).height() * LINE_HEIGHT / REFERENCE_PX
    for step in STEPS:
        size = wished * step
        lines = 1 if one_line else 1 + int(max(0.0, height / size - INK_EM) / line)
        fits = INK_EM * size <= height or step == STEPS[-1]
        if fits and _lines(text, bold, width * REFERENCE_PX / size / SPARE) <= lines:
            return size
    return wished * STEPS[-1]


@lru_cache(maxsize=2)
def _font(bold: bool) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(REFERENCE_PX)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    font.setVariableAxis(QFont.Tag.fromString("wght"), BOLD if bold else REGULAR)
    return font


@lru_cache(maxsize=4096)
def _natural(text: str, bold: bool) -> float:
    """Width of the text in one line, at the reference size."""
    return QFontMetricsF(_font(bold)).horizontalAdvance(text)


def _lines(text: str, bold: bool, width: float) -> int:
    """Lines the text takes at the reference size; a word wider than the line breaks nowhere, which never fits."""
    total = 0
    for paragraph in text.split("\n"):
        if _natural(paragraph, bold) <= width:
            total += 1
            continue
        layout = QTextLayout(paragraph, _font(bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            total += 1
            if line.naturalTextWidth() > width + 0.5:
                layout.endLayout()
                return 10_000
        layout.endLayout()
    return total
