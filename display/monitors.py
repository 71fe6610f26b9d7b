"""Which window goes to which monitor. Pure: names in, names out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """`content` is None when the order's monitor shows both (`shared`). `missing` are configured names not here."""

    order: str
    content: str | None
    shared: bool
    missing: tuple[str, ...]


def place(order: str, content: str, present: tuple[str, ...]) -> Places | None:
    """Each window's monitor. `present` are the monitors there are, the primary one first; None without any.

    A window goes to its own monitor when that is present. When only one of the two configured ones is, the two share
    it: monitors with other names may belong to other programs. When neither is, the first monitors are taken.
    """
    if not present:
        return None
    missing = tuple(name for name in (order, content) if name and name not in present)
    has_order, has_content = order in present, content in present
    if has_order and has_content:
        return Places(order, content, False, missing)
    if has_order or has_content:
        here = order if has_order else content
        unnamed = not (content if has_order else order)
        others = [name for name in present if name != here]
        if not unnamed or not others:
            return Places(here, None, True, missing)
        return Places(here, others[0], False, missing) if has_order else Places(others[0], here, False, missing)
    if len(present) == 1:
        return Places(present[0], None, True, missing)
    return Places(present[0], present[1], False, missing)
