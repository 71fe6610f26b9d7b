"""Where it is kept what a printer answers, so that a restarted kiosk need not find out anew."""

import json
import logging
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from hardware.printer.answers import SLOWEST_PROOF_S, Answers, Question

log = logging.getLogger(__name__)


def place(url: str, profile: str) -> str:
    """Under what a printer is kept: its address as the config writes it, and its profile: another one begins anew."""
    return f"{url} {profile}"


class AnswerStore(Protocol):
    """Keeps what was learnt of printers, each under its ``place``. Never raises."""

    def load(self, place: str) -> Answers | None:
        """What was learnt; None when nothing was, or it cannot be read."""

    def save(self, place: str, answers: Answers) -> None:
        """Keep it; one that cannot is said in the log, and learnt again after the next start."""


class MemoryAnswerStore:
    """An AnswerStore that ends with its process: for printers that nobody keeps, and for tests."""

    def __init__(self) -> None:
        self.kept: dict[str, Answers] = {}

    def load(self, place: str) -> Answers | None:
        """See AnswerStore."""
        return self.kept.get(place)

    def save(self, place: str, answers: Answers) -> None:
        """See AnswerStore."""
        self.kept[place] = answers


class FileAnswerStore:
    """An AnswerStore in one small JSON file, which may be deleted at any time: then it is learnt again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def load(self, place: str) -> Answers | None:
        """See AnswerStore."""
        with self._lock:
            kept = self._read().get(place)
        return None if kept is None else _answers(kept)

    def save(self, place: str, answers: Answers) -> None:
        """See AnswerStore."""
        with self._lock:
            kept = self._read()
            kept[place] = {
                "yes": sorted(answers.yes),
                "no": sorted(answers.no),
                "slowest_proof_s": round(answers.slowest_proof_s, 3),
            }
            part = self._path.with_name(f".{self._path.name}.part")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                part.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
                part.replace(self._path)
            except (OSError, ValueError) as error:
                # ValueError: a path that no system can have, such as one with a NUL.
                log.warning("what the printer answers could not be kept: %s", error)
                with suppress(OSError, ValueError):
                    part.unlink()

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            log.warning("what printers answer is learnt again, their file could not be read: %s", error)
            return {}
        return kept if isinstance(kept, dict) else {}


def _answers(kept: object) -> Answers | None:
    """Read one printer's entry; None when it is not one."""
    match kept:
        case {"yes": list(yes), "no": list(no), "slowest_proof_s": int(slowest) | float(slowest)}:
            known = {question.value: question for question in Question}
            said = frozenset(known[word] for word in yes if isinstance(word, str) and word in known)
            unsaid = frozenset(known[word] for word in no if isinstance(word, str) and word in known)
            # Whole numbers may have any length here, and NaN is never at least 0.
            if slowest >= 0:
                return Answers(said, unsaid - said, float(min(SLOWEST_PROOF_S, slowest)))
    return None
