"""A few refusals of each source become entries, the rest a number; nothing that strangers do grows without end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.identity.refusal_pace import FEW, MANY, MOST_SOURCES, WINDOW_MS, Counted, RefusalPace

NOW = 1_800_000_000_000


def test_the_first_ones_have_an_entry_and_the_rest_is_counted_into_the_next() -> None:
    pace = RefusalPace[str]()
    assert [pace.take(NOW, "locked", "a") for _ in range(FEW + 4)] == [0] * FEW + [None] * 4
    assert pace.take(NOW + WINDOW_MS - 1, "locked", "a") is None
    assert pace.take(NOW + WINDOW_MS, "locked", "a") == 5
    assert pace.take(NOW + WINDOW_MS, "locked", "a") == 0


def test_kinds_and_sources_do_not_take_each_others_place() -> None:
    pace = RefusalPace[str]()
    for _ in range(FEW + 1):
        pace.take(NOW, "socket_refused", "a")
    assert [pace.take(NOW, "locked", "a"), pace.take(NOW, "socket_refused", "b")] == [0, 0]


def test_many_sources_together_have_no_more_than_so_many_entries() -> None:
    pace = RefusalPace[str]()
    taken = [pace.take(NOW, "locked", f"source-{number}") for number in range(MANY + 10)]
    assert taken == [0] * MANY + [None] * 10
    assert pace.take(NOW + WINDOW_MS, "locked", f"source-{MANY}") == 1


def test_what_has_no_next_entry_is_told_when_its_minute_is_over() -> None:
    pace = RefusalPace[str]()
    for _ in range(FEW + 2):
        pace.take(NOW, "locked", "a")
    pace.take(NOW, "locked", "b")
    assert pace.due(NOW + WINDOW_MS - 1) == []
    assert pace.due(NOW + WINDOW_MS) == [Counted("locked", "", "a", 2, 1)]
    assert pace.due(NOW + WINDOW_MS) == []
    pace.take(NOW, "locked", "b")
    assert pace.due(NOW, all_of_them=True) == []


def test_a_clock_that_was_set_back_begins_anew() -> None:
    pace = RefusalPace[str]()
    for _ in range(FEW + 1):
        pace.take(NOW, "locked", "a")
    assert pace.take(NOW - 1, "locked", "a") == 1


def test_sources_without_end_are_counted_as_of_nowhere() -> None:
    pace = RefusalPace[str]()
    for number in range(3 * MOST_SOURCES):
        pace.take(NOW, "locked", f"source-{number}")
    (told,) = pace.due(NOW + WINDOW_MS)
    assert (told.source, told.more) == ("", 3 * MOST_SOURCES - MANY)
    assert MOST_SOURCES - MANY <= told.sources <= MOST_SOURCES + 1


def test_many_sources_are_one_count_a_minute_that_says_how_many_they_are() -> None:
    pace, counts = RefusalPace[str](), list[Counted[str]]()
    for second in range(180):
        now = NOW + second * 1_000
        for number in range(300):
            pace.take(now, "socket_refused", f"source-{number}")
        counts += pace.due(now)
    assert len(counts) == 2
    assert all((one.about, one.source) == ("", "") and one.sources >= 300 - MANY for one in counts)


def test_whom_it_is_about_is_not_lost_among_others() -> None:
    pace = RefusalPace[str]()
    for _ in range(2 * FEW):
        pace.take(NOW, "sign_in_refused", "a")
    assert pace.take(NOW, "sign_in_refused", "a", "bob") == 0
    for number in range(2 * MANY):
        pace.take(NOW, "sign_in_refused", f"source-{number}")
    assert pace.take(NOW, "sign_in_refused", "b", "bob") == 0
    for number in range(2 * MANY):
        pace.take(NOW, "sign_in_refused", "c", f"decoy-{number}")
    assert pace.take(NOW, "sign_in_refused", "d", "eve") is None
    assert Counted("sign_in_refused", "eve", "d", 1, 1) in pace.due(NOW + WINDOW_MS)


@given(st.lists(st.tuples(st.integers(0, 40_000), st.sampled_from("abcdef")), max_size=200))
def test_none_is_lost_and_no_source_has_too_many(asked: list[tuple[int, str]]) -> None:
    pace, now, told, entries = RefusalPace[str](), NOW, 0, dict[str, list[int]]()
    for later, source in asked:
        now += later
        more = pace.take(now, "locked", source)
        if more is not None:
            told += 1 + more
            entries.setdefault(source, []).append(now)
    told += sum(one.more for one in pace.due(now, all_of_them=True))
    assert told == len(asked)
    for instants in entries.values():
        for number, at in enumerate(instants):
            assert sum(at <= one < at + WINDOW_MS for one in instants[number:]) <= 2 * FEW
