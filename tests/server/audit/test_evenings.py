"""Which evenings have no anchor in a folder, and which anchors count for theirs."""

from __future__ import annotations

import pytest

from server.audit.evenings import missing_evenings, sound_evenings
from tests.server.audit.anchors import anchor

MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-11-{day}" for day in range(23, 30))


@pytest.mark.parametrize(
    ("dates", "kept", "missing"),
    [
        ([MON, TUE, WED], [MON, TUE], []),
        ([MON, TUE, WED], [MON], [TUE]),
        ([MON, TUE, WED, THU], [MON, WED], [TUE]),
        ([MON, TUE, WED, THU], [TUE], [WED]),
        ([MON, TUE, FRI], [MON, THU], []),
        ([MON, TUE, FRI], [MON, FRI], [TUE]),
        ([WED, MON, TUE, TUE], [MON, TUE], []),
        ([MON, TUE], [], []),
        ([MON, TUE, WED], [SAT, SUN], []),
        ([], [MON], []),
    ],
)
def test_between_the_first_that_is_kept_and_the_last_day(dates: list[str], kept: list[str], missing: list[str]) -> None:
    assert missing_evenings(dates, kept) == missing


def test_one_anchor_counts_for_one_date_and_for_none_before_which_it_was_made() -> None:
    """It is made at noon of Tuesday and of Wednesday, in the hall's time."""
    tue, wed = anchor(5), anchor(9, days=1)
    assert sound_evenings([(TUE, tue), (WED, wed)], "Asia/Taipei") == {TUE, WED}
    assert sound_evenings([(TUE, tue), (WED, tue)], "Asia/Taipei") == {TUE}
    assert sound_evenings([(TUE, wed), (WED, wed)], "Asia/Taipei") == {TUE}
    assert sound_evenings([(MON, tue)], "Asia/Taipei") == {MON}
