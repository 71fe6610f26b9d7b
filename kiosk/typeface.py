"""The one typeface on the screen: Noto Sans TC at a readable weight."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from hardware.typeface import REGULAR, noto_sans_tc


def set_typeface(app: QGuiApplication) -> None:
    """Makes Noto Sans TC the application's font. Raises RuntimeError when Qt cannot use its file."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(noto_sans_tc())))
    if not families:
        raise RuntimeError(f"Qt cannot read {noto_sans_tc()}")
    font = QFont(families[0])
    # A variable font starts at its thinnest weight; QFont.setWeight does not move the axis.
    font.setVariableAxis(QFont.Tag("wght"), REGULAR)
    font.setPixelSize(32)
    app.setFont(font)
