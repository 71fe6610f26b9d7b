"""The folder in which a hall's anchors are kept, one file a date: whoever wants to prove something later copies them to
where nobody of this server writes."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from server.audit.anchor import Anchor, NoAnchor, read_anchor
from server.certificates.files import sync_folder

LARGEST = 10_000
"""Bytes of a file that may be an anchor."""


class KeptAnchor(NamedTuple):
    date: str
    """ISO, the business day that it was made for."""
    anchor: Anchor


class AnchorFolder:
    """Of one hall."""

    def __init__(self, path: Path, hall_id: str) -> None:
        self.path = path
        self.hall_id = hall_id

    def file(self, date: str) -> Path:
        return self.path / f"{self.hall_id}-{date}.anchor"

    def has(self, date: str) -> bool:
        """Raises OSError when the folder cannot be looked at."""
        try:
            self.file(date).stat()
        except FileNotFoundError:
            return False
        return True

    def keep(self, date: str, anchor: Anchor) -> None:
        """Durably; a power cut leaves the whole file or none. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True)
        file = self.file(date)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as text:
                text.write(f"{anchor.text}\n")
                text.flush()
                os.fsync(text.fileno())
            draft.replace(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(self.path)

    def newest(self, most: int) -> list[KeptAnchor]:
        """At most so many of those that can be read, the newest date first."""
        named = re.compile(rf"{re.escape(self.hall_id)}-([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\.anchor")
        try:
            found = sorted(
                (match[1] for one in self.path.iterdir() if (match := named.fullmatch(one.name))), reverse=True
            )
        except OSError:
            return []
        kept: list[KeptAnchor] = []
        for date in found:
            if len(kept) == most:
                break
            try:
                with self.file(date).open(encoding="ascii") as file:
                    kept.append(KeptAnchor(date, read_anchor(file.read(LARGEST))))
            except (OSError, UnicodeDecodeError, NoAnchor):
                continue
        return kept
