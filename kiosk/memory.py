"""Where the kiosk keeps what it has learnt of its printer: a small file, which may be deleted at any time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hardware.printer.answer_store import AnswerStore, FileAnswerStore, MemoryAnswerStore, place
from hardware.printer.answers import Acquaintance
from hardware.printer.profile import profile_named
from kiosk.settings import Settings


def answer_store(settings: Settings, environment: Mapping[str, str]) -> AnswerStore:
    """Keeps in `settings.state_folder`; without one in the folder that the system gives a service (`STATE_DIRECTORY`),
    else in that of this user's programs (XDG Base Directory Specification). A user without a home learns at each start.
    """
    folder = settings.state_folder or environment.get("STATE_DIRECTORY", "").partition(":")[0]
    if folder:
        return FileAnswerStore(Path(folder) / f"{settings.id}-printer.json")
    base = environment.get("XDG_STATE_HOME", "")
    try:
        home = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    except RuntimeError:
        return MemoryAnswerStore()
    return FileAnswerStore(home / "jiaohao" / f"{settings.id}-printer.json")


def confirms_nothing(answers: AnswerStore, settings: Settings) -> bool:
    """Whether it was learnt before this start that the printer proves nothing of what it prints."""
    learnt = answers.load(place(settings.printer, settings.printer_profile))
    guess = profile_named(settings.printer_profile).first_guess
    return learnt is not None and Acquaintance(guess, learnt).confirms is False
