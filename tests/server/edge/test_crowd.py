"""How many connections strangers may hold, and who goes when one more comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.edge.crowd import FEWEST, MOST, Crowd, Room, Standing, room_for
from server.edge.in_block import in_block

ATTACKER, CLERK, OTHER = in_block("192.0.2.66"), in_block("192.0.2.7"), in_block("198.51.100.7")
SMALL = Room(total=12, strangers=9, phones=6, unknown=5, leaving=4)


def crowd(room: Room = SMALL) -> Crowd[str]:
    return Crowd(room)


def come_in(here: Crowd[str], name: str, standing: Standing = "unknown", *, at: str = "192.0.2.66") -> list[str]:
    """Who went for it."""
    came_from = in_block(at)
    return [*here.arrive(name, came_from), *here.enter(name), *here.hear(name, came_from, standing)]


@pytest.mark.parametrize(
    ("descriptors", "in_use"), [(64, 30), (64, 60), (256, 30), (1024, 40), (20_000, 40), (2**20, 40)]
)
def test_a_quarter_is_for_who_is_known_and_some_are_spare(descriptors: int, in_use: int) -> None:
    room = room_for(descriptors, in_use)
    assert room.total + in_use <= max(descriptors - 8, in_use + 8)
    assert room.total <= MOST
    assert room.strangers <= room.total * 3 / 4
    assert room.strangers >= FEWEST
    assert room.phones < room.strangers
    assert room.unknown <= room.strangers


def test_ten_thousand_phones_have_room_in_twenty_thousand_descriptors() -> None:
    assert room_for(20_000, 50).phones >= 10_000


def test_whoever_comes_gets_in_and_the_longest_silent_of_who_holds_most_goes() -> None:
    here = crowd()
    for number in range(9):
        assert not here.arrive(f"flood {number}", ATTACKER)
    assert list(here.arrive("clerk", CLERK)) == ["flood 0"]
    assert list(here.arrive("clerk's page", CLERK)) == ["flood 1"]
    assert list(here.arrive("flood 9", ATTACKER)) == ["flood 2"]
    assert here.counts == {"waiting": 9, "unknown": 0, "phones": 0, "known": 0}


def test_who_is_known_is_never_turned_out_whoever_sits_behind_the_same_address() -> None:
    here = crowd()
    for number in range(3):
        come_in(here, f"console {number}", "known")
    gone = [one for number in range(50) for one in come_in(here, f"flood {number}")]
    assert len(gone) == 50 - SMALL.unknown
    assert all(one.startswith("flood") for one in gone)
    assert here.counts["known"] == 3


def test_who_is_known_takes_no_place_from_strangers_until_the_whole_is_full() -> None:
    here = crowd()
    for number in range(30):
        come_in(here, f"console {number}", "known")
    assert here.counts["known"] == 30
    gone = [one for number in range(9) for one in here.arrive(f"guest {number}", OTHER)]
    assert len(gone) == 9 - FEWEST


def test_who_is_no_longer_known_is_a_stranger_again() -> None:
    here = crowd()
    come_in(here, "page", "known")
    here.hear("page", ATTACKER, "unknown")
    assert here.counts == {"waiting": 0, "unknown": 1, "phones": 0, "known": 0}


def test_a_proxys_connection_counts_for_whom_it_speaks() -> None:
    here = crowd(Room(total=12, strangers=4, phones=3, unknown=4, leaving=4))
    proxy = in_block("127.0.0.1")
    for number, speaks_for in enumerate([ATTACKER, ATTACKER, OTHER]):
        here.arrive(f"passed on {number}", proxy)
        here.enter(f"passed on {number}")
        here.hear(f"passed on {number}", speaks_for, "unknown")
    here.arrive("new", proxy)
    assert list(here.arrive("newer", proxy)) == ["passed on 0"]


def test_phones_stay_while_anybody_else_is_here() -> None:
    here = crowd()
    for number in range(6):
        assert not come_in(here, f"phone {number}", "phone")
    for number in range(3):
        here.arrive(f"guest {number}", OTHER)
    assert list(here.arrive("guest 3", OTHER)) == ["guest 0"]
    assert here.counts["phones"] == 6


def test_when_only_phones_are_here_the_one_that_holds_most_makes_room() -> None:
    here = crowd(Room(total=8, strangers=6, phones=6, unknown=6, leaving=4))
    for number in range(4):
        come_in(here, f"one token {number}", "phone")
    come_in(here, "visitor a", "phone", at="198.51.100.1")
    come_in(here, "visitor b", "phone", at="203.0.113.1")
    assert come_in(here, "visitor c", "phone", at="203.0.113.9") == ["one token 0"]


def test_phones_beyond_their_part_stay_unknown_unless_another_holds_more() -> None:
    here = crowd()
    for number in range(6):
        come_in(here, f"one token {number}", "phone")
    assert not come_in(here, "one token 6", "phone")
    assert here.counts["unknown"] == 1
    assert come_in(here, "visitor", "phone", at="198.51.100.1") == ["one token 0"]
    assert here.counts["phones"] == 6


def test_the_longest_silent_of_those_inside_makes_room_for_who_is_let_in() -> None:
    here = crowd()
    for number in range(5):
        come_in(here, f"flood {number}")
    here.hear("flood 0", ATTACKER, "unknown")
    assert not here.arrive("clerk", CLERK)
    assert list(here.enter("clerk")) == ["flood 1"]


def test_squatters_inside_go_before_those_who_wait_from_everywhere() -> None:
    here = crowd()
    for number in range(5):
        come_in(here, f"squatter {number}")
    for number in range(4):
        here.arrive(f"visitor {number}", in_block(f"203.0.{number}.1"))
    assert list(here.arrive("visitor 4", OTHER)) == ["squatter 0"]


def test_who_broke_a_rule_is_the_first_of_its_source_to_go_whatever_it_has_shown() -> None:
    here = crowd()
    for number in range(4):
        come_in(here, f"neighbour {number}")
    come_in(here, "one token", "phone")
    assert not here.detain("one token")
    assert here.counts == {"waiting": 0, "unknown": 5, "phones": 0, "known": 0}
    assert come_in(here, "neighbour 4") == ["one token"]
    assert not here.detain("one token")
    assert here.counts["unknown"] == 5


def test_who_has_gone_is_forgotten() -> None:
    here = crowd()
    come_in(here, "page", "known")
    here.leave("page")
    here.leave("page")
    assert not here.hear("page", CLERK, "known")
    assert here.counts == {"waiting": 0, "unknown": 0, "phones": 0, "known": 0}


def test_when_descriptors_end_strangers_go_and_nobody_else() -> None:
    here = crowd()
    come_in(here, "console", "known")
    come_in(here, "phone", "phone")
    come_in(here, "stranger")
    assert list(here.free(8)) == ["stranger", "phone"]
    assert not here.free(8)
    assert here.counts["known"] == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["come", "unknown", "phone", "known", "leave"])), max_size=150
    )
)
def test_strangers_never_hold_more_than_their_part(steps: list[tuple[int, str]]) -> None:
    here: Crowd[int] = Crowd(SMALL)
    present: dict[int, int] = {}
    """Member → which tenth of the world it comes from."""
    for member, (place, what) in enumerate(steps):
        came_from = in_block(f"203.0.{place}.1")
        gone: list[int] = []
        if what == "come":
            gone += here.arrive(member, came_from)
            gone += here.enter(member)
            present[member] = place
        elif present:
            one = next((found for found, at in present.items() if at == place), None)
            if one is not None and what == "leave":
                here.leave(one)
                del present[one]
            elif one is not None:
                gone += here.hear(one, came_from, what)  # type: ignore[arg-type]
        known = here.counts["known"]
        for left in gone:
            del present[left]
        assert sum(here.counts.values()) == len(present)
        assert here.counts["unknown"] <= SMALL.unknown
        assert here.counts["phones"] <= SMALL.phones
        assert what != "come" or len(present) - known <= SMALL.strangers
