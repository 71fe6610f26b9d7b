"""What kiosk and display both need of Qt: link, lists for QML, typeface, fit of texts, windows."""

from pathlib import Path

SHARED_QML = Path(__file__).parent / "qml"
"""Import folder of the QML module `Screen`."""
