"""Many numbers that somebody took at once are made void together, and nobody else's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.commands import Context, FinishTicket, VoidBurst
from server.domain.decide import decide
from server.domain.events import Event, Fact, TicketVoided
from server.domain.evolve import evolve
from server.domain.tickets import VoidReason
from tests.server.asking import issue
from tests.server.domain.scene import Scene, token_hash

KIOSK, OTHER = "device:kiosk-1", "device:kiosk-2"


def taken(scene: Scene, by: str, service_id: str = "apples") -> str:
    """A number that this one took, now; a second passes."""
    decision = decide(scene.hall, issue(service_id), Context(scene.now, token_hash))
    assert isinstance(decision, tuple)
    (event,) = decision
    scene.hall = evolve(scene.hall, Fact(scene.now, by, f"key-{scene.hall.seq}", event))
    scene.now += 1_000
    return str(getattr(event, "ticket_id", ""))


def voided(events: tuple[Event, ...]) -> list[str]:
    assert all(isinstance(event, TicketVoided) and event.voided is VoidReason.BURST for event in events)
    return [event.ticket_id for event in events if isinstance(event, TicketVoided)]


def test_all_that_a_kiosk_gave_in_that_while_and_nothing_else() -> None:
    scene = Scene()
    early = taken(scene, KIOSK)
    since = scene.now
    burst = [taken(scene, KIOSK), taken(scene, KIOSK, "books"), taken(scene, KIOSK)]
    until = scene.now - 1_000
    neighbour, late = taken(scene, OTHER), taken(scene, KIOSK)
    assert voided(scene.do(VoidBurst(KIOSK, since, until))) == burst
    assert {one.ticket_id for one in scene.hall.tickets()} == {early, neighbour, late}
    assert scene.do(VoidBurst(KIOSK, since, until)) == (), "once is enough"


def test_whoever_is_called_loses_the_call_and_whoever_is_served_stays() -> None:
    scene = Scene()
    since = scene.now
    first, second, third = (taken(scene, KIOSK) for _ in range(3))
    scene.next("1")
    scene.arrive("1", first)
    scene.next("3")
    assert voided(scene.do(VoidBurst(KIOSK, since, scene.now))) == [second, third]
    assert scene.hall.counter("3").free
    assert scene.hall.counter("1").ticket_id == first
    scene.do(FinishTicket("1", first))


@given(st.lists(st.tuples(st.sampled_from([KIOSK, OTHER]), st.integers(0, 3)), max_size=12), st.data())
def test_whatever_stands_between_is_left_alone(taking: list[tuple[str, int]], data: st.DataObject) -> None:
    scene = Scene()
    began = scene.now
    given_by: dict[str, tuple[str, int]] = {}
    for by, pause in taking:
        scene.now += pause * 1_000
        at = scene.now
        given_by[taken(scene, by)] = by, at
    since = data.draw(st.integers(began, scene.now))
    until = data.draw(st.integers(began, scene.now))
    expected = [key for key, (by, at) in given_by.items() if by == KIOSK and since <= at <= until]
    assert voided(scene.do(VoidBurst(KIOSK, since, until))) == expected
    assert {one.ticket_id for one in scene.hall.tickets()} == given_by.keys() - set(expected)
