"""A hall of three business days with a staff log and anchors, where everything can be changed as by an insider."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, text

from program.clock import ManualClock
from server.audit.__main__ import main, verified
from server.audit.anchor import Anchor, make_anchor
from server.audit.anchor_key import key_path, read_or_make_key
from server.audit.heads import StoredHeads
from server.audit.verify import LogAudit
from server.author import Author
from server.domain.commands import CallNext
from server.identity.database import open_identity, prepare
from server.identity.staff_log import StaffEntry, note
from server.identity.tables import staff_log
from server.settings import Settings, read_settings
from server.storage.chain import GENESIS, EventRow, row_hash
from server.storage.engine import open_engine
from server.storage.log import HallLog
from server.storage.migrate import migrate
from server.storage.promise import Promise, promise_path
from server.storage.schema import event
from server.tokens import TokenMint
from tests.server.asking import answered, issue, submission
from tests.server.sample_halls import NOON
from tests.server.storage.tampering import unprotect
from tests.system.hall_server import write_config

DAY_MS = 86_400_000
DAYS = 3
NOTED_A_DAY = 3
NOW = NOON + DAYS * DAY_MS
"""When it is verified: no address has gone yet."""


@dataclass(frozen=True)
class Verified:
    status: int
    lines: tuple[str, ...]
    last_word: str

    @property
    def told(self) -> str:
        return "\n".join((*self.lines, self.last_word))


class Rig:
    """Of one folder."""

    def __init__(self, folder: Path, anchors: Sequence[Anchor] = ()) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.settings: Settings = read_settings(self.config)
        self.anchors = tuple(anchors)
        """Of each evening, the oldest first."""

    def copy(self, folder: Path) -> Rig:
        shutil.copytree(self.folder, folder)
        return Rig(folder, self.anchors)

    def put_back(self, whole: Rig) -> None:
        """The data are as `whole` has them."""
        shutil.rmtree(self.folder / "data")
        shutil.copytree(whole.folder / "data", self.folder / "data")

    @contextmanager
    def log(self) -> Iterator[Connection]:
        """A transaction on the hall's log, whose protection is taken away first."""
        yield from _insider(open_engine(self.settings.server.database))

    @contextmanager
    def staff(self) -> Iterator[Connection]:
        yield from _insider(open_engine(self.settings.server.identity))

    def verify(self, *words: str) -> Verified:
        """As the command does."""
        with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as fault:
            status = main(["verify", "--config", str(self.config), *words], clock=ManualClock(NOW))
        return Verified(status, tuple(said.getvalue().splitlines()), fault.getvalue())

    def verify_all(self, anchors: Sequence[Anchor] = (), audit: type[LogAudit] = LogAudit) -> Verified:
        """The same of every day, by this verifier; the config is not read again."""
        with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as fault:
            status = verified(self.settings, None, anchors, audit, every=True, now=NOW)
        return Verified(status, tuple(said.getvalue().splitlines()), fault.getvalue())

    def promise(self) -> Promise:
        server, hall_id = self.settings.server, self.settings.hall.hall_id
        return Promise(promise_path(server.database, hall_id, server.secret_file), hall_id)

    def author(self, clock: ManualClock) -> Author:
        settings = self.settings
        engine, hall_id = open_engine(settings.server.database), settings.hall.hall_id
        return Author(
            HallLog(engine, hall_id, self.promise()),
            settings.hall,
            clock=clock,
            mint=TokenMint(b"s" * 32, hall_id),
            name="test",
        )


def _insider(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.begin() as connection:
            unprotect(connection)
            yield connection
    finally:
        engine.dispose()


def built(folder: Path, database: str = "sqlite:///data/hall.db") -> tuple[Rig, Rig]:
    """The hall today, and as its files were yesterday (where its database is a file)."""
    folder.mkdir(parents=True, exist_ok=True)
    write_config(folder, database)
    return asyncio.run(_build(Rig(folder)))


async def _build(rig: Rig) -> tuple[Rig, Rig]:
    settings = rig.settings
    server, hall_id = settings.server, settings.hall.hall_id
    log, identity = open_engine(server.database), open_identity(server.identity)
    migrate(log)
    prepare(identity)
    rig.promise().begin()
    key, _ = read_or_make_key(key_path(server.secret_file))
    heads = StoredHeads(log, identity, hall_id)
    clock = ManualClock(NOON)
    anchors: list[Anchor] = []
    yesterday = rig
    for day in range(DAYS):
        author = rig.author(clock)
        await author.start()
        await answered(author.ask(submission(f"issue-{day}", issue("training"))))
        await answered(author.ask(submission(f"call-{day}", CallNext("5", 0, None))))
        await author.stop()
        with identity.begin() as connection:
            for turn in range(NOTED_A_DAY):
                address = f"192.0.2.{turn}" if turn else ""
                note(connection, hall_id, "signed_in", at=clock.now(), by=f"person:{turn}", address=address)
        anchors.append(make_anchor(key, hall_id, clock.now(), heads.events(), heads.staff()))
        clock.advance(DAY_MS)
        if day == DAYS - 2 and log.dialect.name == "sqlite":
            yesterday = rig.copy(rig.folder.parent / f"{rig.folder.name}-yesterday")
    log.dispose()
    identity.dispose()
    return Rig(rig.folder, anchors), yesterday


def rechained(connection: Connection, table: Table, kind: Any) -> None:
    """Every hash computed anew, as whoever can write the file can: also where the staff log ends."""
    last = GENESIS.hash
    seq = 0
    for row in connection.execute(table.select().order_by(table.c.seq)).all():
        made = kind(*row)._replace(prev_hash=last)
        connection.execute(table.update().where(table.c.seq == made.seq).values(prev_hash=last))
        seq, last = made.seq, row_hash(made)
    if table is staff_log:
        connection.execute(
            text("UPDATE identity_staff_log_end SET seq = :seq, hash = :last"), {"seq": seq, "last": last}
        )


def rechain_log(rig: Rig) -> None:
    with rig.log() as connection:
        rechained(connection, event, EventRow)


def rechain_staff(rig: Rig) -> None:
    with rig.staff() as connection:
        rechained(connection, staff_log, StaffEntry)


def sql(*statements: str, staff: bool = False) -> Callable[[Rig], None]:
    def change(rig: Rig) -> None:
        with rig.staff() if staff else rig.log() as connection:
            for statement in statements:
                connection.execute(text(statement))

    return change
