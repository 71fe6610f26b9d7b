"""Holds anchors against the logs that there are: what nobody finds who only looks at the logs themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from server.audit.anchor import Anchor, key_name
from server.audit.said import Said
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
            faults.append(Said("older_than", anchor=_called(anchor)))
        found += [Finding(fault, bad=True) for fault in faults]
        if faults:
            found.append(Finding(Said("signed_by", anchor=_called(anchor), key_=signer), bad=False))
        else:
            fit.append(anchor)
            reach = {"seq": anchor.events.seq, "staff": anchor.staff.seq}
            found.append(Finding(Said("anchor_holds", anchor=_called(anchor), key_=signer, **reach), bad=False))
    return found


def _signed_by_another(anchor: Anchor, own_key: bytes | None) -> str:
    than = Said("server_has", key_=key_name(own_key)) if own_key is not None else Said("not_every")
    return Said("another_key", anchor=_called(anchor), key_=key_name(anchor.key), than=than)


def _refused(anchor: Anchor, hall_id: str) -> Finding | None:
    if anchor.hall_id != hall_id:
        return Finding(Said("another_hall", anchor=_called(anchor), of=anchor.hall_id, hall=hall_id), bad=True)
    if not anchor.signed_well:
        return Finding(Said("badly_signed", anchor=_called(anchor)), bad=True)
    return None


def _unlike(anchor: Anchor, log: LogThere, head: Head, fits_to: int) -> str:
    """How the log does not fit the anchor, in words; "" when it does. Up to `fits_to` it fits an earlier one."""
    if log.end < head.seq:
        return Said("cut", anchor=_called(anchor), log=log.name, end=log.end, then=head.seq)
    if log.hash_at(head.seq) != head.hash:
        between = fits_to < head.seq
        where = Said("between", first=fits_to + 1, last=head.seq) if between else Said("at_seq", seq=head.seq)
        return Said("anew", anchor=_called(anchor), log=log.name, seq=head.seq, where=where)
    return ""


def _last_fit(fit: Sequence[Anchor], events: bool) -> int:
    if not fit:
        return 0
    return fit[-1].events.seq if events else fit[-1].staff.seq


def _called(anchor: Anchor) -> str:
    return Said("anchor_of", at=f"{datetime.fromtimestamp(anchor.at / 1_000, UTC):%Y-%m-%d %H:%M:%S} UTC")
