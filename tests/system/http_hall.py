"""A hall behind a real server, driven by `tests.server.hall_rules`: orders by POST and what a visitor asks by phone,
restarts by signal, the log from its table."""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from websockets.sync.client import connect

from server.domain.commands import GiveUpTicket, IssueTicket, RaiseEmergency
from server.domain.config import Group, HallConfig, SlotRule, Texts, WeeklyHours
from server.domain.events import Fact
from server.domain.fairness.policy import MINUTE_MS
from server.settings import read_settings
from server.storage.chain import EventRow
from server.storage.engine import open_engine
from server.storage.event_codec import fact_of
from server.storage.intents import command_word
from server.storage.log import HallLog
from server.storage.schema import event as event_table
from server.tokens import TokenMint, read_secret
from tests.server.hall_driver import Answer, LogLine, Order, SeenTicket, View, log_lines
from tests.system.entry import Line
from tests.system.hall_server import PROGRAM, HallServer
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, Accepted, FollowTicket, Refused
from wire.messages import GiveUpTicket as GiveUp

Body = dict[str, object]
KEYS_KEPT_DAYS = 366
WAIT_S = 30.0
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class HttpHall:
    def __init__(self, config: HallConfig, now: int, folder: Path, program: Sequence[str] = PROGRAM) -> None:
        """`program`: what is started instead of the server."""
        self.effects: list[tuple[Body, dict[str, Any]]] = []
        """Every command that had an effect and whose key is remembered, with its answer, oldest first."""
        self.starts = 0
        self._path = folder / "config.toml"
        self._program = program
        self._now = now
        self._keys = 0
        self._config = config
        self._path.write_text(config_toml(config), encoding="utf-8")
        self._start()

    def ask(self, order: Order) -> Answer:
        self._keys += 1
        if isinstance(order, GiveUpTicket):
            return self._by_phone(order.ticket_id)
        body = wire_body(f"model-key-{self._keys:06}", order)
        answer = self.post(body)
        if answer["type"] == "accepted" and answer["seq"]:
            self.effects.append((body, answer))
        if answer["type"] == "refused":
            ticket = answer["ticket"]
            return Answer(code=answer["code"], ticket_id=ticket["ticket_id"] if ticket else None)
        return Answer(
            what=answer["what"],
            ticket_id=answer["ticket_id"],
            people_ahead=answer.get("people_ahead"),
            seq=answer.get("seq", 0),
            appointment=answer["code"],
        )

    def _by_phone(self, ticket_id: str) -> Answer:
        """As the ticket's visitor, with its token."""
        settings = read_settings(self._path)
        token = TokenMint(read_secret(settings.server.secret_file), settings.hall.hall_id).token(ticket_id)
        url = f"ws://127.0.0.1:{self._server.port}/ws/phone"
        with connect(url, compression=None, proxy=None, max_size=None) as phone:
            phone.send(encode(FollowTicket(protocol=PROTOCOL, token=token)), text=True)
            phone.send(encode(GiveUp(key=f"model-key-{self._keys:06}")), text=True)
            while not isinstance(answer := decode_server(phone.recv(timeout=WAIT_S)), Accepted | Refused):
                pass
        if isinstance(answer, Refused):
            return Answer(code=answer.code)
        return Answer(what=answer.what, ticket_id=ticket_id, seq=answer.seq)

    def post(self, body: Body) -> dict[str, Any]:
        """The answer, which must go with its HTTP status."""
        status, answer = self._line.ask(body)
        assert (status == 200) == (answer.get("type") == "accepted"), answer
        assert status == 200 or 400 <= status < 500, answer
        return answer

    def configure(self, config: HallConfig) -> None:
        seen = len(self._server.records)
        self._path.write_text(config_toml(config), encoding="utf-8")
        self._server.signal(signal.SIGHUP)
        record = self._server.logged("config_", after=seen)
        assert record["event"] == ("config_unchanged" if config == self._config else "config_taken"), record
        self._config = config

    def set_clock(self, now: int) -> None:
        """A rehearsal clock is set at the start of a program; after more than a year it has forgotten every key."""
        if now - self._now > KEYS_KEPT_DAYS * 86_400_000:
            self.effects.clear()
        self._now = now
        self.restart(hard=False)

    def restart(self, *, hard: bool) -> None:
        self._stop(hard=hard)
        self._start()

    def view(self) -> View:
        snapshot = self._line.get("/api/snapshot")
        return View(
            snapshot["seq"],
            snapshot["business_day"],
            snapshot["date"],
            tuple(_seen(ticket) for ticket in snapshot["tickets"]),
            {one["counter_id"]: (one["calls"], tuple(one["tickets"])) for one in snapshot["counters"]},
            {one["counter_id"]: (one["state"], one["pause_reason"], one["back_at"]) for one in snapshot["counters"]},
            {one["counter_id"]: frozenset(one["primary"] + one["backup"]) for one in snapshot["hall"]["counters"]},
            {
                one["code"]: (one["state"], one["visit"]["slot"], one["ticket_id"])
                for one in self._line.get("/api/appointments")["appointments"]
            },
        )

    def told(self) -> object:
        return self._line.get("/api/snapshot") | {"seq": 0, "at": 0}

    def another_line(self) -> Line:
        """A connection more, of somebody else."""
        return self._server.line()

    def log(self) -> list[LogLine]:
        """Stops the server first; the chain must verify and have no gap."""
        return log_lines(fact.event for fact in self.facts())

    def facts(self) -> list[Fact]:
        """As `log`, whole."""
        self._stop(hard=False)
        settings = read_settings(self._path)
        engine = open_engine(settings.server.database)
        try:
            log = HallLog(engine, settings.hall.hall_id)
            length = log.verify_chain()
            log.close()
            with engine.connect() as connection:
                rows = connection.execute(select(event_table).order_by(event_table.c.seq)).all()
        finally:
            engine.dispose()
        assert [row.seq for row in rows] == list(range(1, length + 1))
        return [fact_of(EventRow(**{name: row._mapping[name] for name in EventRow._fields})) for row in rows]

    def close(self) -> None:
        self._line.close()
        self._server.__exit__(None, None, None)

    def _start(self) -> None:
        self.starts += 1
        instant = datetime.fromtimestamp(self._now / 1000, UTC).isoformat()
        self._server = HallServer(self._path, self._program, now=instant, forked=True)
        self._server.__enter__()
        self._line = self._server.line()

    def _stop(self, *, hard: bool) -> None:
        self._line.close()
        if hard:
            self._server.kill()
        else:
            self._server.signal(signal.SIGTERM)
            assert self._server.ended() == 0
        self._server.__exit__(None, None, None)


def _seen(ticket: dict[str, Any]) -> SeenTicket:
    """A ticket of a snapshot as the rules look at it."""
    flat = ticket | {"service_id": ticket["visit"]["service_id"], "allows": frozenset(ticket["allows"])}
    return SeenTicket(**{name: flat[name] for name in SeenTicket.__dataclass_fields__})


def wire_body(key: str, order: Order) -> Body:
    """A command has the same fields on the wire as in the hall; pairs of language and text are an object there."""
    body: Body = {"type": command_word(type(order)), "key": key, **asdict(order)}
    if isinstance(order, RaiseEmergency):
        body["words_in"] = dict(order.words_in)
    return body if isinstance(order, IssueTicket) else body | {"patience_ms": 60_000}


def config_toml(config: HallConfig) -> str:
    """The config file that reads as this hall; guides and notices are left out."""
    lines = [
        "[hall]",
        f"id = {_text(config.hall_id)}",
        f"name = {_texts(config.name)}",
        f"office = {_texts(config.office)}",
        f"time_zone = {_text(config.time_zone)}",
        f"languages = {json.dumps(config.languages)}",
        f"counter_noun = {_texts(config.counter_noun)}",
        f'day_starts = "{config.day_starts_minute // 60:02}:{config.day_starts_minute % 60:02}"',
        f"recall_limit = {config.recall_limit}",
        f"restore_delay_minutes = {config.restore_delay_minutes}",
        f"undo_seconds = {config.undo_seconds}",
        f'missed_return = "{config.missed_return}"',
        f"missed_callers = {config.missed_callers}",
        f"recall_pause_seconds = {config.recall_pause_seconds}",
        "[hall.hours]",
    ]
    for service in config.services:
        lines += [
            "[[service]]",
            f"id = {_text(service.service_id)}",
            f"prefix = {_text(service.prefix)}",
            f"name = {_texts(service.name)}",
            f"short_name = {_texts(service.short_name)}",
            f"first_number = {service.numbers.first}",
            f"last_number = {service.numbers.last}",
            f"offline_first_number = {service.offline.first}",
            f"offline_last_number = {service.offline.last}",
            f"hours = {_hours(service.hours)}",
            *([] if service.quota is None else [f"quota = {service.quota}"]),
            *([] if service.appointments is None else [f"appointments = {_slots(service.appointments)}"]),
            *([] if service.group is None else [_group(service.group)]),
        ]
    for note in config.notes:
        lines += ["[[note]]", f"code = {_text(note.code)}", f"text = {_texts(note.text)}"]
    for day in config.days:
        lines += ["[[day]]", f'date = "{day.date}"']
    for counter in config.counters:
        lines += [
            "[[counter]]",
            f"id = {_text(counter.counter_id)}",
            f"label = {_text(counter.label)}",
            f"primary = {json.dumps(counter.primary)}",
            f"backup = {json.dumps(counter.backup)}",
        ]
    rule = config.routing
    lines += [
        "[routing]",
        *(
            f"{name}_minutes = {getattr(rule, f'{name}_ms') // MINUTE_MS}"
            for name in ("priority", "appointment", "officer", "backup", "early", "grace")
        ),
        f"most_passed = {rule.most_passed}",
    ]
    server = ["[server]", "port = 0", "encryption = false", f"keys_kept_days = {KEYS_KEPT_DAYS}"]
    limits = ["[limits]", "numbers_a_minute = 1000000", "numbers_at_once = 1000000"]
    return "\n".join([*lines, *server, *limits, "[sign_in]", "totp_for_administrators = false", ""])


def _group(group: Group) -> str:
    return f"group = {{ size = {group.size}, wait_minutes = {group.wait_minutes} }}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _texts(texts: Texts) -> str:
    return "{ " + ", ".join(f"{language} = {_text(text)}" for language, text in texts) + " }"


def _slots(rule: SlotRule) -> str:
    """Within whatever hours the service has."""
    fields = ("slot_minutes", "capacity", "lead_minutes", "days_ahead")
    return "{ " + ", ".join(f"{name} = {getattr(rule, name)}" for name in fields) + " }"


def _hours(hours: WeeklyHours) -> str:
    days = zip(_DAYS, hours.days, strict=True)
    spans = (f"{day} = {json.dumps([_span(one.start, one.end) for one in intervals])}" for day, intervals in days)
    return "{ " + ", ".join(spans) + " }"


def _span(start: int, end: int) -> str:
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
