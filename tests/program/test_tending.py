from __future__ import annotations

import threading

from structlog.testing import capture_logs

from program.tending import Falls, tended_thread


def test_a_thread_whose_work_falls_takes_it_up_again() -> None:
    stopping, runs = threading.Event(), threading.Event()
    begun: list[int] = []

    def work() -> None:
        begun.append(1)
        if len(begun) < 3:
            raise LookupError(f"fall {len(begun)}")
        runs.set()
        stopping.wait()

    thread = tended_thread("chimes", work, stopping, Falls(first_pause_s=0.0))
    with capture_logs() as lines:
        thread.start()
        assert runs.wait(5)
    stopping.set()
    thread.join(5)
    assert not thread.is_alive()
    assert [(one["event"], one["work"], one["reason"]) for one in lines] == [
        ("work_failed", "chimes", "LookupError: fall 1"),
        ("work_failed", "chimes", "LookupError: fall 2"),
    ]
    assert len(begun) == 3, "ended when it was told to, and not begun again"


def test_nobody_waits_for_a_pause_to_end() -> None:
    stopping, fell = threading.Event(), threading.Event()

    def work() -> None:
        fell.set()
        raise LookupError

    thread = tended_thread("chimes", work, stopping, Falls(first_pause_s=3_600.0, longest_pause_s=3_600.0))
    thread.start()
    assert fell.wait(5)
    stopping.set()
    thread.join(5)
    assert not thread.is_alive()


def test_pauses_grow_to_their_bound_and_are_short_again_after_a_good_while() -> None:
    at = [0.0]
    falls = Falls(first_pause_s=1.0, longest_pause_s=4.0, well_after_s=60.0, monotonic=lambda: at[0])
    assert falls.why == ""
    assert [falls.fell("lines", None) for _ in range(4)] == [1.0, 2.0, 4.0, 4.0]
    assert falls.why == "it ended by itself"
    at[0] += 4.0 + 59.0
    assert falls.why
    at[0] += 1.0
    assert falls.why == ""
    assert falls.fell("lines", LookupError("again")) == 1.0
    assert falls.why == "LookupError: again"
