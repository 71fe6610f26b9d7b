"""Who plays in the tour: counter 3's clerk and her colleagues, and who comes."""

from __future__ import annotations

COUNTER = "3"
"""Whose console stands beside the walls."""
CLERKS = {
    "1": "陳怡君",
    "2": "張雅婷",
    COUNTER: "王淑芬",
    "4": "李家豪",
    "5": "黃志明",
    "6": "吳佩珊",
    "7": "劉建宏",
    "8": "蔡美玲",
}
EARLY = ("benefit-again", "benefit-first", "job-seeking", "training", "benefit-again", "employer", "job-seeking")
"""Who was here before the tour begins, at the reception desk."""
LATER = ("benefit-again", "job-seeking", "reply-card", "benefit-again", "benefit-first", "job-seeking", "training")
LAST = ("benefit-first", "benefit-again")
"""Who still waits for counter 3 when it is the onlooker's turn."""
ONLOOKERS = frozenset(LAST)
"""Services of counter 3: their numbers are the onlooker's to call at the console, when it is the onlooker's turn."""
