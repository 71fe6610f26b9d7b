"""Runs an emulated ESC/POS printer.

    python -m hardware.printer.emulator --tcp 127.0.0.1:0 --out receipts --control 127.0.0.1:0 --as clone-silent
    python -m hardware.printer.emulator --list

When it listens it says so in one line: ``ready tcp=HOST:PORT pty=PATH control=HOST:PORT``. The control port
takes one command a line, as words (``drop-after 1000``) or JSON (``{"command": "drop-after", "value": 1000}``),
and answers each with one line of JSON: ``ok``, the ``state`` of the printer and, if not ok, the ``error``.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from hardware.printer.emulator.bench import Bench
from hardware.printer.emulator.links import Door, PtyLink
from hardware.printer.emulator.personality import IDEAL, Personality, personality_list, personality_named

log = logging.getLogger("hardware.printer.emulator")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the control port says ``stop`` or a signal comes."""
    parser = argparse.ArgumentParser(
        prog="hardware.printer.emulator", description="An ESC/POS printer without hardware."
    )
    parser.add_argument("--tcp", type=_address, help="listen for print jobs, HOST:PORT, port 0 for any")
    parser.add_argument("--pty", type=Path, help="also be a serial port under this name")
    parser.add_argument("--out", type=Path, help="folder for receipt-0001.png and so on")
    parser.add_argument("--as", dest="personality", default=IDEAL.name, help=f"which printer to be ({IDEAL.name})")
    parser.add_argument("--list", action="store_true", help="name the printers it can be")
    parser.add_argument("--control", type=_address, default=("127.0.0.1", 0), help="port for commands, HOST:PORT")
    parser.add_argument("--width", type=int, help="dots across the paper, instead of its own")
    parser.add_argument("--buffer", type=int, help="bytes held while it cannot print, instead of its own")
    parser.add_argument("--baud-limit", type=int, help="take bytes no faster than this many bits a second")
    options = parser.parse_args(arguments)
    if options.list:
        sys.stdout.write(personality_list())
        return 0
    if options.out is None or (options.tcp is None and options.pty is None):
        parser.error("give --out, and --tcp, --pty or both")
    try:
        personality = _altered(personality_named(options.personality), options)
    except ValueError as error:
        parser.error(str(error))
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    asyncio.run(_run(options, personality))
    return 0


def _altered(personality: Personality, options: argparse.Namespace) -> Personality:
    """The printer with what the command line says instead."""
    said = {"dots": options.width, "buffer": options.buffer, "baud": options.baud_limit}
    return replace(personality, **{name: value for name, value in said.items() if value is not None})


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"expected HOST:PORT, not {text!r}")
    return host, int(port)


async def _run(options: argparse.Namespace, personality: Personality) -> None:
    bench = Bench(personality, options.out)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready = ["ready"]

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            text = line.decode("utf-8", "replace").strip()
            if text:
                writer.write(_obey(bench, stop, text))
                await writer.drain()
        writer.close()

    async with AsyncExitStack() as stack:
        door = None
        if options.tcp is not None:
            door = Door(options.tcp, bench.serve, _held(personality))
            await door.open()
            stack.callback(door.shut)
            ready.append("tcp={}:{}".format(*door.address))
        if options.pty is not None:
            link = PtyLink(options.pty)
            stack.callback(link.close)
            serving = asyncio.create_task(_serve_for_ever(bench, link))
            stack.callback(serving.cancel)
            ready.append(f"pty={options.pty}")
        living = asyncio.create_task(bench.live(door))
        living.add_done_callback(lambda _ended: stop.set())
        stack.callback(living.cancel)
        listener = await asyncio.start_server(control, *options.control)
        stack.callback(listener.close)
        ready.append("control={}:{}".format(*listener.sockets[0].getsockname()))
        sys.stdout.write(" ".join(ready) + "\n")
        sys.stdout.flush()
        await stop.wait()
        if living.done():
            living.result()


async def _serve_for_ever(bench: Bench, link: PtyLink) -> None:
    while True:
        await bench.serve(link)


def _held(personality: Personality) -> int:
    """Bytes that the cable may hold: few where a host is meant to feel how slow or full the printer is."""
    return 8_192 if personality.baud or personality.buffer < 32_768 else 262_144


def _obey(bench: Bench, stop: asyncio.Event, text: str) -> bytes:
    """Do one command line and return the line of answer."""
    answer: dict[str, object] = {"ok": True}
    try:
        name, value = _parse(text)
        if name == "stop":
            stop.set()
        else:
            bench.command(name, value)
            log.info("%s", text)
    except ValueError as error:
        answer = {"ok": False, "error": str(error)}
    answer["state"] = bench.state().as_dict()
    return json.dumps(answer).encode() + b"\n"


def _parse(text: str) -> tuple[str, str | None]:
    if text.startswith("{"):
        fields = json.loads(text)
        if not isinstance(fields.get("command"), str):
            raise ValueError('expected {"command": NAME, "value": VALUE}')
        value = fields.get("value")
        return fields["command"], None if value is None else str(value)
    words = text.split()
    return words[0], words[1] if len(words) > 1 else None


if __name__ == "__main__":
    sys.exit(main())
