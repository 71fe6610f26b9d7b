"""A desktop that blanks its screens unless it is asked not to, as GNOME's and KDE's do: a process on a message bus that
says on its standard output that it is there, and then who asked."""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

from display.awake import INTERFACE, PATH, SERVICE


@ClassInfo({"D-Bus Interface": INTERFACE})  # type: ignore[call-arg] # its stub knows no dictionary
class Desktop(QObject):  # type: ignore[operator]
    @Slot(str, str, result="uint")
    def Inhibit(self, program: str, why: str) -> int:  # noqa: N802 - the desktop's word
        say(f"{program}: {why}")
        return 1


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(address: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    app = QCoreApplication([])
    bus, desktop = QDBusConnection.connectToBus(address, "desktop"), Desktop()
    if not bus.registerObject(PATH, desktop, QDBusConnection.RegisterOption.ExportAllSlots):
        sys.exit("the object cannot be on the bus")
    if not bus.registerService(SERVICE):
        sys.exit("the name is taken")
    say("here")
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1])
