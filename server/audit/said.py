"""What is said of a hall's logs: in English where it is kept or compared, and to a reader in their language."""

from __future__ import annotations

from typing import Self

from program.texts import read_catalog

ENGLISH = "en"


class Said(str):
    """A sentence of the table `audit` of the languages, in English; `told` says it in another one."""

    __slots__ = ("fields", "key")
    key: str
    fields: dict[str, str | int]

    def __new__(cls, key: str, **fields: str | int) -> Self:
        made = super().__new__(cls, read_catalog("audit").text(ENGLISH, key, **fields))
        made.key, made.fields = key, fields
        return made


def told(what: str, language: str) -> str:
    """What was said, also inside of a sentence; anything else as it is."""
    if not isinstance(what, Said):
        return what
    fields = {name: told(one, language) if isinstance(one, str) else one for name, one in what.fields.items()}
    return read_catalog("audit").text(language, what.key, **fields)


def fault_said(fault: Exception) -> str:
    """What the fault was raised with, which `str()` would not keep as it was said."""
    what = fault.args[0] if fault.args else ""
    return what if isinstance(what, Said) else str(fault)
