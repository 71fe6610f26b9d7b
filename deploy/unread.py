"""Finds what no program reads: functions, classes, fields and constants without a reader in the rooms.

python -m deploy.unread    names each and exits 1; also when an exception below excuses nothing any more

vulture reads the Python. Tests are no readers: what only they call is dead. What a page or a screen reads by name is
found in its own files (QML for the rooms with Qt, pages and their modules for the rooms that make messages).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("program", "wire", "screen", "server", "hardware", "kiosk", "display", "demo", "deploy")
QML = {"screen", "kiosk", "display", "demo"}
"""Rooms whose Python the QML files read."""
PAGES = {"wire", "server"}
"""Rooms whose fields the pages read, from messages and from what the templates hand them."""


@dataclass(frozen=True)
class Excuse:
    """What has a reader that no file here shows."""

    where: str
    """Pattern of the paths."""
    names: str
    """Names, parted by blanks; each may be a pattern."""
    reader: str
    """Who reads it."""

    def names_of(self, one: Unread) -> list[str]:
        """Those of its names that excuse this."""
        if not fnmatchcase(one.path, self.where):
            return []
        return [name for name in self.names.split() if fnmatchcase(one.name, name)]


EXCEPTIONS = (
    Excuse("*", "QML_IMPORT_NAME QML_IMPORT_MAJOR_VERSION", "PySide6, for @QmlElement"),
    Excuse("screen/rows.py", "roleNames rowCount", "Qt, of every item model"),
    Excuse("display/order_page.py", "board_title missed_title waiting_title", "order_view's PHRASES"),
    Excuse("display/content_page.py", "papers_title", "content_view's PHRASES"),
    Excuse("display/sound.py", "RecordingPlayer", "tests: a fake stands beside what it plays"),
    Excuse("display/media_source.py", "HeldSources wait_asked", "tests: a fake stands beside what it plays"),
    Excuse("program/clock.py", "ManualClock", "tests: a fake stands beside what it plays"),
    Excuse("server/edge/known_people.py", "KnownPeople knows_*", "tests: a fake stands beside what it plays"),
    Excuse("server/audit/set_heads.py", "SetHeads", "tests: a fake stands beside what it plays"),
    Excuse("server/identity/quick_hasher.py", "QuickHasher proofs", "tests: a fake stands beside what it plays"),
    Excuse("program/credentials.py", "MemoryCredentials", "tests: a fake stands beside what it plays"),
    Excuse("wire/enrolment.py", "ScriptedEnroller", "tests: a fake stands beside what it plays"),
    Excuse("program/trusted_clock.py", "SteppedTime", "tests: a fake stands beside what it plays"),
    Excuse(
        "hardware/printer/emulator/bench.py", "stalled last_receipt bytes_* unknown_commands", "the control port's JSON"
    ),
    Excuse("hardware/printer/escpos.py", "without_chance_commands", "tests: what is to stand on the paper"),
    Excuse("hardware/led/e131.py", "BOTTOM_LEFT", "the settings, which name a corner by its value"),
    Excuse("hardware/*", "fontmode", "Pillow"),
    Excuse("program/log_records.py", "raiseExceptions", "logging"),
    Excuse("server/domain/persistent.py", "__lt__", "whatever compares keys"),
    Excuse("server/domain/tickets.py", "PAPERS FORM INQUIRY DESK", "commands and logs, by their value"),
    Excuse("server/domain/tickets.py", "PAPERS_MISSING REFERRED DONE_BY_PHONE", "commands and logs, by their value"),
    Excuse("server/domain/tickets.py", "UNWELL RETURNING SPECIALIST PASSED_OVER", "commands and logs, by their value"),
    Excuse("server/domain/tickets.py", "WRONG_SERVICE DUPLICATE", "commands and logs, by their value"),
    Excuse("server/domain/*", "OTHER", "commands and logs, by its value"),
    Excuse("server/domain/counter_states.py", "LUNCH MEETING PAPERWORK", "commands and logs, by their value"),
    Excuse("server/domain/events.py", "voided", "the story of a number, by the name of the field"),
    Excuse("server/domain/closing.py", "TYPHOON OUTAGE", "commands and logs, by their value"),
    Excuse("server/domain/emergency.py", "FIRE EARTHQUAKE AIR_RAID EVACUATE", "commands and logs, by their value"),
    Excuse("server/domain/appointments.py", "ASKED", "commands and logs, by their value"),
    Excuse("server/service_settings.py", "mon tue wed thu fri sat sun", "the week, by the names of the fields"),
    Excuse("server/edge/listen.py", "capture_signals should_exit", "uvicorn"),
    Excuse("server/edge/frame_limits.py", "max_message_size reject", "websockets' machine"),
    Excuse(
        "server/edge/head_limits.py", "keep_alive timeout_keep_alive_handler", "uvicorn, which reads and calls them"
    ),
    Excuse("server/edge/socket.py", "close_timer send_receive_event_to_app", "uvicorn, which calls and cancels them"),
    Excuse("server/storage/engine.py", "_prepare isolation_level", "SQLAlchemy's events, and sqlite3"),
    Excuse("server/identity/tables.py", "_protect", "SQLAlchemy's events"),
    Excuse("server/storage/log.py", "verify_chain", "the command that will prove a log"),
    Excuse("server/storage/migrations/*", "down_revision branch_labels depends_on downgrade", "Alembic"),
)


@dataclass(frozen=True)
class Unread:
    path: str
    """From the root."""
    line: int
    kind: str
    """As vulture calls it: function, class, variable, attribute …"""
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind} {self.name} has no reader"


def unread(root: Path, rooms: Iterable[str] = ROOMS) -> list[Unread]:
    """Everything without a reader, whether or not an exception excuses it."""
    finder = Vulture()
    finder.scavenge([str(root / room) for room in rooms])
    qml = _names(root, ("*.qml",))
    pages = _names(root, ("*.mjs", "*.html"))
    found = []
    for item in finder.get_unused_code():
        path = Path(item.filename).resolve().relative_to(root)
        room = path.parts[0]
        if not ((room in QML and item.name in qml) or (room in PAGES and item.name in pages)):
            found.append(Unread(path.as_posix(), item.first_lineno, item.typ, item.name))
    return sorted(found, key=lambda one: (one.path, one.line))


def _names(root: Path, patterns: Iterable[str]) -> set[str]:
    """Every name in the rooms' files of these kinds, comments aside."""
    files = [path for room in ROOMS for pattern in patterns for path in (root / room).rglob(pattern)]
    texts = (
        re.sub(r"/\*.*?\*/|<!--.*?-->|(?<!:)//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL) for path in files
    )
    return {name for text in texts for name in re.findall(r"[A-Za-z_]\w*", text)}


def verdict(found: list[Unread], exceptions: Sequence[Excuse]) -> list[str]:
    """A line for everything unread that nothing excuses, and for every name that excuses nothing."""
    lines = [str(one) for one in found if not any(excuse.names_of(one) for excuse in exceptions)]
    for excuse in exceptions:
        used = {name for one in found for name in excuse.names_of(one)}
        lines += [
            f"deploy/unread.py: nothing in {excuse.where} needs the exception for {name} any more"
            for name in excuse.names.split()
            if name not in used
        ]
    return lines


def main() -> int:
    lines = verdict(unread(ROOT), EXCEPTIONS)
    sys.stderr.writelines(line + "\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
