"""Every printer that the emulator can be, through every trouble, with the driver as it is: what comes of it.

    python -m hardware.printer.emulator.matrix            prints the table
    python -m hardware.printer.emulator.matrix --write    puts it into docs/printers.md, between its two marks

Ends with 1 when a promise is broken somewhere, and says where.
"""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from hardware.printer.driver import EscPosPrinter, TicketPrinter
from hardware.printer.emulator.personality import IDEAL, PERSONALITIES, Personality
from hardware.printer.emulator.simulated import SimulatedBench
from hardware.printer.emulator.trial import Record, Trouble, run_trial
from hardware.printer.emulator.verdict import faults_of
from hardware.printer.job import JobStage
from hardware.printer.profile import profile_named
from hardware.printer.settings import PrinterSettings

PAGE = Path(__file__).parents[3] / "docs" / "printers.md"
BEGIN, END = "<!-- matrix -->", "<!-- /matrix -->"
KINDS = tuple(one for one in PERSONALITIES.values() if one is not IDEAL)
PROFILES = {
    "epson-tm-t20": "epson-80",
    "tm-t88": "epson-tm-t88",
    "usb-lp": "epson-80",
    "star-escpos": "star-escpos",
    "clone-58": "generic-58",
}
"""What a hall would set; every other one has to get along with the usual."""
_USUAL = "generic-80"
_WORTH_SAYING_S = 5.0

PlugIn = Callable[[SimulatedBench], tuple[TicketPrinter, int]]


def profile_of(personality: Personality) -> str:
    """Name of the driver's profile for it."""
    return PROFILES.get(personality.name, _USUAL)


def our_driver(bench: SimulatedBench) -> tuple[TicketPrinter, int]:
    """The driver on a bench, as a kiosk sets it up, and how wide it prints."""
    settings = PrinterSettings(bench.url, profile=profile_of(bench.personality))
    printer = EscPosPrinter(settings, open_link=bench.open_link, now=bench.now, pause=bench.pause)
    return printer, profile_named(settings.profile).width_dots


def trials(plug_in: PlugIn = our_driver, kinds: Sequence[Personality] = KINDS) -> list[Record]:
    """Every kind through every trouble."""
    return [run_trial(kind, trouble, plug_in) for kind in kinds for trouble in Trouble]


def outcome(record: Record) -> str:
    """What became of the first ticket, in a few words, and whether a promise was broken."""
    ticket = record.tickets[0] if record.tickets else None
    if ticket is None or ticket.end is None:
        return "**stuck**"
    words = "may not have printed" if ticket.end.stage is JobStage.UNCERTAIN else ticket.end.stage.value
    took = ticket.ended - ticket.touched
    said = f"{words}, {took:.0f} s" if took >= _WORTH_SAYING_S else words
    return f"**{said}**" if faults_of(record) else said


def table(records: Sequence[Record]) -> str:
    """The outcomes as a table in Markdown, a row for each kind."""
    kinds = dict.fromkeys(record.personality for record in records)
    found = {(record.personality, record.trouble): outcome(record) for record in records}
    head = ["printer (`--as`)", *Trouble]
    rows = [head, ["---"] * len(head)]
    rows += [[f"`{kind.name}`", *(found[kind, trouble] for trouble in Trouble)] for kind in kinds]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def legend(records: Sequence[Record]) -> str:
    """What each row plays."""
    return "\n".join(f"- `{kind.name}`: {kind.plays}" for kind in dict.fromkeys(one.personality for one in records))


def limits(records: Sequence[Record]) -> str:
    """What the bold cells mean; empty when there is none."""
    broken = [(one, faults) for one in records if (faults := faults_of(one))]
    lines = [f"- `{one.personality.name}`, {one.trouble}: {'; '.join(faults)}" for one, faults in broken]
    return "\n".join(["", "Bold is what is not as it should be:", "", *lines, ""]) if lines else ""


def with_matrix(page: str, records: Sequence[Record]) -> str:
    """The page with the table between its marks; raise ValueError when it has none."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table(records)}\n{limits(records)}\n{legend(records)}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all of them."""
    parser = argparse.ArgumentParser(prog="hardware.printer.emulator.matrix", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the table into docs/printers.md")
    parser.add_argument("names", nargs="*", help="only these printers")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    records = trials(kinds=[kind for kind in KINDS if not options.names or kind.name in options.names])
    if options.write:
        PAGE.write_text(with_matrix(PAGE.read_text(encoding="utf-8"), records), encoding="utf-8")
    sys.stdout.write(table(records) + "\n")
    broken = 0
    for record in records:
        for fault in faults_of(record):
            sys.stdout.write(f"{record.personality.name}, {record.trouble}: {fault}\n")
            broken += 1
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
