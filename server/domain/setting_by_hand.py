"""What a supervisor may set by hand, and what the hall says to it. The file's value is never touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from server.domain.by_hand import HandValue, HandWhat, standing
from server.domain.commands import Declined, Refusal, SetByHand
from server.domain.config import HallConfig, Interval
from server.domain.events import ByHandSet
from server.domain.hall import Hall

MOST_EXTRA = 20
"""Counters beside the file's."""
LONGEST_LABEL = 4
LONGEST_NAME = 20
DAY_ENDS = 1440
MOST_NUMBERS = 9_999


def set_by_hand(hall: Hall, file: HallConfig, command: SetByHand) -> tuple[ByHandSet, ...] | Declined:
    """`value` None: back to the file's. The same again, or back where nothing was set, changes nothing."""
    before = standing(hall.by_hand, command.what, command.subject)
    if command.value is None:
        return () if before is None else (ByHandSet(command.what, command.subject, None, command.reason),)
    refused = _refused(hall, file, command, command.value)
    if refused is not None:
        return refused
    if before is not None and (before.value, before.reason, before.lasting) == (
        command.value,
        command.reason,
        command.lasting,
    ):
        return ()
    return (ByHandSet(command.what, command.subject, command.value, command.reason, command.lasting),)


def _refused(hall: Hall, file: HallConfig, command: SetByHand, value: HandValue) -> Declined | None:
    counter_id = command.subject
    match command.what:
        case HandWhat.COUNTER_SERVICES:
            return _no_counter(file, counter_id) or _services_refused(file, value)
        case HandWhat.EXTRA_COUNTER:
            return _services_refused(file, value) or _extra_refused(hall, file, counter_id, value)
        case HandWhat.COUNTER_ROSTER:
            return _no_counter_now(hall, file, counter_id) or _roster_refused(value)
        case HandWhat.COUNTER_BREAKS:
            return _no_counter_now(hall, file, counter_id) or _times_refused(value.breaks)
        case HandWhat.SERVICE_QUOTA | HandWhat.SERVICE_CLOSED:
            return _service_refused(file, command, value)


def _service_refused(file: HallConfig, command: SetByHand, value: HandValue) -> Declined | None:
    if file.service(command.subject) is None:
        return Declined(Refusal.UNKNOWN_SERVICE, command.subject)
    if command.what is HandWhat.SERVICE_CLOSED:
        return _not_possible("today_only") if command.lasting else None
    return None if value.quota is None or 1 <= value.quota <= MOST_NUMBERS else _not_possible("unfit_quota")


def _no_counter(file: HallConfig, counter_id: str) -> Declined | None:
    return None if file.counter(counter_id) else Declined(Refusal.UNKNOWN_COUNTER, counter_id)


def _no_counter_now(hall: Hall, file: HallConfig, counter_id: str) -> Declined | None:
    """An extra counter has people too."""
    return None if standing(hall.by_hand, HandWhat.EXTRA_COUNTER, counter_id) else _no_counter(file, counter_id)


def _roster_refused(value: HandValue) -> Declined | None:
    if any(not _readable(one.who, LONGEST_NAME) for one in value.roster):
        return _not_possible("unfit_name")
    return _times_refused([Interval(one.start, one.end) for one in value.roster])


def _times_refused(times: Sequence[Interval]) -> Declined | None:
    """In order, one after the other."""
    ends = [0, *(one.end for one in times)]
    fit = all(one.start < one.end <= DAY_ENDS and one.start >= before for one, before in zip(times, ends, strict=False))
    return None if fit else _not_possible("unfit_times")


def _services_refused(file: HallConfig, value: HandValue) -> Declined | None:
    named = (*value.primary, *value.backup)
    unknown = next((one for one in named if file.service(one) is None), None)
    if unknown is not None:
        return Declined(Refusal.UNKNOWN_SERVICE, unknown)
    if not named:
        return _not_possible("no_service")
    return None if len(set(named)) == len(named) else _not_possible("named_twice")


def _extra_refused(hall: Hall, file: HallConfig, counter_id: str, value: HandValue) -> Declined | None:
    others = [one for one in hall.by_hand if one.what is HandWhat.EXTRA_COUNTER and one.subject != counter_id]
    labels = [*(one.label for one in file.counters), *(one.value.label for one in others)]
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", counter_id):
        return _not_possible("unfit_id")
    if file.counter(counter_id) is not None:
        return _not_possible("in_file")
    if len(others) >= MOST_EXTRA:
        return _not_possible("too_many")
    if not _readable(value.label, LONGEST_LABEL):
        return _not_possible("unfit_label")
    if _seen(value.label) in map(_seen, labels):
        return _not_possible("label_taken")
    return None


def _readable(text: str, longest: int) -> bool:
    plain = unicodedata.normalize("NFC", text)
    return 1 <= len(plain) <= longest and plain.isprintable() and plain == plain.strip() and _shows(plain)


def _shows(text: Iterable[str]) -> bool:
    return any(unicodedata.category(one)[0] in "LNPS" for one in text)


def _seen(text: str) -> str:
    """Capitals and small letters, full-width and plain ones are the same to whoever looks for them."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _not_possible(why: str) -> Declined:
    return Declined(Refusal.NOT_POSSIBLE, why)
