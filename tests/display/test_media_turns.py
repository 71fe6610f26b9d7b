"""Sources that are slow or hang for ever: what else there is in the playlist is shown and renewed all the same."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from display.media import Media, MediaHealth
from display.media_check import MediaFault
from display.media_source import HeldSources
from display.media_turns import FEW
from display.playlist_settings import ItemSettings
from tests.display.test_media import faults, item, media, picture

LOOK_S, SLOW_S = 0.2, 0.05


@contextmanager
def running(
    folder: Path, sources: HeldSources, *settings: ItemSettings
) -> Iterator[Callable[[Callable[[MediaHealth], bool]], MediaHealth]]:
    """Looks until it ends; waits for a health, the last one told or one to come."""
    told: queue.Queue[MediaHealth] = queue.Queue()
    shown = Media(settings, folder / "copies", told.put, fetch=sources, look_s=LOOK_S, slow_s=SLOW_S)

    last = MediaHealth()

    def wait(wanted: Callable[[MediaHealth], bool]) -> MediaHealth:
        nonlocal last
        while not wanted(last):
            last = told.get(timeout=30)
        return last

    shown.start()
    try:
        yield wait
    finally:
        shown.stop()
        sources.let_go()


def at_work() -> int:
    return [one.name for one in threading.enumerate()].count("media source")


def test_a_source_that_hangs_delays_no_news_of_the_others_and_costs_one_thread(tmp_path: Path) -> None:
    share, poster = picture(tmp_path / "share.png"), picture(tmp_path / "poster.png")
    sources = HeldSources(str(share))
    with running(tmp_path, sources, item(share), item(poster)) as wait:
        first = wait(lambda health: len(health.items) == 1).items[0]
        assert first.key == "item:1"
        for colour in ("blue", "green", "yellow"):
            picture(poster, colour)
            first = wait(lambda health, old=first: health.items[0].version != old.version).items[0]  # type: ignore[misc]
        sources.wait_asked(str(poster), 6)
        assert sources.asked.count(str(share)) == 1
        assert at_work() <= 2
        health = wait(lambda health: health.skipped != ())
        assert (faults(health), health.looked) == ([MediaFault.MISSING], True)
        sources.let_go()
        health = wait(lambda health: len(health.items) == 2)
        assert health.skipped == ()


def test_of_a_source_that_hangs_the_copy_is_shown_and_named(tmp_path: Path) -> None:
    share = picture(tmp_path / "share.png")
    (kept,) = media(tmp_path, item(share)).look().items
    with running(tmp_path, HeldSources(str(share)), item(share)) as wait:
        assert wait(lambda health: health.items != ()).items == (kept,)
        health = wait(lambda health: health.skipped != ())
        assert (health.items, faults(health)) == ((kept,), [MediaFault.UNREACHED])


def test_however_many_hang_the_next_has_its_turn(tmp_path: Path) -> None:
    dead = [item(picture(tmp_path / f"dead-{place}.png")) for place in range(2 * FEW + 1)]
    good = picture(tmp_path / "good.png")
    sources = HeldSources(*(one.source for one in dead))
    with running(tmp_path, sources, *dead, item(good)) as wait:
        (entry,) = wait(lambda health: health.items != ()).items
        assert entry.key == f"item:{len(dead)}"
        sources.wait_asked(str(good), 3)
        assert at_work() <= len(dead) + 1
        assert len(sources.asked) - sources.asked.count(str(good)) == len(dead)


def test_what_stands_twice_in_the_list_is_asked_for_once(tmp_path: Path) -> None:
    poster, sources = picture(tmp_path / "poster.png"), HeldSources()
    twice = (item(poster, hours="08:00-12:00"), item(poster, hours="13:00-17:00"))
    health = Media(twice, tmp_path / "copies", lambda _: None, fetch=sources).look()
    assert [one.key for one in health.items] == ["item:0", "item:1"]
    assert sources.asked == [str(poster)]
