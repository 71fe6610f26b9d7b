"""`./jiaohao enrol --as kiosk|display|devices [--server ADDRESS] [--code CODE] [--config FILE] [--yes]`: makes this
computer's program a device of a hall. `--moved ADDRESS`: it stays that device, of a server whose address has changed.

Exit status: 0, or 1 when it came to nothing, 64 for what is no address or code, 73 when the credentials cannot be kept,
78 when the config is wrong, 130 after Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TextIO

import msgspec

from program.addresses import AddressFault, typed_server
from program.config_file import ConfigError, read_tables
from program.credentials import Credentials, CredentialsFault, CredentialsFile, CredentialsStore
from program.language import LanguageError, language_of_terminal
from program.log_records import last_word
from program.state_folder import state_folder
from program.texts import read_catalog
from program.version import program_version
from program.yes_or_no import yes_or_no
from wire.enrolment import Enroller, Found, NotEnrolled, code_in, for_kind
from wire.https_enroller import HttpsEnroller

KINDS = ("kiosk", "display", "devices")


def main() -> int:
    options = parser().parse_args()
    try:
        person = Person(language_of_terminal(), sys.stdin, sys.stdout)
        store = CredentialsFile(state_folder(_folder_said(options), os.environ), options.kind)
    except (ConfigError, LanguageError) as fault:
        last_word(str(fault))
        return os.EX_CONFIG
    return run(options, person, store, HttpsEnroller())


def run(options: argparse.Namespace, person: Person, store: CredentialsStore, enroller: Enroller) -> int:
    """The whole conversation with a person; the exit status. `options` are those of the command line."""
    do = _enrol if options.moved is None else _moved
    try:
        return do(options, person, store, enroller)
    except NotEnrolled as fault:
        minutes = max(1, -(-fault.retry_after_s // 60))
        fields: dict[str, dict[str, object]] = {
            "locked": {"minutes": minutes},
            "wrong_kind": {"kind": person.kind(options.kind)},
        }
        person.tell(f"why_{fault.obstacle}", **fields.get(str(fault.obstacle), {}))
    except CredentialsFault as fault:
        person.tell("not_kept", detail=fault.place)
        person.say(str(fault))
        return os.EX_CANTCREAT
    except NobodyAnswers:
        person.tell("nobody")
    except _NotUsable as fault:
        last_word(str(fault))
        return os.EX_USAGE
    except KeyboardInterrupt:
        person.say("")
        person.tell("stopped")
        return 130
    return 1


class NobodyAnswers(Exception):
    """The terminal was closed in the middle of a question."""


class Person:
    """Somebody at a terminal."""

    def __init__(self, language: str, heard: TextIO, said: TextIO) -> None:
        self._language = language
        self._heard = heard
        self._said = said

    def text(self, key: str, **fields: object) -> str:
        return read_catalog("enrol").text(self._language, key, **fields)

    def kind(self, kind: str) -> str:
        return self.text(f"kind_{kind}")

    def say(self, line: str) -> None:
        self._said.write(line + "\n")
        self._said.flush()

    def tell(self, key: str, **fields: object) -> None:
        self.say(self.text(key, **fields))

    def ask(self, key: str) -> str:
        """What they type. Raises NobodyAnswers."""
        self._said.write(self.text(key))
        self._said.flush()
        line = self._heard.readline()
        if not line:
            self.say("")
            raise NobodyAnswers
        return line.strip()

    def agrees(self, key: str) -> bool:
        """Raises NobodyAnswers."""
        while True:
            answer = yes_or_no(self.ask(key))
            if answer is not None:
                return answer
            self.tell("not_understood")


class _NotUsable(Exception):
    """An address or a code that can be none, in the person's words."""


def _enrol(options: argparse.Namespace, person: Person, store: CredentialsStore, enroller: Enroller) -> int:
    server = _server(person, options.server or person.ask("ask_server"))
    code = code_in(options.code or person.ask("ask_code"))
    if not code:
        raise _NotUsable(person.text("bad_code"))
    person.tell("looking", server=server)
    found = enroller.look(server)
    if not _is_it(found, person, unasked=options.yes):
        person.tell("not_same")
        return 1
    credentials = for_kind(enroller.redeem(found, code, program_version(), options.kind), options.kind)
    store.save(credentials)
    person.tell("done", kind=person.kind(options.kind), name=credentials.name, hall=credentials.hall_id)
    return os.EX_OK


def _is_it(found: Found, person: Person, *, unasked: bool) -> bool:
    if not found.fingerprint:
        person.tell("vouched")
        return True
    person.tell("compare")
    person.say(f"    {found.fingerprint}")
    return unasked or person.agrees("same")


def _moved(options: argparse.Namespace, person: Person, store: CredentialsStore, enroller: Enroller) -> int:
    known = store.load()
    if known is None:
        person.tell("not_enrolled", kind=person.kind(options.kind))
        return 1
    server = _server(person, options.moved)
    enroller.prove(known, server)
    store.save(moved(known, server))
    person.tell("moved", name=known.name, server=server)
    return os.EX_OK


def moved(known: Credentials, server: str) -> Credentials:
    """The same device, of a server that is found at another address; the older ones stay known."""
    others = dict.fromkeys((known.server, *known.addresses))
    return msgspec.structs.replace(known, server=server, addresses=tuple(one for one in others if one != server))


def _server(person: Person, text: str) -> str:
    try:
        return typed_server(text)
    except AddressFault as fault:
        raise _NotUsable(person.text("bad_address", address=text)) from fault


def _folder_said(options: argparse.Namespace) -> str:
    """What the config says of the folder for credentials; "" when it says nothing. Raises ConfigError."""
    if options.config is None and not DEFAULT_CONFIG.exists():
        return ""
    path = options.config or DEFAULT_CONFIG
    table = read_tables(path).get(options.kind, {})
    said = table.get("state_folder", "") if isinstance(table, dict) else ""
    if not isinstance(said, str):
        raise ConfigError(path, f"{options.kind}.state_folder", "is no text in quotes")
    return said


DEFAULT_CONFIG = Path("config.toml")


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./jiaohao enrol",
        description="Makes this computer a device of a hall, with a code from its administrator.",
    )
    parser.add_argument("--as", dest="kind", choices=KINDS, required=True, help="what this computer is to be")
    parser.add_argument("--server", metavar="ADDRESS", help="192.0.2.10 or hall-pc:8765; left out: it is asked for")
    parser.add_argument("--code", help='the 8 letters that the page "Devices" gave; left out: they are asked for')
    parser.add_argument("--moved", metavar="ADDRESS", help="no code: the same device of a server with a new address")
    parser.add_argument("--config", type=Path, help="the device's config, which may say a state_folder; config.toml")
    parser.add_argument("--yes", action="store_true", help="the fingerprint is not asked about, only told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
