"""How many wrong guesses are taken: the rules alone."""

from __future__ import annotations

import pytest

from server.identity.throttle import (
    FROM_EVERYWHERE,
    FROM_SOURCE,
    OF_SOURCE,
    Failures,
    account_locked_ms,
    links_of,
    locked_for_ms,
    login_subject,
    seconds,
    source_of,
)
from tests.server.identity.people import HOUR_MS, MINUTE_MS


def test_five_failures_close_for_a_quarter_of_an_hour_after_the_last() -> None:
    four = [0, 1_000, 2_000, 3_000]
    assert locked_for_ms(FROM_SOURCE, four, 3_000) == 0
    five = [*four, 4_000]
    assert locked_for_ms(FROM_SOURCE, five, 4_000) == 15 * MINUTE_MS
    assert locked_for_ms(FROM_SOURCE, five, 4_000 + 15 * MINUTE_MS - 1) == 1
    assert locked_for_ms(FROM_SOURCE, five, 4_000 + 15 * MINUTE_MS) == 0


def test_failures_that_lie_far_apart_close_nothing() -> None:
    apart = [minute * 4 * MINUTE_MS for minute in range(10)]
    assert locked_for_ms(FROM_SOURCE, apart, apart[-1]) == 0


def test_after_the_wait_one_may_err_again() -> None:
    later = 4_000 + 16 * MINUTE_MS
    assert locked_for_ms(FROM_SOURCE, [0, 1_000, 2_000, 3_000, 4_000, later], later) == 0


def test_strangers_everywhere_close_an_account_only_to_strangers() -> None:
    fifty = [number * MINUTE_MS for number in range(50)]
    now = fifty[-1]
    found = Failures(of_account=fifty)
    assert account_locked_ms(found, now, known_here=False) == FROM_EVERYWHERE.lock_ms
    assert account_locked_ms(found, now, known_here=True) == 0
    assert account_locked_ms(Failures(of_account=fifty[:49]), now, known_here=False) == 0
    assert account_locked_ms(found, now + HOUR_MS, known_here=False) == 0


def test_whoever_is_known_here_waits_for_what_was_guessed_here() -> None:
    assert account_locked_ms(Failures(of_account_here=[0] * 5), 0, known_here=True) == FROM_SOURCE.lock_ms


def test_a_source_that_tries_many_accounts_is_closed() -> None:
    assert account_locked_ms(Failures(of_source=[0] * 19), 0, known_here=False) == 0
    assert account_locked_ms(Failures(of_source=[0] * 20), 0, known_here=False) == OF_SOURCE.lock_ms
    assert account_locked_ms(Failures(of_source=[0] * 20), 0, known_here=True) == 0


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.10", "192.0.2.10"),
        ("::ffff:192.0.2.10", "192.0.2.10"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:7:7::5", "2001:db8:7:7::5"),
        ("fe80::1%eth0", "fe80::1"),
        ("fd12:3456::1", "fd12:3456::1"),
        ("::1", "::1"),
        ("a name", "a name"),
        ("", ""),
    ],
)
def test_one_computer_is_one_source(address: str, source: str) -> None:
    assert source_of(address, links_of(["192.0.2.1", "2001:db8:7:7::1"])) == source


def test_seconds_are_rounded_up_and_logins_are_not_kept_as_typed() -> None:
    assert [seconds(ms) for ms in (0, 1, 999, 1_000, 1_001)] == [0, 1, 1, 1, 2]
    assert "amy" not in login_subject("amy")
    assert login_subject("amy") != login_subject("bob")
