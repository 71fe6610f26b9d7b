"""`python -m server.certificates export [FILE] [--config PATH]`: the certificate of the server's own authority, for
browsers and devices that shall trust it; into FILE, or to the standard output. Its fingerprint and its
SHA-256 are said beside.

Exit status: 0 when it is done, 69 when there is no authority, 73 when FILE cannot be written, 78 when the config or the
authority's files must be mended first.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from program.clock import SystemClock
from program.config_file import ConfigError
from program.fingerprint import fingerprint, hex_fingerprint
from program.language import LanguageError, language_of_terminal
from program.log_records import last_word
from program.texts import read_catalog
from server.certificates.encrypted_ports import own_authority
from server.certificates.files import CertificateRefused
from server.settings import read_settings

TRUST_PAGE = "/trust"
"""Where a server shows how a browser comes to trust it."""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        language, texts = language_of_terminal(), read_catalog("entrance")
        settings = read_settings(options.config)
        authority = own_authority(settings.ports, settings.hall.hall_id)
        pem = "" if authority is None else authority.kept(SystemClock().now())
    except (ConfigError, LanguageError, CertificateRefused) as fault:
        return _end(os.EX_CONFIG, str(fault))
    if authority is None:
        return _end(os.EX_UNAVAILABLE, texts.text(language, "not_own"))
    if not pem:
        return _end(os.EX_UNAVAILABLE, texts.text(language, "no_authority"))
    shown, digest = fingerprint(pem), hex_fingerprint(pem)
    if options.file is None:
        sys.stdout.write(pem)
        return _end(os.EX_OK, texts.text(language, "fingerprint", fingerprint=shown, digest=digest))
    try:
        options.file.write_text(pem, encoding="ascii")
    except OSError as fault:
        return _end(os.EX_CANTCREAT, texts.text(language, "not_written", file=options.file, why=fault.strerror))
    hall = settings.hall.hall_id
    given = {"file": options.file, "hall": hall, "fingerprint": shown, "digest": digest, "page": TRUST_PAGE}
    sys.stdout.write(f"{texts.text(language, 'exported', **given)}\n")
    return os.EX_OK


def _end(status: int, line: str) -> int:
    last_word(line)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./jiaohao ca", description="The authority that browsers and devices trust.")
    tasks = parser.add_subparsers(required=True, metavar="export")
    export = tasks.add_parser("export", help="its certificate, as a file in PEM")
    export.add_argument("file", nargs="?", type=Path, metavar="FILE", help="left out: to the standard output")
    export.add_argument("--config", type=Path, default=Path("config.toml"), help="default: config.toml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
