"""`python -m kiosk [--config PATH] [--now INSTANT] [--windowed] [--check]`: the touch kiosk."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

import structlog

from kiosk.settings import check
from wire.clock import clock_from
from wire.config_file import ConfigError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m kiosk", description="The touch kiosk of a hall.")
    parser.add_argument("--config", type=Path, default=Path("config.toml"))
    parser.add_argument("--now", help="rehearse from this instant: 2026-11-23T08:55:00+08:00")
    parser.add_argument(
        "--windowed", action="store_true", help="a plain window for trying out; closing it ends the kiosk"
    )
    parser.add_argument("--check", action="store_true", help="only check the [kiosk] table")
    chosen, rest = parser.parse_known_args()
    try:
        settings = check(chosen.config)
    except ConfigError as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    if chosen.check:
        return 0
    try:
        clock = clock_from(chosen.now)
    except ValueError as fault:
        parser.error(f"--now: {fault}")
    log_to_stderr()
    from kiosk.app import run

    return run(settings, clock, rest, windowed=chosen.windowed)


def log_to_stderr() -> None:
    """JSON lines on stderr; the standard library's loggers of the other rooms are told the same way."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


if __name__ == "__main__":
    raise SystemExit(main())
