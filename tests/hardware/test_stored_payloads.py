"""Whatever stands in a hall's texts: a printer gets its own commands and dots, a sign whole frames of plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from hardware.led import bx, e131
from hardware.led.bx_answer import Ack, Status, parse_answer
from hardware.led.bx_text import REPLACEMENT, card_line
from hardware.led.emulator.bx_card import Card
from hardware.led.emulator.bx_card_text import read_text
from hardware.led.emulator.e131_panel import Panel
from hardware.led.frame_buffer import choose_line, frame_at
from hardware.led.glyphs import HEIGHT, open_glyphs
from hardware.led.message import LONGEST, Colour, SignMessage, call_message, notice_message
from hardware.printer.emulator.commands import Command, Cut, FeedLines, Initialise, Raster, next_command
from hardware.printer.escpos import encode_ticket
from hardware.printer.profile import profile_named
from hardware.printer.ticket_layout import render_ticket
from tests.hardware.tickets import CHINESE
from tests.payloads import PAYLOADS, has_controls

WIDTH = 192


def commands_in(job: bytes) -> list[Command]:
    """Everything that a printer would obey; the rows of a picture are skipped."""
    rest, found = bytearray(job), []
    while (command := next_command(rest)) is not None:
        found.append(command)
        if isinstance(command, Raster):
            assert len(rest) >= command.row_bytes * command.rows
            del rest[: command.row_bytes * command.rows]
    assert not rest, "a command without its end"
    return found


@pytest.mark.parametrize("texts", [PAYLOADS[start : start + 10] for start in range(0, len(PAYLOADS), 10)])
def test_a_ticket_is_one_picture_and_our_own_commands(texts: tuple[str, ...]) -> None:
    office, hall, service, second, estimate, caption, footer, rule, *papers = texts
    spoiled = replace(
        CHINESE,
        office=office,
        hall=hall,
        service=service,
        service_second=second,
        estimate=estimate,
        qr_caption=caption,
        footer=footer,
        missed_rule=rule,
        papers=tuple(papers),
    )
    picture = render_ticket(spoiled)
    assert isinstance(picture, Image.Image)
    assert picture.height < 4_000
    first, *pictures, feed, cut = commands_in(encode_ticket(picture, profile_named("generic-80")))
    assert first == Initialise()
    assert pictures
    assert all(isinstance(one, Raster) for one in pictures)
    assert isinstance(feed, FeedLines)
    assert isinstance(cut, Cut)


def messages(text: str) -> tuple[SignMessage, SignMessage]:
    return notice_message(text), call_message("A012", text, text)


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_card_takes_it_as_one_line_of_text_and_nothing_else(text: str) -> None:
    card = Card(WIDTH)
    for message in messages(text):
        assert not has_controls(message.text)
        assert len(message.text) <= 5 * LONGEST
        line = card_line(message, WIDTH)
        frame = bx.write_areas(bx.Area(line.data or b" ", width=WIDTH))
        (packet,) = bx.FrameReader().feed(frame)
        assert packet
        (answer,) = bx.FrameReader().feed(card.receive(frame, 0.0))
        assert parse_answer(answer) == Ack()
        runs = read_text(line.data)
        assert all(run.text.isprintable() for run in runs)
        shown = "".join(run.text for run in runs)
        assert len(shown) <= len(message.text) + 1, "a gap"
        assert {one for one in shown if one not in message.text} <= set(REPLACEMENT) | set(
            "abcdefghijklmnopqrstuvwxyzZ"
        )
    (status,) = bx.FrameReader().feed(card.receive(bx.ask_status(), 0.0))
    assert parse_answer(status) == Status(True, (0,))
    assert not card.errors


def test_a_panel_gets_whole_pictures() -> None:
    glyphs = open_glyphs()
    sender = e131.Sender(b"\x51" * 16, "queue-led")
    panel = Panel(WIDTH)
    for number, text in enumerate(PAYLOADS):
        for turn, message in enumerate(messages(text)):
            frame = frame_at(choose_line(message, WIDTH, glyphs), Colour.RED, WIDTH, 500)
            assert set(frame.dots) <= {Colour.OFF.value, Colour.RED.value}
            colours = b"".join(bytes((255 * (dot > 0), 0, 0)) for dot in frame.dots)
            assert len(colours) == WIDTH * HEIGHT * 3
            parts = e131.split_universes(colours, 1)
            packets = [e131.packet(sender, universe, 2 * number + turn, part) for universe, part in parts]
            assert [panel.receive(one, 0.0) for one in packets] == [False] * (len(packets) - 1) + [True]
            assert panel.colours == colours
    assert not panel.errors
