"""Whether the rule for who is next keeps what it was made for: `python -m benchmarks.routing [--quick] [--docs]`.

The reference hall and its days are fixed, the targets too; what is missed is told. Ratios are of the same days under
two rules, each with the interval in which 95 of 100 ratios of days drawn anew lie.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from benchmarks.routing import beside
from benchmarks.routing.estimate_targets import CASES, TEST_DAYS, Case, errors_table, estimate_rows, told_case
from benchmarks.routing.reference_hall import REFERENCE, SEED
from benchmarks.routing.targets import Played, fairness_rows, table
from server.domain.fairness.policy import Preset

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "routing.md"
PICTURES = ROOT / "docs" / "routing"
DAYS = 300
RANDOM_HALLS = 300
QUICK_DAYS = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some days only: shows that it works, not what holds")
    parser.add_argument("--docs", action="store_true", help="puts tables and pictures into docs/routing.md")
    parser.add_argument("--estimates", action="store_true", help="what visitors are told, too: takes hours")
    parser.add_argument("--test-days", type=int, default=TEST_DAYS)
    parser.add_argument("--errors-from", type=int, help="day from which on errors are learnt")
    parser.add_argument("--runs", type=int, help="replays for each that is told; as many as the product makes")
    parser.add_argument("--beside", action="store_true", help="every rule, other days, other halls, too")
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--random-halls", type=int, default=RANDOM_HALLS)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    days, halls = (QUICK_DAYS, QUICK_DAYS) if chosen.quick else (chosen.days, chosen.random_halls)
    played = Played(days, chosen.seed)
    fair = fairness_rows(played, halls)
    rows = list(fair)
    tables = {"fairness": table(fair)}
    print(f"{tables['fairness']}\n", flush=True)
    if chosen.beside:
        tables |= {f"rules {load}": beside.rules_table(played, load) for load in REFERENCE.loads}
        tables["elsewhere"] = beside.elsewhere_table(days)
        print("\n\n".join(list(tables.values())[1:]))
    cases: list[Case] = []
    if chosen.estimates:
        cases = [_told(chosen, load, name) for load, name in CASES]
        told = [row for case in cases for row in estimate_rows(case)]
        rows += told
        tables |= {"estimates": table(told), "errors": errors_table(cases)}
        print(f"\n{tables['estimates']}\n\n{tables['errors']}", flush=True)
    if chosen.docs:
        from benchmarks.routing import estimate_plots, plots

        plots.waits(played, PICTURES)
        plots.passes(played, PICTURES)
        plots.ratios(fair, PICTURES, "ratios.png", "Measured, its 95 % interval, and the bound (|)")
        if cases:
            estimate_plots.errors(cases, PICTURES)
        PAGE.write_text(filled(PAGE.read_text("utf-8"), tables), "utf-8")
    missed = [row.target for row in rows if not row.met]
    print("\n".join([f"\n{len(rows) - len(missed)} of {len(rows)} met", *(f"missed: {each}" for each in missed)]))
    return 1 if missed and not chosen.quick else 0


def _told(chosen: argparse.Namespace, load: int, name: Preset) -> Case:
    if chosen.quick:
        return told_case(load, name, learn_days=2, errors_from=0, test_days=1, runs=5, seed=chosen.seed)
    return told_case(
        load,
        name,
        errors_from=chosen.errors_from,
        test_days=chosen.test_days,
        runs=chosen.runs,
        seed=chosen.seed,
    )


def filled(page: str, tables: dict[str, str]) -> str:
    """The page with each table between its two marks."""
    for name, text in tables.items():
        begins, ends = f"<!-- table: {name} -->\n", "<!-- end -->"
        marked = re.compile(f"{re.escape(begins)}.*?{re.escape(ends)}", re.DOTALL)
        if not marked.search(page):
            raise LookupError(f"no table {name} in the page")
        page = marked.sub(lambda _found, whole=f"{begins}\n{text}\n\n{ends}": whole, page)  # type: ignore[misc]
    return page


if __name__ == "__main__":
    sys.exit(main())
