"""What stands on a screen in an emergency, line by line. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from wire.messages.hall import EmergencyView


def emergency_lines(emergency: EmergencyView | None, languages: Sequence[str]) -> tuple[str, ...]:
    """Nothing where there is none. First what the hall's first language says, then the supervisor's own words, then the
    other languages: those of the hall (`languages`, its own first), and whatever else it is said in."""
    if emergency is None:
        return ()
    known = [one for one in dict.fromkeys(languages) if one in emergency.text]
    others = [one for one in emergency.text if one not in known]
    said = [emergency.text[one] for one in (*known, *others)]
    return tuple(one for one in (*said[:1], emergency.words.strip(), *said[1:]) if one)
