"""The screens' typeface in Qt: Noto Sans TC from the locked package."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from hardware.typeface import REGULAR, TypefaceMissingError, noto_sans_tc


def use_typeface(app: QGuiApplication) -> None:
    """Sets the application's font. Raises TypefaceMissingError when Qt cannot read it: every Han would be a box."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(noto_sans_tc())))
    if not families:
        raise TypefaceMissingError(f"Qt cannot read {noto_sans_tc()}")
    # Thai and what else Noto Sans TC lacks comes from the system's fonts behind it.
    font = QFont([families[0], "Noto Sans Thai", "Noto Sans"])
    tag = QFont.Tag.fromString("wght")
    if tag is None:
        raise TypefaceMissingError("Qt knows no weight axis")
    font.setVariableAxis(tag, REGULAR)
    app.setFont(font)
