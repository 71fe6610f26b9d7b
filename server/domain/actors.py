"""Who acts, as the envelope of every fact has it."""

from __future__ import annotations

from dataclasses import dataclass

_PERSON, _DEVICE = "person:", "device:"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as text in every event and in the staff log: `person:ID`, `person:ID@device:ID` of somebody who is
    signed in at an enrolled counter, or `device:ID`. Nowhere else is that text taken apart."""

    account_id: str = ""
    device_id: str = ""

    def __str__(self) -> str:
        named = ((_PERSON, self.account_id), (_DEVICE, self.device_id))
        return "@".join(f"{kind}{one}" for kind, one in named if one)

    @staticmethod
    def read(text: str) -> Actor:
        """Neither a person nor a device for whatever else stands there (the author itself, a test)."""
        person, _, counter = text.partition("@")
        if not person.startswith(_PERSON):
            person, counter = "", text
        return Actor(_after(person, _PERSON), _after(counter, _DEVICE))


def _after(text: str, start: str) -> str:
    return text.removeprefix(start) if text.startswith(start) else ""
