"""What the LED sign shows at one moment: the calls just heard, between calls the opening and the notices. Pure."""

from __future__ import annotations

import re

from display.board import Board, Moment, Together
from display.closed_words import closed_words, stays_closed
from display.link_lines import listening
from display.opening_words import opening_text
from display.pauses import pause_notices
from display.words import Words, spaced, width_em
from hardware.led.message import (
    COLOURS,
    DARK,
    LONGEST,
    Kind,
    SignMessage,
    call_message,
    clean,
    emergency_message,
    notice_message,
    opening_message,
)
from program.texts import Catalog, in_language
from screen.emergency_lines import emergency_said
from wire.messages.hall import HallView
from wire.messages.tickets import ServiceState

READ_MS = 4_000
READ_MS_PER_EM = 350
"""A notice stays so long, and longer for each character: time to run through a narrow sign."""


def sign_message(board: Board, now: Moment, catalog: Catalog) -> SignMessage:
    """The one message of this moment; a dark sign before the first snapshot, but for an emergency."""
    hall = board.hall
    if board.today.emergency is not None:
        # On a cut line too: nobody said that it is over.
        languages = hall.languages if hall is not None else board.languages
        said = emergency_said(board.today.emergency, languages)
        # A sign has letters for the languages that the hall speaks. A hall that speaks none of those in which it is
        # said has one of them all the same: no sign is dark now.
        in_letters = [one for one in said if one.language in languages] or said[:1]
        lines = [line for one in in_letters for line in (one.text, one.words)]
        return _in_turn([emergency_message(piece) for line in lines for piece in pieces(line)], now.steady)
    if hall is None:
        return DARK
    words = Words(catalog, hall, now.steady)
    if board.stale:
        return _in_turn(_away(board, hall, words, now, catalog), now.steady)
    if board.sign.lit is not None:
        return _call(board, board.sign.lit.calls, words)
    return _in_turn(_between(board, hall, words, now, catalog), now.steady - board.sign.since)


def _call(board: Board, calls: Together, words: Words) -> SignMessage:
    """Who is called together stands in one line, each number parted as on the wall."""
    counter = words.counter(calls[0].counter_id)
    numbers = " ".join(one.ticket.number for one in calls)
    letters = tuple(spaced(one.ticket, board.service(one.ticket.visit.service_id))[0] for one in calls)
    if not counter.label:
        return SignMessage(numbers, COLOURS[Kind.CALL], Kind.CALL, letters=letters)
    whole = call_message(numbers, counter.whole, counter.label, letters)
    if whole.text.endswith(clean(counter.whole)):
        return whole
    # The hall's noun is so long that a sign would lose the end of it, and perhaps the label: the label says enough.
    return call_message(numbers, counter.label, counter.label, letters)


def _away(board: Board, hall: HallView, words: Words, now: Moment, catalog: Catalog) -> list[SignMessage]:
    """Nothing is heard of the server: the wall's own words, once it has been away for long."""
    if not listening(board, now):
        return [notice_message(words.say("sign_stale").own)]
    if stays_closed(board, hall, now):
        return _closed(board, hall, words, now, catalog) or []
    said = [catalog.text(tag, "listen_title") for tag in hall.languages if tag in catalog.languages]
    return [notice_message(piece) for one in said or [words.say("listen_title").own] for piece in pieces(one)]


def _closed(board: Board, hall: HallView, words: Words, now: Moment, catalog: Catalog) -> list[SignMessage] | None:
    """None while a service gives numbers."""
    closed = closed_words(board, hall, words, now, catalog)
    if closed is None:
        return None
    said = [closed.text.own] if closed.title == words.say("closed_title") else [closed.title.own, closed.text.own]
    return [opening_message(piece) for one in said for piece in pieces(one)]


def _between(board: Board, hall: HallView, words: Words, now: Moment, catalog: Catalog) -> list[SignMessage]:
    lines = _closed(board, hall, words, now, catalog)
    if lines is None:
        lines = [opening_message(piece) for one in board.services for piece in _opens(board, one, words, now, catalog)]
    texts = [said for _, said in pause_notices(board.paused, hall, words, now.wall, catalog)]
    texts += [text for notice in hall.notices for text in words.each(notice.text)]
    return lines + [notice_message(piece) for text in texts for piece in pieces(text)]


def _opens(board: Board, state: ServiceState, words: Words, now: Moment, catalog: Catalog) -> list[str]:
    """When one service opens beside others that are open; nothing while somebody still waits for it."""
    service, hall = board.service(state.service_id), board.hall
    if service is None or hall is None or state.open or state.opens_at is None or state.waiting:
        return []
    opens = opening_text(state.opens_at, now.wall, hall.time_zone, words.own, catalog)
    return pieces(f"{service.prefix} {in_language(service.short_name, words.own)} {opens}")


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """A text in parts that a sign shows whole: at ends of sentences, else of words, else where it must be."""
    parts: list[str] = []
    for sentence in re.split(r"(?<=[。！？；])|(?<=[.!?;])\s+", text.strip()):
        if parts and len(parts[-1]) + 1 + len(sentence) <= longest:
            parts[-1] = f"{parts[-1]} {sentence}" if parts[-1].isascii() else parts[-1] + sentence
            continue
        rest = sentence.strip()
        while len(rest) > longest:
            cut = max(
                rest.rfind(" ", 1, longest + 1), rest.rfind("，", 0, longest) + 1, rest.rfind("、", 0, longest) + 1
            )
            cut = cut if cut > 0 else longest
            parts.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        if rest:
            parts.append(rest)
    return parts


def _in_turn(messages: list[SignMessage], elapsed: int) -> SignMessage:
    if not messages:
        return DARK
    turns = [READ_MS + int(READ_MS_PER_EM * width_em(message.text)) for message in messages]
    place = elapsed % sum(turns)
    for message, turn in zip(messages, turns, strict=True):
        if place < turn:
            return message
        place -= turn
    return messages[-1]
