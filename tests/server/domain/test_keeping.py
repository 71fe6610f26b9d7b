"""Nobody is stranded by a new configuration: what it no longer has stays until the last who needs it has gone."""

from __future__ import annotations

from dataclasses import replace

from server.domain.commands import ConfigureHall, Declined, OpenDay, Refusal, ResumeTicket
from server.domain.config import HallConfig
from server.domain.evolve import replay
from server.domain.hall import Hall
from server.domain.tickets import TicketState
from tests.server.asking import issue
from tests.server.domain.scene import Scene
from tests.server.sample_halls import sample_counter, sample_hall, sample_service

APPLES, BOOKS, PEARS = (
    sample_service(name, prefix) for name, prefix in (("apples", "A"), ("books", "B"), ("pears", "C"))
)
WHOLE = sample_hall()
NO_BOOKS = sample_hall((APPLES,), tuple(sample_counter(one, ("apples",)) for one in ("1", "2", "3")))


def does(config: HallConfig | None, counter_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    counter = None if config is None else config.counter(counter_id)
    assert counter is not None
    return counter.primary, counter.backup


def test_a_dropped_service_is_called_by_those_who_did_it_until_its_last_ticket_has_gone() -> None:
    scene = Scene()
    first, second = scene.issue("books"), scene.issue("books")
    scene.do(ConfigureHall(NO_BOOKS))
    hall = scene.hall
    assert hall.withdrawn == {"books"}
    assert hall.configured == NO_BOOKS
    assert [does(hall.config, one) for one in ("1", "2", "3")] == [
        (("apples",), ()),
        (("apples", "books"), ()),
        (("apples", "books"), ()),
    ]
    assert scene.refusal(issue("books")) == Declined(Refusal.SERVICE_CLOSED, "books")
    assert scene.next("1") is None
    assert scene.next("2") == first
    scene.miss("2", first)
    assert scene.next("2") == second
    scene.finish("2", second)
    assert scene.hall.withdrawn == {"books"}, "the missed one may come back"
    scene.restore(first)
    assert scene.next("3") == first
    scene.finish("3", first)
    assert scene.hall.withdrawn == frozenset()
    assert scene.hall.config == NO_BOOKS
    assert scene.hall.written is None
    assert replay(scene.facts, Hall.empty()) == scene.hall, "a start finds what a reload left"
    assert scene.refusal(issue("books")) == Declined(Refusal.UNKNOWN_SERVICE, "books")


def test_a_dropped_service_whose_counters_have_gone_too_is_called_by_all() -> None:
    scene = Scene()
    book = scene.issue("books")
    scene.do(
        ConfigureHall(sample_hall((APPLES,), (sample_counter("1", ("apples",)), sample_counter("7", ("apples",)))))
    )
    assert does(scene.hall.config, "1") == does(scene.hall.config, "7") == (("apples",), ("books",))
    assert scene.next("7") == book


def test_the_same_file_again_changes_nothing_and_the_service_may_come_back() -> None:
    scene = Scene()
    scene.issue("books")
    scene.do(ConfigureHall(NO_BOOKS))
    assert scene.do(ConfigureHall(NO_BOOKS)) == ()
    scene.do(ConfigureHall(WHOLE))
    assert (scene.hall.config, scene.hall.withdrawn) == (WHOLE, frozenset())
    assert scene.issue("books") == "1-B002"


def test_it_stays_kept_through_further_configurations() -> None:
    scene = Scene()
    book = scene.issue("books")
    scene.do(ConfigureHall(NO_BOOKS))
    scene.do(ConfigureHall(replace(NO_BOOKS, services=(APPLES, PEARS), recall_limit=5)))
    assert scene.hall.withdrawn == {"books"}
    assert scene.hall.config is not None
    assert scene.hall.config.recall_limit == 5
    assert scene.next("3") == book


def test_a_dropped_counter_ends_what_it_has_begun_and_calls_nobody_else() -> None:
    scene = Scene()
    first, second = scene.issue("apples"), scene.issue("apples")
    scene.next("1")
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("2", ("apples", "books")),))))
    assert does(scene.hall.config, "1") == ((), ())
    scene.recall("1", first)
    scene.arrive("1", first)
    scene.hold("1", first)
    assert scene.hall.config is not None
    assert scene.hall.config.counter("1") is None
    assert scene.refusal(ResumeTicket("1", first)) == Declined(Refusal.UNKNOWN_COUNTER, "1")
    assert scene.next("2") == second
    scene.finish("2", second)
    scene.resume("2", first)


def test_a_dropped_counter_whose_clerk_presses_next_only_lets_its_visitor_go() -> None:
    scene = Scene()
    first = scene.issue("apples")
    scene.issue("apples")
    scene.next("1")
    scene.do(ConfigureHall(sample_hall(counters=(sample_counter("2", ("apples", "books")),))))
    scene.finish("1", first)
    assert scene.hall.config is not None
    assert scene.hall.config.counter("1") is None
    assert len(scene.hall.line("apples")) == 1


def test_a_new_day_forgets_what_was_kept() -> None:
    scene = Scene()
    scene.issue("books")
    scene.do(ConfigureHall(NO_BOOKS))
    scene.do(OpenDay("2026-11-25"))
    assert (scene.hall.config, scene.hall.written, scene.hall.withdrawn) == (NO_BOOKS, None, frozenset())
    assert scene.hall.counter("2").calls == 0


def test_a_changed_prefix_leaves_the_numbers_that_were_given() -> None:
    scene = Scene()
    first = scene.issue("apples")
    scene.do(ConfigureHall(sample_hall((sample_service("apples", "D"), BOOKS))))
    assert scene.issue("apples") == "1-D001"
    assert scene.next("1") == first
    assert scene.ticket(first).number == "A001"


def test_who_speaks_a_language_that_the_hall_has_dropped_is_called_like_any_other() -> None:
    scene = Scene()
    (issued,) = scene.do(issue("books", language="en"))
    scene.do(ConfigureHall(replace(NO_BOOKS, languages=("zh-TW",))))
    first = scene.next("2")
    assert issued == next(one.event for one in scene.facts if getattr(one.event, "ticket_id", "") == first)
    assert first is not None
    assert scene.ticket(first).state is TicketState.CALLED
