"""Runs an emulated ESC/POS printer.

    python -m hardware.printer.emulator --tcp 127.0.0.1:0 --out receipts --control 127.0.0.1:0

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
from pathlib import Path

from hardware.printer.emulator.bench import Bench
from hardware.printer.emulator.links import PtyLink, TcpLink

log = logging.getLogger("hardware.printer.emulator")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the control port says ``stop`` or a signal comes."""
    parser = argparse.ArgumentParser(
        prog="hardware.printer.emulator", description="An ESC/POS printer without hardware."
    )
    parser.add_argument("--tcp", type=_address, help="listen for print jobs, HOST:PORT, port 0 for any")
    parser.add_argument("--pty", type=Path, help="also be a serial port under this name")
    parser.add_argument("--out", type=Path, required=True, help="folder for receipt-0001.png and so on")
    parser.add_argument("--control", type=_address, default=("127.0.0.1", 0), help="port for commands, HOST:PORT")
    parser.add_argument("--width", type=int, default=576, help="dots across the paper (576)")
    parser.add_argument("--buffer", type=int, default=262_144, help="bytes held while it cannot print (262144)")
    parser.add_argument("--baud-limit", type=int, help="take bytes no faster than this many bits a second")
    options = parser.parse_args(arguments)
    if options.tcp is None and options.pty is None:
        parser.error("give --tcp, --pty or both")
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    asyncio.run(_run(options))
    return 0


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"expected HOST:PORT, not {text!r}")
    return host, int(port)


async def _run(options: argparse.Namespace) -> None:
    bench = Bench(options.width, options.out, buffer_bytes=options.buffer, baud=options.baud_limit)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready = ["ready"]

    async def print_jobs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = TcpLink(reader, writer)
        await bench.serve(link)
        await link.close()

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            text = line.decode("utf-8", "replace").strip()
            if text:
                writer.write(_obey(bench, stop, text))
                await writer.drain()
        writer.close()

    async with AsyncExitStack() as stack:
        if options.tcp is not None:
            server = await asyncio.start_server(print_jobs, *options.tcp)
            stack.callback(server.close)
            ready.append(f"tcp={_name(server)}")
        if options.pty is not None:
            link = PtyLink(options.pty)
            stack.callback(link.close)
            serving = asyncio.create_task(_serve_for_ever(bench, link))
            stack.callback(serving.cancel)
            ready.append(f"pty={options.pty}")
        listener = await asyncio.start_server(control, *options.control)
        stack.callback(listener.close)
        ready.append(f"control={_name(listener)}")
        sys.stdout.write(" ".join(ready) + "\n")
        sys.stdout.flush()
        await stop.wait()


async def _serve_for_ever(bench: Bench, link: PtyLink) -> None:
    while True:
        await bench.serve(link)


def _name(server: asyncio.Server) -> str:
    host, port, *_ = server.sockets[0].getsockname()
    return f"{host}:{port}"


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
