"""Holds anchors against the logs that there are: what nobody finds who only looks at the logs themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from server.audit.anchor import Anchor, key_name
from server.storage.chain import Head


@dataclass(frozen=True, slots=True)
class LogThere:
    """One of the two logs, as it is."""

    name: str
    """In words: "the log", "the staff log"."""
    end: int
    """`seq` of its last row; 0 for an empty one."""
    hash_at: Callable[[int], str]
    """Of the row that stands there, GENESIS' for 0, "" where none does."""


@dataclass(frozen=True, slots=True)
class Finding:
    line: str
    """In words, without a full stop."""
    bad: bool
    """Whether something does not hold; else it is only to be known."""


def hold_against(
    anchors: Sequence[Anchor],
    hall_id: str,
    own_key: bytes | None,
    logs: tuple[LogThere, LogThere],
    said_keys: frozenset[str] = frozenset(),
) -> list[Finding]:
    """What the anchors say of the hall's log and its staff log, oldest anchor first. `own_key` is the server's public
    key, None where it cannot be looked at; then all anchors must have one key. `said_keys`: names (`key_name`) of
    others that are known to be the hall's."""
    known = set(said_keys)
    if own_key is not None:
        known.add(key_name(own_key))
    elif not said_keys and len({anchor.key for anchor in anchors}) == 1:
        known.add(key_name(anchors[0].key))
    found: list[Finding] = []
    fit: list[Anchor] = []
    for anchor in sorted(anchors, key=lambda one: one.at):
        refused = _refused(anchor, hall_id)
        if refused is not None:
            found.append(refused)
            continue
        signer = key_name(anchor.key)
        faults = [
            fault
            for log, head in zip(logs, (anchor.events, anchor.staff), strict=True)
            if (fault := _unlike(anchor, log, head, _last_fit(fit, log is logs[0])))
        ]
        short = all(log.end < head.seq for log, head in zip(logs, (anchor.events, anchor.staff), strict=True))
        if signer not in known or (own_key is not None and anchor.key != own_key and signer not in said_keys):
            faults.append(_signed_by_another(anchor, own_key))
        if short:
            faults.append(f"{_called(anchor)}: both logs are older than it: whole files were put back")
        found += [Finding(fault, bad=True) for fault in faults]
        if faults:
            found.append(Finding(f"{_called(anchor)} is signed by {signer}; compare with the paper", bad=False))
        else:
            fit.append(anchor)
            found.append(
                Finding(
                    f"{_called(anchor)} holds: {_reach(anchor)}; signed by {signer}, compare with the paper", bad=False
                )
            )
    return found


def _signed_by_another(anchor: Anchor, own_key: bytes | None) -> str:
    than = f"this server has {key_name(own_key)}" if own_key is not None else "not every anchor is"
    return (
        f"{_called(anchor)} is signed by the key {key_name(anchor.key)}, and {than}: the key was lost or changed "
        f"since, or somebody else made the anchor; if the paper names this key too, add --key {key_name(anchor.key)}"
    )


def _refused(anchor: Anchor, hall_id: str) -> Finding | None:
    if anchor.hall_id != hall_id:
        return Finding(f"{_called(anchor)} is of hall {anchor.hall_id}, not of {hall_id}", bad=True)
    if not anchor.signed_well:
        return Finding(f"{_called(anchor)} is badly signed: it was altered, or mistyped", bad=True)
    return None


def _unlike(anchor: Anchor, log: LogThere, head: Head, fits_to: int) -> str:
    """How the log does not fit the anchor, in words; "" when it does. Up to `fits_to` it fits an earlier one."""
    if log.end < head.seq:
        return (
            f"{_called(anchor)}: {log.name} ends at seq {log.end}, and went to {head.seq} then: its end was cut off, "
            "or an older file was put back"
        )
    if log.hash_at(head.seq) != head.hash:
        where = f"between seq {fits_to + 1} and {head.seq}" if fits_to < head.seq else f"at seq {head.seq}"
        return (
            f"{_called(anchor)}: {log.name} is another up to seq {head.seq}: a row {where} was changed, and the chain "
            "computed anew"
        )
    return ""


def _last_fit(fit: Sequence[Anchor], events: bool) -> int:
    if not fit:
        return 0
    return fit[-1].events.seq if events else fit[-1].staff.seq


def _reach(anchor: Anchor) -> str:
    return f"the log to seq {anchor.events.seq}, the staff log to {anchor.staff.seq}"


def _called(anchor: Anchor) -> str:
    return f"the anchor of {datetime.fromtimestamp(anchor.at / 1_000, UTC):%Y-%m-%d %H:%M:%S} UTC"
