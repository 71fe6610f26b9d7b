"""A printer to try things on: plays one of the emulator's, prints tickets at it, says what was told and what came out.

    ./jiaohao printer-lab --list
    ./jiaohao printer-lab --as clone-silent
    ./jiaohao printer-lab --as small-buffer --trouble "paper-out-after 300" --mend "clear paper-out" --after 15
    ./jiaohao printer-lab --as tm-t88 --keep          leaves it running for your own kiosk, until Ctrl-C

The printer is a program of its own, in real time. The papers are pictures in the folder that is named at the end.
"""

import argparse
import json
import logging
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.printer.driver import open_printer
from hardware.printer.emulator.matrix import profile_of
from hardware.printer.emulator.personality import Cable, Personality, personality_list, personality_named
from hardware.printer.emulator.trial import VISITOR_S, ticket_picture
from hardware.printer.job import JobState
from hardware.printer.profile import profile_named
from hardware.printer.settings import PrinterSettings

OUT = Path(tempfile.gettempdir()) / "jiaohao-printer-lab"


@dataclass(frozen=True)
class PlayedPrinter:
    """A running emulator."""

    url: str
    control: tuple[str, int]

    def do(self, command: str) -> dict[str, Any]:
        """Give its control port a command and return its state; raise ValueError when it refuses."""
        with socket.create_connection(self.control, timeout=5) as link, link.makefile("rw") as lines:
            lines.write(command + "\n")
            lines.flush()
            answer: dict[str, Any] = json.loads(lines.readline())
        if not answer["ok"]:
            raise ValueError(answer["error"])
        state: dict[str, Any] = answer["state"]
        return state


@contextmanager
def played(personality: Personality, out: Path, address: str = "127.0.0.1:0") -> Iterator[PlayedPrinter]:
    """Play a printer as a program of its own, on a cable of its kind, and end it afterwards."""
    out.mkdir(parents=True, exist_ok=True)
    line = out / "printer-line"
    cable = ["--pty", str(line)] if personality.cable is Cable.SERIAL else ["--tcp", address]
    command = [sys.executable, "-m", "hardware.printer.emulator", "--as", personality.name, "--out", str(out)]
    with subprocess.Popen(  # noqa: S603  our own program
        [*command, *cable], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            words = process.stdout.readline().split() if process.stdout else []
            if words[:1] != ["ready"]:
                raise OSError(f"the emulator did not start on {address}")
            places = dict(word.split("=", 1) for word in words[1:])
            host, _, port = places["control"].rpartition(":")
            yield PlayedPrinter(_url(personality, places), (host, int(port)))
        finally:
            process.terminate()
            process.wait(10)


def _url(personality: Personality, places: dict[str, str]) -> str:
    baud = f"?baud={personality.baud}" if personality.baud else ""
    return f"tcp://{places['tcp']}{baud}" if "tcp" in places else f"serial://{places['pty']}{baud}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print and tell."""
    parser = argparse.ArgumentParser(
        prog="./jiaohao printer-lab", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true", help="name the printers and what each one plays")
    parser.add_argument("--as", dest="name", default="generic-clone", help="which printer (generic-clone)")
    parser.add_argument("--port", default="127.0.0.1:0", help="HOST:PORT to listen on; any free one")
    parser.add_argument("--tickets", type=int, default=2, help="how many are printed (2)")
    parser.add_argument("--trouble", help="a command for the printer as the first ticket begins, as in: cover-open")
    parser.add_argument("--mend", default="clear", help="the command that ends it (clear)")
    parser.add_argument("--after", type=float, default=5.0, help="seconds from the one to the other (5)")
    parser.add_argument("--keep", action="store_true", help="print nothing; leave it running for your own kiosk")
    parser.add_argument("--out", type=Path, default=OUT, help=f"folder for the papers ({OUT})")
    options = parser.parse_args(arguments)
    if options.list:
        _say(personality_list().rstrip())
        return 0
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    try:
        personality = personality_named(options.name)
        with played(personality, options.out.resolve(), options.port) as printer:
            _say(f"{personality.name}: {personality.plays}")
            _say(f'[kiosk]\nprinter = "{printer.url}"\nprinter_profile = "{profile_of(personality)}"')
            if options.keep:
                _keep(printer)
            else:
                _print_tickets(printer, personality, options)
            _say(f"papers: {options.out.resolve()}")
    except (ValueError, OSError) as error:
        _say(str(error))
        return 2
    return 0


def _keep(printer: PlayedPrinter) -> None:
    _say("It runs until Ctrl-C. Its control port takes commands: {}:{}".format(*printer.control))
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        _say("")


def _print_tickets(printer: PlayedPrinter, personality: Personality, options: argparse.Namespace) -> None:
    profile = profile_of(personality)
    driver = open_printer(PrinterSettings(printer.url, profile=profile))
    width = profile_named(profile).width_dots
    begun = time.monotonic()

    def say(what: str) -> None:
        _say(f"{time.monotonic() - begun:6.1f} s  {what}")

    say(f"printer: {driver.status().blocked or 'ready'}")
    for count in range(options.tickets):
        number = f"B{count + 31:03}"
        if options.trouble and count == 0:
            printer.do(options.trouble)
            say(f"the trouble: {options.trouble}")
            threading.Timer(options.after, _mend, (printer, options.mend, say)).start()
        driver.print_ticket(
            ticket_picture(number, width),
            number,
            lambda state, number=number: say(f"{number}: {_words(state)}"),  # type: ignore[misc]
            until=time.monotonic() + VISITOR_S,
        )
    state = printer.do("state")
    say(f"came out: {state['receipts']} papers, the last one {state['last_receipt']}")


def _mend(printer: PlayedPrinter, command: str, say: Any) -> None:
    printer.do(command)
    say(f"the end of it: {command}")


def _words(state: JobState) -> str:
    reason = f" ({state.reason.value})" if state.reason else ""
    progress = f" {state.written} of {state.total} bytes" if state.total else ""
    return state.stage.value.replace("_", " ") + reason + progress


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
