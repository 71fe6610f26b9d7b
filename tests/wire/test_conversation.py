"""What a conversation hands on, asks and answers, one rule at a time. What holds in every order of things is in
test_conversation_laws.py; how lines begin and end in test_conversation_lines.py.
"""

from __future__ import annotations

import msgspec

from tests.contract.wire_samples import ACCEPTED, KEY
from tests.wire.conversation_halves import sample
from tests.wire.talks import (
    CALL,
    HELLO,
    ISSUE,
    UP,
    WELCOME,
    Talk,
    connected,
    lost,
    moved,
    snapshot,
)
from wire.conversation import GREETING_MS
from wire.errors import Code
from wire.messages import (
    AskFate,
    AskSnapshot,
    CancelKey,
    DeviceReport,
    Fate,
    Lines,
    Pulse,
    Refused,
)
from wire.outputs import Close, Deliver, Open, Send
from wire.questions import Answered
from wire.verdicts import LinkState, Reason


def test_it_is_connected_when_the_hall_is_known_and_not_before() -> None:
    talk = Talk()
    assert talk.opened() == [Send(HELLO)]
    assert talk.hear(WELCOME) == [Deliver(WELCOME)]
    assert talk.half.state is LinkState.CONNECTING
    assert talk.hear(snapshot(5)) == [Deliver(snapshot(5)), UP]


def test_a_gap_is_closed_by_a_snapshot_before_anything_later() -> None:
    talk = connected()
    assert talk.hear(moved(6, 5), moved(7, 6)) == [Deliver(moved(6, 5)), Deliver(moved(7, 6))]
    assert talk.hear(moved(7, 6)) == [], "old news is no gap"
    assert talk.hear(moved(9, 8)) == [Send(AskSnapshot())]
    assert talk.hear(moved(10, 9), sample(Lines)) == []
    assert talk.hear(snapshot(10), sample(Lines)) == [Deliver(snapshot(10)), Deliver(sample(Lines))]
    assert talk.hear(moved(11, 10)) == [Deliver(moved(11, 10))]


def test_a_gap_that_nobody_closes_ends_the_line() -> None:
    talk = connected()
    talk.hear(moved(9, 8))
    talk.now += GREETING_MS
    talk.hear(Pulse(at=0))
    assert lost(talk.half.tick(talk.now)) is Reason.SILENT


def test_the_next_line_is_greeted_with_the_last_position_heard() -> None:
    talk = connected()
    talk.hear(moved(6, 5))
    talk.cut()
    talk.wake()
    assert talk.opened() == [Send(msgspec.structs.replace(HELLO, last_seq=6))]


def test_an_unanswered_command_goes_out_again_with_what_is_left_of_its_patience() -> None:
    talk = connected()
    assert talk.half.ask(talk.now, CALL) == [Send(CALL)]
    talk.now += 1_500.5
    talk.cut()
    talk.wake()
    *_, last = talk.connect()
    assert last == Send(msgspec.structs.replace(CALL, patience_ms=2_499))
    answer = msgspec.structs.replace(ACCEPTED, key=KEY)
    assert talk.hear(answer) == [Answered("ask", KEY, answer)]
    talk.cut()
    talk.wake()
    assert Send in {type(one) for one in talk.opened()}
    assert talk.hear(WELCOME, snapshot(5))[-1] == UP, "an answered command is never sent again"


def test_renewing_loses_no_question_and_shows_nothing() -> None:
    talk = connected()
    assert talk.seen(talk.half.renew(talk.now)) == [Close(1), Open(2)]
    assert talk.half.renew(talk.now) == [], "a fresh line is on its way"
    assert talk.half.ask(talk.now, ISSUE) == []
    assert talk.half.state is LinkState.CONNECTED
    assert talk.half.received(talk.now, 1, "{") == [], "the old socket is nobody's business any more"
    assert talk.connect() == [
        Send(msgspec.structs.replace(HELLO, last_seq=5)), Deliver(WELCOME), Deliver(snapshot(5)), Send(ISSUE),
    ]  # fmt: skip


def test_giving_up_is_one_word_and_a_late_answer_is_handed_on() -> None:
    talk = connected()
    talk.half.ask(talk.now, ISSUE, 300)
    assert talk.half.wake_at == 300
    assert talk.wake() == [
        Answered("ask", ISSUE.key, Refused(code=Code.EXPIRED, key=ISSUE.key, detail="no answer in time"))
    ]
    late = msgspec.structs.replace(ACCEPTED, key=ISSUE.key)
    assert talk.hear(late) == [Deliver(late)]


def test_the_fate_of_a_key_can_be_asked_and_waits_for_a_line() -> None:
    talk = Talk()
    assert talk.half.fate(0.0, KEY) == []
    *_, last = talk.connect()
    assert last == Send(AskFate(key=KEY))
    told = Fate(key=KEY, fate="done", done=ACCEPTED)
    assert talk.hear(told) == [Answered("fate", KEY, told)]
    assert talk.hear(told) == [Deliver(told)]


def test_a_refused_question_is_answered_with_the_refusal() -> None:
    talk = connected()
    talk.half.fate(0.0, KEY)
    refused = Refused(code=Code.NOT_ALLOWED, key=KEY)
    assert talk.hear(refused) == [Answered("fate", KEY, refused)]


def test_a_cancelled_command_is_not_sent_again_and_its_fate_answers_both() -> None:
    talk = connected()
    talk.half.ask(talk.now, ISSUE)
    talk.cut()
    assert talk.half.cancel(talk.now, ISSUE.key) == []
    talk.wake()
    assert [one for one in talk.connect() if isinstance(one, Send)][1:] == [Send(CancelKey(key=ISSUE.key))]
    told = Fate(key=ISSUE.key, fate="cancelled")
    assert talk.hear(told) == [
        Answered("ask", ISSUE.key, Refused(code=Code.CANCELLED, key=ISSUE.key)),
        Answered("cancel", ISSUE.key, told),
    ]


def test_nobody_waits_for_a_cancelled_command_whatever_its_fate() -> None:
    talk = connected()
    talk.half.cancel(talk.now, ISSUE.key)
    assert talk.half.ask(talk.now, ISSUE) == []
    told = Fate(key=ISSUE.key, fate="none")
    expired = Refused(code=Code.EXPIRED, key=ISSUE.key, detail="no answer in time")
    assert talk.hear(told) == [Answered("ask", ISSUE.key, expired), Answered("cancel", ISSUE.key, told)]


def test_a_key_that_waits_already_is_not_asked_twice() -> None:
    talk = connected()
    assert talk.half.ask(talk.now, ISSUE) == [Send(ISSUE)]
    assert talk.half.ask(talk.now, ISSUE) == []


def test_the_newest_report_of_each_device_is_repeated_over_every_line() -> None:
    talk = Talk()
    report = DeviceReport(device_id="led", kind="led_sign", state="trouble")
    talk.half.tell(msgspec.structs.replace(report, state="ok"))
    talk.half.tell(report)
    assert talk.connect()[-1] == Send(report)
