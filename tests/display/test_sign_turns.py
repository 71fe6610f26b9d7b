"""Laws of the sign's turns, held against random calls and ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from display.deck import TURN_WITHIN_MS
from display.sign_turns import CALL_MS, LEAST_MS, TURN_MS, SignTurns, advance, end, learn, ring
from tests.display.walls import Wall
from wire.messages.tickets import CallView


def made(count: int) -> list[CallView]:
    wall = Wall().start()
    for _ in range(count):
        wall.called("training", "5")
    return list(reversed(wall.board.calls))


CALLS = made(10)
Acts = st.lists(
    st.tuples(st.sampled_from(["ring", "ring", "ring", "end", "wait"]), st.integers(0, 9), st.integers(0, 4_000)),
    max_size=40,
)


def numbers(turns: SignTurns) -> list[str]:
    return [one.ticket.number for one in turns.lit.calls] if turns.lit is not None else []


@given(Acts)
def test_what_is_on_is_read_and_what_is_over_is_not_lit(acts: list[tuple[str, int, int]]) -> None:
    turns, now = SignTurns(), 1_000_000
    on: dict[str, int] = {}
    lit: dict[str, int] = {}
    for kind, pick, ms in acts:
        call = CALLS[pick]
        if kind == "ring":
            turns = ring(turns, (call,), now)
            on[call.ticket.ticket_id] = now
            lit.pop(call.ticket.number, None)
        elif kind == "end":
            turns = end(turns, {call.ticket.ticket_id}, now)
            on.pop(call.ticket.ticket_id, None)
        known = [one for turn in (*turns.waiting, *([turns.lit] if turns.lit else [])) for one in turn.calls]
        assert {one.ticket.ticket_id for one in known} <= set(on), "nobody else"
        assert len({one.ticket.ticket_id for one in known}) == len(known), "each once"
        assert (turns.lit is None) <= (not turns.waiting), "nobody waits for a sign that is free"
        for _ in range(ms // 100):
            now += 100
            before = turns
            turns = advance(turns, now)
            assert advance(turns, now) is turns
            if turns.lit is not None and before.lit is not None and turns.lit.calls == before.lit.calls:
                number = turns.lit.calls[0].ticket.number
                lit[number] = max(lit.get(number, 0), now - turns.since)
    for _ in range(10 * TURN_MS // 100):
        now += 100
        turns = advance(turns, now)
        for number in numbers(turns):
            lit[number] = max(lit.get(number, 0), now - turns.since)
    assert turns.lit is None or now - turns.lit.at < CALL_MS + TURN_MS
    young = {one.ticket.number for one in CALLS if now - on.get(one.ticket.ticket_id, 0) < TURN_WITHIN_MS}
    assert {one for one in young if lit.get(one, 0) < TURN_MS - 100} == set()


def test_a_program_that_stood_still_lights_nothing_old() -> None:
    turns = SignTurns()
    for place, call in enumerate(CALLS):
        turns = ring(turns, (call,), place * 10)
    assert numbers(turns) == [CALLS[1].ticket.number], "who cut another short has a second"
    assert numbers(advance(turns, LEAST_MS + 100)) == [CALLS[-1].ticket.number]
    slept = advance(turns, 3_600_000)
    assert (slept.lit, slept.waiting) == (None, ())
    assert slept.since <= 10 * TURN_MS + LEAST_MS + 100, "it has been free since the last turn"


def test_nothing_is_learnt_of_a_call_that_is_the_newest() -> None:
    turns = ring(SignTurns(), (CALLS[0],), 0)
    latest = {CALLS[0].ticket.ticket_id: CALLS[0]}
    assert learn(turns, latest, 100) is turns
    assert learn(turns, {}, 100) is turns
