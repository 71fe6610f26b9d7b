"""What was meant has the same hash for ever: golden lines, and what may be added without changing any."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.appointments import AppointmentEnd
from server.domain.by_hand import HandValue, HandWhat
from server.domain.closing import ClosingReason
from server.domain.commands import (
    ArriveTicket,
    BackTicket,
    BookAppointment,
    CallGroup,
    CallNext,
    CancelAppointment,
    CancelTicket,
    CheckIn,
    CloseCounter,
    CloseToday,
    Command,
    ConfigureHall,
    CorrectTime,
    EndEmergency,
    FinishTicket,
    GiveUpTicket,
    HoldTicket,
    IssueTicket,
    KeepWatch,
    LaterTicket,
    Leaving,
    MissTicket,
    MoveTicket,
    OpenCounter,
    OpenDay,
    PauseCounter,
    RaiseEmergency,
    RecallTicket,
    ReopenToday,
    RestoreTicket,
    ResumeTicket,
    ServeWithoutNumber,
    SetAutoCall,
    SetByHand,
    TransferAgain,
    TransferTicket,
    UndoCall,
    VoidBurst,
    VoidTicket,
)
from server.domain.counter_states import PauseReason
from server.domain.emergency import EmergencyKind
from server.domain.tickets import CancelReason, Channel, HoldReason, Outcome, Visit, VoidReason
from server.domain.visitor_classes import ORDINARY, PRIORITY
from server.storage.intents import HASHES, VERSION, command_word, intent_of, means
from server.storage.written_fields import as_written
from tests.contract.event_samples import CONFIG

GOLDEN = Path(__file__).parents[2] / "contract" / "golden" / "intents.jsonl"
"""Only ever added to: a line is [command word, JSON of its fields, version, hash]. What is missing can be written by
hand from `lines_of_today`."""
KINDS: dict[str, type[Any]] = {command_word(kind): kind for kind in get_args(Command)}

COMMANDS: tuple[Command, ...] = (
    ConfigureHall(CONFIG),
    OpenDay("2026-11-24"),
    KeepWatch(),
    CorrectTime(1_795_492_800_000, -7_200_000, "flat battery"),
    CorrectTime(1_795_492_800_000, -7_200_000, "flat battery", (("A", 12, "16-A012"),)),
    IssueTicket(Visit("benefit-first", Channel.KIOSK, "zh-TW")),
    IssueTicket(Visit("benefit-first", Channel.DESK, "en", PRIORITY)),
    CallNext("3", 7),
    CallNext("3", 7, Leaving.MISSED),
    CallGroup("3", "training", 7),
    CallGroup("3", "training", 7, Leaving.SERVED),
    RecallTicket("3", "17-A012"),
    ArriveTicket("3", "17-A012"),
    FinishTicket("3", "17-A012"),
    FinishTicket("3", "17-A012", Outcome.DONE_BY_PHONE),
    MissTicket("3", "17-A012"),
    RestoreTicket("17-A012"),
    HoldTicket("3", "17-A012", HoldReason.PAPERS),
    ResumeTicket("4", "17-A012"),
    UndoCall("3", "17-A012"),
    LaterTicket("17-A012", 20),
    BackTicket("17-A012"),
    CancelTicket("17-A012", CancelReason.LEFT),
    GiveUpTicket("17-A012"),
    VoidTicket("17-A012", VoidReason.NO_PAPER),
    VoidBurst("device:kiosk-1", 1_795_492_800_000, 1_795_493_100_000),
    SetByHand(HandWhat.COUNTER_SERVICES, "3", HandValue(primary=("benefit-first",)), "同仁請假", lasting=True),
    SetByHand(HandWhat.SERVICE_CLOSED, "benefit-first", None),
    OpenCounter("3"),
    CloseCounter("3"),
    ServeWithoutNumber("3", "benefit-first"),
    ServeWithoutNumber("3", "benefit-first", Outcome.DONE_BY_PHONE),
    SetAutoCall("3", on=True),
    SetAutoCall("3", on=False),
    PauseCounter("3", PauseReason.LUNCH),
    PauseCounter("3", PauseReason.MEETING, 1_795_492_800_000),
    TransferTicket("17-A012", "benefit-first"),
    TransferTicket("17-A012", "benefit-first", "3", "27"),
    TransferTicket("17-A012", "benefit-first", "3", "27", "2"),
    TransferTicket("17-A012", "benefit-first", "3", to_officer="a1b2c3"),
    TransferAgain("17-A012", "benefit-first", "3", "27"),
    BookAppointment(Visit("benefit-first", Channel.DESK, "en", slot=1_795_492_800_000, officer="a1b2c3")),
    CancelAppointment("K7M4XR", AppointmentEnd.ASKED),
    CheckIn("K7M4XR", Channel.DESK),
    CheckIn("K7M4XR", Channel.KIOSK, "en"),
    CloseToday(ClosingReason.TYPHOON),
    ReopenToday(),
    RaiseEmergency(EmergencyKind.FIRE),
    RaiseEmergency(EmergencyKind.OTHER, "集合地點：對面停車場"),
    RaiseEmergency(EmergencyKind.AIR_RAID, "避難處：地下一樓", (("en", "Shelter: first basement"),)),
    EndEmergency(),
)
"""With and without what is left at its default."""


class GoldenLine(NamedTuple):
    word: str
    fields: Any
    version: int
    digest: str

    def command(self) -> Command:
        made: Command = msgspec.convert(self.fields, KINDS[self.word], strict=True)
        return made


def golden_lines() -> list[GoldenLine]:
    return [GoldenLine(*json.loads(line)) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def lines_of_today() -> list[GoldenLine]:
    made = []
    for command in COMMANDS:
        plain = msgspec.json.decode(msgspec.json.encode(as_written(command)))
        version, _, digest = intent_of(command).partition(":")
        made.append(GoldenLine(command_word(type(command)), plain, int(version), digest))
    return made


@pytest.mark.parametrize("line", golden_lines(), ids=lambda line: f"{line.word}-{line.digest[:6]}")
def test_what_was_remembered_is_still_what_is_meant(line: GoldenLine) -> None:
    command = line.command()
    assert HASHES[line.version](command) == line.digest
    assert means(command, f"{line.version}:{line.digest}")


def test_every_kind_of_command_has_a_golden_line_of_every_version() -> None:
    written = {(line.word, line.version) for line in golden_lines()}
    assert written == {(word, version) for word in KINDS for version in HASHES}


@pytest.mark.parametrize("line", lines_of_today(), ids=lambda line: f"{line.word}-{line.digest[:6]}")
def test_what_is_remembered_today_is_a_golden_line(line: GoldenLine) -> None:
    known = {(one.word, one.version, one.digest) for one in golden_lines()}
    assert (line.word, line.version, line.digest) in known, (
        f"a changed hash is a new version; its line: {json.dumps(line)}"
    )
    assert line.version == VERSION


def test_two_intents_never_have_one_hash() -> None:
    assert len({intent_of(command) for command in COMMANDS}) == len(COMMANDS)


ids = st.sampled_from("12")
FIELDS: dict[str, st.SearchStrategy[Any]] = {"reason": st.sampled_from(HoldReason), "outcome": st.sampled_from(Outcome)}
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(IssueTicket, st.builds(Visit, st.sampled_from("ab"), st.sampled_from(Channel), st.sampled_from("de"))),
    st.builds(CallGroup, ids, st.sampled_from("ab"), st.integers(0, 2), st.sampled_from([None, *Leaving])),
    st.builds(CallNext, st.sampled_from("12"), st.integers(0, 2), st.sampled_from([None, *Leaving])),
    *(
        st.builds(kind, **{field.name: FIELDS.get(field.name, ids) for field in dataclasses.fields(kind)})
        for kind in get_args(MoveTicket)
    ),
    st.builds(
        BookAppointment,
        st.builds(Visit, st.sampled_from("ab"), st.just(Channel.DESK), st.just("de"), slot=st.integers(0, 2)),
    ),
    st.builds(CheckIn, ids, st.sampled_from(Channel)),
    st.builds(CancelAppointment, ids, st.sampled_from(AppointmentEnd)),
    st.builds(OpenCounter, ids),
    st.builds(CloseCounter, ids),
    st.builds(ServeWithoutNumber, ids, ids, st.sampled_from(Outcome)),
    st.builds(SetAutoCall, ids, st.booleans()),
    st.builds(PauseCounter, ids, st.sampled_from(PauseReason), st.none() | st.integers(0, 2)),
)


@given(commands, commands)
def test_equal_commands_mean_the_same_and_no_others(one: Command, other: Command) -> None:
    assert means(one, intent_of(other)) == (one == other)


def test_a_field_that_a_later_program_adds_changes_no_hash() -> None:
    """As if visits had a companion, and commands a note, each with a default that means what was meant before."""

    @dataclasses.dataclass(frozen=True, slots=True)
    class VisitOfTomorrow:
        service_id: str
        channel: Channel
        language: str
        visitor_class: str = ORDINARY
        companions: int = 0

    @dataclasses.dataclass(frozen=True, slots=True)
    class IssueTicket:
        visit: VisitOfTomorrow
        note: str = ""

    today = intent_of(IssueTicketOfToday(Visit("apples", Channel.KIOSK, "en", PRIORITY)))
    visit = VisitOfTomorrow("apples", Channel.KIOSK, "en", PRIORITY)
    tomorrow: Any = IssueTicket(visit)
    assert intent_of(tomorrow) == today
    assert intent_of(_any(IssueTicket(visit, note="x"))) != today
    assert intent_of(_any(IssueTicket(dataclasses.replace(visit, companions=1)))) != today


def test_the_order_of_fields_and_what_is_left_at_its_default_do_not_matter() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class CallNext:
        after: int
        present: Leaving | None = None
        counter_id: str = "1"

    assert intent_of(_any(CallNext(7, counter_id="3"))) == intent_of(CallNextOfToday("3", 7))
    assert intent_of(CallNextOfToday("3", 7, None)) == intent_of(CallNextOfToday("3", 7))


def _any(command: object) -> Any:
    return command


IssueTicketOfToday, CallNextOfToday = IssueTicket, CallNext


@pytest.mark.parametrize("remembered", ["", "abc", "2:{}", "99:{}", ":{}", "-1:{}", "x:{}", "{}", "1.0:{}", "²:{}"])
def test_an_unknown_version_means_nothing_of_ours(remembered: str) -> None:
    command = OpenDay("2026-11-24")
    digest = intent_of(command).partition(":")[2]
    assert means(command, f"1:{digest}")
    assert not means(command, remembered.format(digest))
