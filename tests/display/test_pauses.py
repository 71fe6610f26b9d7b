"""A paused counter is said on the wall and on the sign, in each language, with when it is back while that is ahead."""

from __future__ import annotations

from dataclasses import replace

from display.content_layout import content_layout
from display.content_page import content_page
from display.legibility import Monitor
from display.order_layout import order_layout
from display.order_page import order_page
from display.sign_lines import sign_message
from display.sign_turns import CALL_MS
from display.words import TURN_MS, Line
from hardware.led.message import Kind
from program.texts import read_catalog
from server.domain.commands import CloseCounter, Command, ConfigureHall, OpenCounter, OpenDay, PauseCounter
from server.domain.counter_states import PauseReason
from tests.display.walls import Wall
from tests.real_hall import MORNING, RealHall, sample_config

CATALOG = read_catalog("display")
LAYOUT = order_layout(Monitor(1920, 1080, 55.0, 15.0))
CONTENT = content_layout(Monitor(1920, 1080, 55.0, 15.0))
LUNCH = PauseReason.LUNCH
MINUTE = 60_000


def notices(wall: Wall) -> list[str]:
    """Those in the ticker that are not the hall's own."""
    rows = [row.notice for row in order_page(wall.board, wall.now, LAYOUT, CATALOG).ticker]
    assert len(rows) >= 6
    return rows[:-6]


def after(wall: Wall, *commands: Command) -> list[str]:
    for command in commands:
        wall.hall.ask(command)
        wall.hear()
    return notices(wall)


def test_a_pause_is_the_first_notice_in_every_language_until_the_counter_opens() -> None:
    wall = Wall().start()
    assert notices(wall) == []
    assert after(wall, PauseCounter("3", LUNCH, MORNING + 31 * MINUTE)) == [
        "3 號櫃檯暫停服務，預計 09:45 恢復",
        "Counter 3 is paused, back at 09:45",
    ]
    assert after(wall, PauseCounter("3", LUNCH)) == ["3 號櫃檯暫停服務", "Counter 3 is paused"]
    assert after(wall, OpenCounter("3")) == []


def test_who_starts_later_is_told_the_same_and_closed_counters_are_nobodys_news() -> None:
    hall = RealHall()
    hall.ask(PauseCounter("4", LUNCH))
    hall.ask(PauseCounter("3", LUNCH))
    hall.ask(CloseCounter("5"))
    wall = Wall(hall).start()
    assert notices(wall)[::2] == ["3 號櫃檯暫停服務", "4 號櫃檯暫停服務"]
    assert after(wall, CloseCounter("3"))[::2] == ["4 號櫃檯暫停服務"]


def test_a_time_that_has_passed_is_promised_no_more() -> None:
    wall = Wall().start()
    after(wall, PauseCounter("3", LUNCH, MORNING + MINUTE))
    wall.hall.pass_ms(MINUTE - 1)
    assert notices(wall)[0] == "3 號櫃檯暫停服務，預計 09:15 恢復"
    wall.hall.pass_ms(1)
    assert notices(wall)[0] == "3 號櫃檯暫停服務"


def test_a_new_day_begins_without_the_pauses_of_the_last_and_a_counter_that_is_gone_is_not_named() -> None:
    wall = Wall().start()
    config = sample_config()
    assert after(wall, PauseCounter("3", LUNCH), PauseCounter("1", LUNCH)) != []
    wall.hall.ask(ConfigureHall(replace(config, counters=config.counters[:2])))
    wall.start()
    assert notices(wall)[::2] == ["1 號櫃檯暫停服務"]
    wall.hall.pass_ms(86_400_000)
    wall.hall.ask(OpenDay("2026-11-24"))
    wall.start()
    assert notices(wall) == []


def test_a_counter_with_a_name_of_its_own_is_called_by_it() -> None:
    config = sample_config()
    desk = replace(config.counters[0], label="服務台")
    wall = Wall(RealHall(replace(config, counters=(desk, *config.counters[1:])))).start()
    assert after(wall, PauseCounter(desk.counter_id, LUNCH)) == ["服務台暫停服務", "服務台 is paused"]


def test_the_sign_says_it_between_calls_and_never_over_one() -> None:
    wall = Wall().start()
    after(wall, PauseCounter("3", LUNCH))
    wall.called("training", "5")
    assert sign_message(wall.board, wall.now, CATALOG).kind is Kind.CALL
    wall.wait(CALL_MS)
    message = sign_message(wall.board, wall.now, CATALOG)
    assert (message.kind, message.text) == (Kind.NOTICE, "3 號櫃檯暫停服務")


def test_the_content_monitor_says_a_pause_too_in_turn_with_its_foot_and_one_counter_after_the_other() -> None:
    wall = Wall().start()

    def said() -> list[Line]:
        """At the foot, of four turns and the whole of it."""
        lines = []
        for _ in range(4):
            lines.append(content_page(wall.board, wall.now, CONTENT, CATALOG).pause)
            wall.wait(TURN_MS)
        return [line for line in lines if line.own]

    assert said() == []
    after(wall, PauseCounter("3", LUNCH, MORNING + 31 * MINUTE))
    assert said() == [("3 號櫃檯暫停服務，預計 09:45 恢復", "Counter 3 is paused, back at 09:45")] * 2
    after(wall, PauseCounter("4", LUNCH))
    assert sorted(said()) == [
        ("3 號櫃檯暫停服務，預計 09:45 恢復", "Counter 3 is paused, back at 09:45"),
        ("4 號櫃檯暫停服務", "Counter 4 is paused"),
    ]
    after(wall, OpenCounter("3"), OpenCounter("4"))
    assert said() == []
