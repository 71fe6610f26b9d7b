"""Whether the rule for who is next keeps what it was made for: `python -m benchmarks.routing [--quick] [--days N]`.

The reference hall and its days are fixed, the targets too; what is missed is told. Ratios are of the same days under
two rules, each with the interval in which 95 of 100 ratios of days drawn anew lie.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.routing.reference_hall import SEED
from benchmarks.routing.targets import Played, fairness_rows, table

DAYS = 300
RANDOM_HALLS = 300
QUICK_DAYS = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some days only: shows that it works, not what holds")
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--random-halls", type=int, default=RANDOM_HALLS)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    days, halls = (QUICK_DAYS, QUICK_DAYS) if chosen.quick else (chosen.days, chosen.random_halls)
    rows = fairness_rows(Played(days, chosen.seed), halls)
    print(table(rows))
    missed = [row for row in rows if not row.met]
    print(f"\n{len(rows) - len(missed)} of {len(rows)} met")
    return 1 if missed and not chosen.quick else 0


if __name__ == "__main__":
    sys.exit(main())
