"""The same line over and over is said a few times whole, then counted; nothing that says something else is lost."""

from __future__ import annotations

from program.repeats import Kind, Repeated, Repeats

REFUSED = Kind("socket_refused", "warning", "socket.py:80")


def test_the_first_ones_pass_and_the_rest_is_counted() -> None:
    repeats = Repeats(most=3, within_ms=10_000)
    assert [repeats.passes(REFUSED, at) for at in range(0, 415 * 20, 20)] == [True] * 3 + [False] * 412
    assert repeats.over(9_999) == []
    assert repeats.over(10_000) == [Repeated(REFUSED, 412)]
    assert repeats.over(10_000) == []


def test_it_begins_anew_when_its_time_is_over() -> None:
    repeats = Repeats(most=1, within_ms=10)
    assert [repeats.passes(REFUSED, 0), repeats.passes(REFUSED, 9)] == [True, False]
    assert repeats.over(10) == [Repeated(REFUSED, 1)]
    assert [repeats.passes(REFUSED, 10), repeats.passes(REFUSED, 11)] == [True, False]


def test_what_was_said_whole_is_not_spoken_of() -> None:
    repeats = Repeats(most=2, within_ms=10)
    assert all(repeats.passes(REFUSED, at) for at in (0, 1))
    assert repeats.over(10) == []


def test_another_event_level_place_or_word_is_another_line() -> None:
    repeats = Repeats(most=1)
    others = [
        REFUSED,
        Kind("socket_gone", "warning", "socket.py:80"),
        Kind("socket_refused", "error", "socket.py:80"),
        Kind("socket_refused", "warning", "gate.py:7"),
        Kind("socket_refused", "warning", "socket.py:80", "no such socket"),
    ]
    assert [repeats.passes(one, 0) for one in others] == [True] * 5
    assert [repeats.passes(one, 1) for one in others] == [False] * 5


def test_who_makes_up_words_takes_no_memory_and_silences_nobody() -> None:
    repeats = Repeats(most=1, most_kinds=4)
    made_up = [Kind("failed", "error", "x.py:1", str(word)) for word in range(100)]
    assert all(repeats.passes(one, 0) for one in made_up)
    assert all(repeats.passes(one, 1) for one in made_up[4:]), "those of which there was no room to keep count"
    assert repeats.all() == []
    repeats = Repeats(most=1, most_kinds=4)
    assert [repeats.passes(one, 0) for one in (*made_up[:4], made_up[0])] == [True] * 4 + [False]
    assert repeats.all() == [Repeated(made_up[0], 1)], "the end says what was only counted"
