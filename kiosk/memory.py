"""Where the kiosk keeps what it has learnt of its printer: a small file, which may be deleted at any time."""

from __future__ import annotations

from collections.abc import Mapping

from hardware.printer.answer_store import AnswerStore, FileAnswerStore, MemoryAnswerStore, place
from hardware.printer.answers import Acquaintance
from hardware.printer.profile import profile_named
from kiosk.settings import Settings
from program.state_folder import state_folder


def answer_store(settings: Settings, environment: Mapping[str, str]) -> AnswerStore:
    """Keeps in the kiosk's folder (`program.state_folder`). A user without one learns at each start."""
    folder = state_folder(settings.state_folder, environment)
    return MemoryAnswerStore() if folder is None else FileAnswerStore(folder / f"{settings.id}-printer.json")


def confirms_nothing(answers: AnswerStore, settings: Settings) -> bool:
    """Whether it was learnt before this start that the printer proves nothing of what it prints."""
    learnt = answers.load(place(settings.printer, settings.printer_profile))
    guess = profile_named(settings.printer_profile).first_guess
    return learnt is not None and Acquaintance(guess, learnt).confirms is False
