"""Who begins a task or a thread: what falls there is begun again, ends its program, or is of one connection or call."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("program", "wire", "server", "hardware", "screen", "kiosk", "display")
BEGINS = {"Thread", "create_task", "ensure_future", "TaskGroup", "QThread"}
BEGUN_AGAIN = {"program/tending.py", "server/supervision.py", "screen/qtlink.py"}
"""The loop on the link's thread is tended."""
ENDS_ITS_PROGRAM = {
    "server/author.py",
    "server/follower.py",
    "server/forecast/worker.py",
    "server/public.py",
    "server/serving.py",
}
OF_ONE_CONNECTION = {
    "server/edge/listen.py",
    "server/edge/outbox.py",
    "server/edge/porch.py",
    "server/edge/records.py",
    "wire/link.py",
}
"""A server of one port ends them all; a line's fall ends the link's run, which is tended."""
OF_ONE_CALL = {
    "display/media_turns.py",
    "hardware/closing.py",
    "hardware/lookup.py",
    "screen/first_screen.py",
    "server/identity/registry.py",
    "server/reloads.py",
}
"""What cannot be broken off, a call of the system, of the network, or a sign-in; what it raises is raised or said where
it was made."""

OF_ONE_FILM = {"display/frames.py"}
"""The next video has another; what it plays was tried before."""


def begins(path: Path) -> bool:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return any(
        (isinstance(one, ast.Attribute) and one.attr in BEGINS) or (isinstance(one, ast.Name) and one.id in BEGINS)
        for one in calls
    )


def test_nothing_long_lived_is_begun_elsewhere() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "emulator" not in path.parts]
    found = {str(path.relative_to(ROOT)) for path in files if begins(path)}
    assert found == BEGUN_AGAIN | ENDS_ITS_PROGRAM | OF_ONE_CONNECTION | OF_ONE_CALL | OF_ONE_FILM
