"""Phones that follow a ticket, through real uvicorn."""

from __future__ import annotations

from dataclasses import replace

from server.domain.config import Paper
from server.edge.phones import ENDS_AFTER_MS
from tests.server.edge.deadlines import until
from tests.server.edge.running import Peer, RunningServer, visit
from wire.errors import Close
from wire.messages import PROTOCOL
from wire.messages.commands import CallNext, FinishTicket, IssueTicket, MissTicket, RecallTicket, TransferTicket
from wire.messages.phone import FollowTicket, PhoneAside, PhoneBoard, PhoneCall, PhoneTicket
from wire.messages.session import Hello, Probe, Pulse, Refused


def issue(hall: RunningServer, number: int, service: str = "apples") -> str:
    """The token of a new ticket."""
    command = IssueTicket(key=f"issue-{number:05}", visit=visit(service))
    answer = hall.post(command)
    assert answer.status == 200
    return str(answer.json()["token"])


def follow(phone: Peer, token: str) -> tuple[PhoneTicket, PhoneBoard]:
    phone.send(FollowTicket(protocol=PROTOCOL, token=token))
    ticket, board = phone.next(), phone.next()
    assert isinstance(ticket, PhoneTicket)
    assert isinstance(board, PhoneBoard)
    return ticket, board


def board_at(phone: Peer, seq: int) -> PhoneBoard:
    """The first board that knows of `seq`: boards in between may be left out."""
    while True:
        board = phone.next()
        assert isinstance(board, PhoneBoard)
        if board.seq >= seq:
            return board


def test_a_phone_sees_its_ticket_and_the_line(hall: RunningServer) -> None:
    issue(hall, 1)
    token = issue(hall, 2)
    with hall.socket("/ws/phone") as phone:
        ticket, board = follow(phone, token)
        assert (ticket.number, ticket.visit.service_id, ticket.state) == ("A002", "apples", "waiting")
        assert (ticket.stage, ticket.seq) == ("in_line", board.seq)
        assert ticket.service_name["zh-TW"]
        assert board.lines == {"apples": ("A001", "A002"), "books": ()}
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        assert board_at(phone, hall.seq()).calls == (
            PhoneCall(number="A001", prefix="A", counter="1", state="called", stage="called", seq=hall.seq()),
        )
        hall.post(MissTicket(key="miss-0001", counter_id="1", ticket_id="1-A001"))
        missed = board_at(phone, hall.seq())
        assert (missed.calls, missed.lines["apples"]) == ((), ("A002",))
        assert missed.aside == (PhoneAside(number="A001", state="missed"),)


def test_a_finished_ticket_is_still_known(hall: RunningServer) -> None:
    token = issue(hall, 1)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
    with hall.socket("/ws/phone") as phone:
        assert follow(phone, token)[0].state == "served"


def test_a_phone_hears_its_own_ticket_when_its_visit_is_over(hall: RunningServer) -> None:
    """And nobody else's: a board knows only who is in the hall."""
    own, other = issue(hall, 1), issue(hall, 2)
    with hall.socket("/ws/phone") as phone, hall.socket("/ws/phone") as bystander:
        follow(phone, own)
        follow(bystander, other)
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        board_at(phone, hall.seq())
        hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
        finished = hall.seq()
        told = phone.next()
        assert isinstance(told, PhoneTicket)
        assert (told.seq, told.number, told.state, told.stage) == (finished, "A001", "served", "gone")
        assert board_at(phone, finished).calls == ()
        assert board_at(bystander, finished).lines["apples"] == ("A002",)
        hall.post(CallNext(key="call-0002", counter_id="1", after=1))
        assert [call.number for call in board_at(bystander, hall.seq()).calls] == ["A002"]


def test_a_phone_hears_what_its_number_waits_for_now(hall: RunningServer) -> None:
    """Sent on to another line: the board has the place there, the service is told in person."""
    own, other = issue(hall, 1), issue(hall, 2)
    with hall.socket("/ws/phone") as phone, hall.socket("/ws/phone") as bystander:
        assert follow(phone, own)[0].service_name["en"] == "apples"
        follow(bystander, other)
        hall.post(TransferTicket(key="send-0001", ticket_id="1-A001", to_service="books"))
        sent = hall.seq()
        told = phone.next()
        assert isinstance(told, PhoneTicket)
        assert (told.seq, told.number, told.stage, told.service_name["en"]) == (sent, "A001", "in_line", "books")
        for one in (phone, bystander):
            assert board_at(one, sent).lines == {"apples": ("A002",), "books": ("A001",)}


def test_a_phone_hears_to_which_counter_its_number_was_sent(hall: RunningServer) -> None:
    """In the same line: nothing else of it is another."""
    with hall.socket("/ws/phone") as phone:
        assert follow(phone, issue(hall, 1))[0].for_counter == ""
        hall.post(TransferTicket(key="send-0001", ticket_id="1-A001", to_service="apples", to_counter="1"))
        told = phone.next()
        assert isinstance(told, PhoneTicket)
        assert (told.number, told.for_counter, told.kept) == ("A001", "1", False)


def test_phones_hear_what_a_reload_changed_of_their_tickets(hall: RunningServer) -> None:
    over, waits = issue(hall, 1), issue(hall, 2)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
    config = hall.author.hall.config
    assert config is not None
    (first, *others) = config.services
    paper = Paper(name=tuple((tag, "new") for tag in config.languages), note=())
    edited = replace(first, guide=replace(first.guide, papers=(paper,)))
    with hall.socket("/ws/phone") as phone, hall.socket("/ws/phone") as bystander:
        assert follow(phone, waits)[0].papers == ()
        assert follow(bystander, over)[0].stage == "gone"
        hall.run(lambda: hall.author.configure(replace(config, services=(edited, *others))))
        told = phone.next()
        assert isinstance(told, PhoneTicket)
        assert (told.seq, told.number, [one.name["en"] for one in told.papers]) == (hall.seq(), "A002", ["new"])
        board_at(phone, hall.seq())
        board_at(bystander, hall.seq())
        hall.post(CallNext(key="call-0002", counter_id="1", after=1))
        board_at(phone, hall.seq())


def test_every_phone_of_one_ticket_hears_that_it_is_over_once(hall: RunningServer) -> None:
    own = issue(hall, 1)
    with hall.socket("/ws/phone") as phone, hall.socket("/ws/phone") as second:
        for one in (phone, second):
            follow(one, own)
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        hall.post(FinishTicket(key="done-0001", counter_id="1", ticket_id="1-A001"))
        for one in (phone, second):
            _, told = one.until(PhoneTicket)
            assert told.state == "served"
        issue(hall, 2)
        for one in (phone, second):
            board_at(one, hall.seq())


def test_a_phone_hears_that_the_day_ended_before_its_visit_did(hall: RunningServer) -> None:
    own = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, own)
        hall.clock.advance(24 * 3_600_000)
        issue(hall, 2)
        _, told = phone.until(PhoneTicket)
        assert (told.number, told.state, told.stage) == ("A001", "lapsed", "gone")


def test_a_recall_rings_on_the_phone_by_its_seq(hall: RunningServer) -> None:
    own = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, own)
        hall.post(CallNext(key="call-0001", counter_id="1", after=0))
        called = board_at(phone, hall.seq()).calls[0]
        issue(hall, 2)
        assert board_at(phone, hall.seq()).calls[0] == called
        hall.post(RecallTicket(key="again-001", counter_id="1", ticket_id="1-A001"))
        recalled = board_at(phone, hall.seq()).calls[0]
        assert (recalled.number, recalled.seq) == (called.number, hall.seq())
        assert recalled.seq > called.seq


def test_a_phones_probe_is_answered_with_a_pulse(hall: RunningServer) -> None:
    own = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, own)
        hall.clock.advance(1_500)
        phone.send(Probe())
        assert phone.next() == Pulse(at=hall.clock.now())


def test_yesterdays_token_is_unknown(hall: RunningServer) -> None:
    token = issue(hall, 1)
    hall.clock.advance(24 * 3_600_000)
    issue(hall, 2)
    with hall.socket("/ws/phone") as phone:
        phone.send(FollowTicket(protocol=PROTOCOL, token=token))
        _, refused = phone.until(Refused)
        assert refused.code == "unknown_token"


def test_a_token_ends_two_hours_after_its_visit(hall: RunningServer) -> None:
    token = issue(hall, 1)
    hall.post(CallNext(key="call-0001", counter_id="1", after=0))
    hall.post(FinishTicket(key="finish-01", counter_id="1", ticket_id="1-A001"))
    asked = FollowTicket(protocol=PROTOCOL, token=token)
    hall.clock.advance(ENDS_AFTER_MS - 1)
    with hall.socket("/ws/phone") as phone:
        phone.send(asked)
        assert phone.until(PhoneTicket)[1].state == "served"
    hall.clock.advance(1)
    with hall.socket("/ws/phone") as phone:
        phone.send(asked)
        assert phone.until(Refused)[1].code == "unknown_token"


def test_a_wrong_token_is_refused_three_times(hall: RunningServer) -> None:
    # It is told that it is over, and not cut: a client's patience with that is its own.
    with hall.socket("/ws/phone", close_timeout=0.5) as phone:
        for _ in range(3):
            phone.send(FollowTicket(protocol=PROTOCOL, token="x" * 22))
            _, refused = phone.until(Refused)
            assert refused.code == "unknown_token"
        phone.connection.close()
        assert phone.connection.close_code == Close.MALFORMED


def test_a_phone_may_only_listen(hall: RunningServer) -> None:
    token = issue(hall, 1)
    seq = hall.seq()
    with hall.socket("/ws/phone") as phone:
        phone.send(Hello(protocol=PROTOCOL, role="console", name="counter-1"))
        assert phone.until(Refused)[1].code == "hello_first"
        follow(phone, token)
        phone.send(CallNext(key="call-0001", counter_id="1", after=0))
        refused = phone.until(Refused)[1]
        assert (refused.code, refused.key) == ("not_allowed", "call-0001")
        phone.send("nonsense")
        assert phone.until(Refused)[1].code == "malformed"
        assert hall.seq() == seq


def test_an_old_phone_page_is_told_to_reload(hall: RunningServer) -> None:
    with hall.socket("/ws/phone") as phone:
        phone.send(FollowTicket(protocol=PROTOCOL + 1, token="x" * 22))
        assert phone.until(Refused)[1].code == "protocol_too_new"


def test_a_phone_does_not_get_screens_messages(hall: RunningServer) -> None:
    token = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        for number in range(2, 30):
            issue(hall, number)
        last = board_at(phone, hall.seq())
        assert len(last.lines["apples"]) == 29


def test_phones_leave(hall: RunningServer) -> None:
    token = issue(hall, 1)
    with hall.socket("/ws/phone") as phone:
        follow(phone, token)
        assert hall.request("GET", "/health").json()["phones"] == 1
    until(lambda: len(hall.hub.phones) == 0)
