"""What stands on a screen in an emergency, line by line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wire.messages.hall import EmergencyView


class Said(NamedTuple):
    """An emergency in one language."""

    language: str
    text: str
    """What is said of its kind; empty where this language has nothing of it."""
    words: str
    """What the supervisor added in this language; empty: nothing."""


def emergency_said(emergency: EmergencyView | None, languages: Sequence[str]) -> tuple[Said, ...]:
    """Nothing where there is none. In the order of `languages`, then whatever else it is said in. What was added is in
    the first one even where nobody wrote it in that language: a place is understood in any."""
    if emergency is None:
        return ()
    words_in = {tag: words.strip() for tag, words in emergency.words_in.items()}
    tags = [
        one
        for one in dict.fromkeys((*languages, *emergency.text, *words_in))
        if one in emergency.text or words_in.get(one)
    ]
    said = [Said(one, emergency.text.get(one, "").strip(), words_in.get(one, "")) for one in tags]
    anyhow = emergency.words.strip()
    if not said:
        return (Said("", anyhow, ""),) if anyhow else ()
    if said[0].words or not anyhow:
        return tuple(said)
    return (said[0]._replace(words=anyhow), *(one for one in said[1:]))


def emergency_lines(emergency: EmergencyView | None, languages: Sequence[str]) -> tuple[str, ...]:
    """Nothing where there is none. The first is what the first language says, the second what the supervisor added in
    it (empty: nothing), and then each other language with what was added in it."""
    first, *others = emergency_said(emergency, languages) or (None,)
    if first is None:
        return ()
    lead = (first.text, first.words) if first.text else (first.words, "")
    return (*lead, *(_joined(one.text, one.words) for one in others if one.text or one.words != first.words))


def _joined(text: str, words: str) -> str:
    # Behind a full stop of Chinese no space stands.
    return text + words if text.endswith(("。", "！")) else f"{text} {words}".strip()
