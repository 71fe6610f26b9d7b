"""What may happen to a conversation, as rules of a hypothesis machine: messages, losses, clocks, wishes."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.contract.wire_samples import ACCEPTED, SAMPLES
from tests.wire.conversation_halves import HALL_ID, MANNERS, Manners, Plain, plain, sample
from wire.messages import (
    PROTOCOL,
    AskSnapshot,
    DeviceChanged,
    DeviceReport,
    Fate,
    HallMoved,
    IssueTicket,
    Lines,
    OpeningChanged,
    PhoneBoard,
    PhoneTicket,
    Pulse,
    Refused,
    ServerMessage,
    Snapshot,
    StaffCommand,
    Welcome,
)

KEYS = st.sampled_from(["key-one-", "key-two-"])
ISSUE, *STAFF = (plain(one) for one in SAMPLES if isinstance(one, IssueTicket | StaffCommand))
COMMANDS = st.sampled_from([ISSUE, *STAFF[:2], {**ISSUE, "patience_ms": 8_000}])
REPORTS = [
    plain(DeviceReport(device_id=device, kind="led_sign", state=state)) for device in "ab" for state in ("ok", "gone")
]
WELCOME = plain(Welcome(protocol=PROTOCOL, oldest=PROTOCOL, server="t", hall_id="hsinying", at=0))
CLOSES = [
    (1000, ""), (1001, ""), (1006, ""), (1012, "restart"), (1011, "ours"), (4002, "protocol_too_new"),
    (4002, ""), (4003, "no greeting"), (4004, "hsinying"), (4005, ""), (4006, ""), (4007, ""),
    (4008, "too slow"), (4009, ""), (1015, "certificate"),
]  # fmt: skip
NONSENSE = [
    "", "{", "[]", "3", "null", '{"type":3}', "{}", '{"type":"snapshot"}', '{"type":"pulse","at":"1"}',
    '{"type":"dance","at":1', '{"type":"hall_moved","seq":1,"prev_seq":0,"at":0,"what":""}',
    '{"type":"refused","code":"x","key":7}', '{"type":"fate","key":"k","fate":"done","done":{}}',
    '{"type":"pulse"}', '{"type":"accepted","key":"key-one-","what":"nothing"}',
]  # fmt: skip
FAREWELLS = [
    *(plain(Refused(code=code, detail="so")) for code in ("protocol_too_old", "protocol_too_new", "wrong_hall")),
    WELCOME,
    {**WELCOME, "oldest": PROTOCOL + 1, "protocol": PROTOCOL + 1},
    {**WELCOME, "oldest": 1, "protocol": 1},
]
ENDS = st.one_of(st.sampled_from(CLOSES), st.sampled_from(NONSENSE), st.sampled_from(FAREWELLS))
SAID = st.sampled_from(
    [
        *(sample(kind) for kind in (Lines, OpeningChanged, DeviceChanged, Pulse, PhoneBoard, PhoneTicket, Welcome)),
        Refused(code="not_allowed"),
        '{"type":"dance"}',
        '{"type":"pulse","at":1,"mood":"good"}',
        '{"at":[{}],"type":"dance","deep":{"a":[1]}}',
    ]
)
ANSWERS = st.sampled_from(
    [
        plain(ACCEPTED),
        {"type": "accepted", "what": "nothing", "seq": 0},  # in the few words that have no default
        {"type": "refused", "code": "unavailable"},
        plain(Refused(code="wrong_hall", key="")),
        *(plain(Fate(key="", fate=fate)) for fate in ("none", "cancelled", "done", "pondered")),
        plain(Fate(key="", fate="done", done=ACCEPTED)),
    ]
)


class ConversationRules(RuleBasedStateMachine):
    """The world around one conversation. `do` hands every input to whatever is driven."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000.0
        self.wake_at: float | None = None
        self.line = 0
        self.opening = False
        self.open = False
        self.server_seq = 10

    def do(self, name: str, *arguments: Any) -> list[Plain]:
        """Hands one input over and returns what came out."""
        raise NotImplementedError

    def timed(self, name: str, *arguments: Any) -> None:
        """One input with its time; keeps up with which socket is open."""
        for output in self.do(name, self.now, *arguments):
            if output["kind"] == "open":
                self.line, self.opening, self.open = output["line"], True, False
            elif output["kind"] == "close":
                self.opening = self.open = False

    @initialize(manners=st.sampled_from(MANNERS), luck=st.integers(0, 2**32 - 1))
    def begin(self, manners: Manners, luck: int) -> None:
        self.manners = manners
        self.begun(manners, luck)
        self.timed("start")
        if luck % 4:
            self.comes_back(True)

    def begun(self, manners: Manners, luck: int) -> None:
        raise NotImplementedError

    # Time and the network

    @precondition(lambda self: self.wake_at is not None)
    @rule(early=st.sampled_from([0.0, 0.0, 0.25]))
    def wake(self, early: float) -> None:
        assert self.wake_at is not None
        self.now = max(self.now, self.wake_at - early)
        self.timed("tick")

    @rule(ms=st.sampled_from([1.0, 333.3, 333.3, 2_500.0, 40_000.0]), told=st.booleans())
    def pass_time(self, ms: float, told: bool) -> None:
        self.now += ms
        if told:
            self.timed("tick")

    @rule(greeted=st.booleans())
    def comes_back(self, greeted: bool) -> None:
        """However it was: the next line comes about."""
        self._next_attempt()
        self._opens()
        if greeted:
            self._greets()

    @rule(end=ENDS, failures=st.sampled_from([0, 0, 0, 1, 4]), back=st.sampled_from([True, True, False]))
    def breaks(self, end: tuple[int, str] | Plain | str, failures: int, back: bool) -> None:
        """One way or another; and then, perhaps, all goes well again."""
        if isinstance(end, tuple):
            self.opening = self.open = False
            self.timed("closed", self.line, *end)
        else:
            self.hear(end)
        for _ in range(failures):
            self._next_attempt()
            self.opening = False
            self.timed("open_failed", self.line, "OSError: no route")
        if back:
            self.comes_back(True)

    @rule(what=st.sampled_from(["opened", "open_failed", "closed", "received"]))
    def old_news(self, what: str) -> None:
        """Of a socket that was given up."""
        told: dict[str, tuple[Any, ...]] = {"open_failed": ("late",), "closed": (4005, ""), "received": ("{",)}
        self.timed(what, self.line - 1, *told.get(what, ()))

    def _next_attempt(self) -> None:
        for _ in range(10):
            if self.opening or self.wake_at is None:
                return
            self.wake(0.0)

    def _opens(self) -> None:
        if self.opening:
            self.opening, self.open = False, True
        self.timed("opened", self.line)

    def _greets(self) -> None:
        if not self.manners.phone:
            self.hear({**WELCOME, "hall_id": self.manners.greeting["hall_id"] or HALL_ID})
        self.hear(sample(PhoneTicket) if self.manners.phone else snapshot_at(self.server_seq))

    # The server

    def hear(self, said: ServerMessage | Plain | str) -> None:
        text = said if isinstance(said, str) else json.dumps(said if isinstance(said, dict) else plain(said))
        self.timed("received", self.line, text)

    @rule(skipped=st.sampled_from([0, 0, 0, 1, 3]), repeated=st.sampled_from([False, False, True]))
    def moves(self, skipped: int, repeated: bool) -> None:
        before = self.server_seq + skipped - (2 if repeated else 0)
        self.server_seq = max(self.server_seq, before + 1)
        self.hear(HallMoved(seq=before + 1, prev_seq=before, at=0, what="ticket_issued", waiting={"a": 1}))

    @rule(said=SAID, of_the_hall=st.booleans())
    def says(self, said: ServerMessage | str, of_the_hall: bool) -> None:
        self.hear(snapshot_at(self.server_seq) if of_the_hall else said)

    @rule(key=KEYS, answer=ANSWERS)
    def answers(self, key: str, answer: Plain) -> None:
        done = answer.get("done")
        self.hear({**answer, "key": key, **({"done": {**done, "key": key}} if done else {})})

    @rule(late=st.sampled_from([0, 0, 3, 4_000]))
    def tells_its_steady_clock(self, late: int) -> None:
        """Over a line that is slow now and then."""
        self.hear(Pulse(at=0, steady=5_000_000 + int(self.now) - late))

    @rule(ahead=st.sampled_from([0, 0, 0, 86_400_000, -7_000]), late=st.sampled_from([0, 0, 3, 4_000]))
    def tells_the_time(self, ahead: int, late: int) -> None:
        """With a clock that is set now and then, over a line that is slow now and then."""
        self.hear(Pulse(at=1_000_000_000 + int(self.now) + ahead - late))

    # The program

    @rule(key=KEYS, command=COMMANDS, give_up_ms=st.sampled_from([None, None, 0, 300, 30_000]))
    def asks(self, key: str, command: Plain, give_up_ms: int | None) -> None:
        self.timed("ask", {**command, "key": key}, give_up_ms)

    @rule(what=st.sampled_from(["fate", "cancel"]), key=KEYS)
    def asks_about_a_key(self, what: str, key: str) -> None:
        self.timed(what, key)

    @rule(message=st.sampled_from([*REPORTS, plain(AskSnapshot())]))
    def tells(self, message: Plain) -> None:
        self.do("tell", message)

    @rule(what=st.sampled_from(["renew", "renew", "renew", "retry_now", "start", "stop"]), back=st.booleans())
    def wants(self, what: str, back: bool) -> None:
        if what == "stop":
            self.do("stop")
            self.opening = self.open = False
            self.timed("start")
        else:
            self.timed(what)
        if back:
            self.comes_back(True)


def snapshot_at(seq: int) -> Snapshot:
    return msgspec.structs.replace(sample(Snapshot), seq=seq)
