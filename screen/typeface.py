"""The screens' typeface in Qt: Noto Sans TC from the locked package, and those of other scripts beside it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from hardware.glyphs import fonts_of_other_scripts
from hardware.typeface import REGULAR, TypefaceMissingError, noto_sans_tc
from program.language import spoken_in


def use_typeface(app: QGuiApplication) -> None:
    """Sets the application's font. Raises TypefaceMissingError when Qt cannot read it: every Han would be a box."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(noto_sans_tc())))
    if not families:
        raise TypefaceMissingError(f"Qt cannot read {noto_sans_tc()}")
    others = [QFontDatabase.addApplicationFont(str(path)) for path in fonts_of_other_scripts()]
    # What Noto Sans TC lacks comes from those, as Qt finds them for a script: named in the font they would take part in
    # the height of every line.
    named = {name for one in others for name in QFontDatabase.applicationFontFamilies(one)}
    wished = [name for language in spoken_in("guide").values() for name in language.style.fonts]
    font = QFont([one for one in dict.fromkeys([families[0], *wished, "Noto Sans"]) if one not in named])
    tag = QFont.Tag.fromString("wght")
    if tag is None:
        raise TypefaceMissingError("Qt knows no weight axis")
    font.setVariableAxis(tag, REGULAR)
    app.setFont(font)
