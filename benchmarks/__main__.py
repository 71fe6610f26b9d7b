"""Runs the benchmarks, each as a program of its own: `./jiaohao bench [NAME ...] [--quick]`.

Every figure of speed stands beside a floor that was measured in the same run; goals are ratios.
"""

from __future__ import annotations

import subprocess
import sys

NAMES = (
    "append",
    "tickets_http",
    "call_to_display",
    "fan_out",
    "touch_to_paper",
    "event_to_frame",
    "ticker",
    "call_ends",
    "long_day",
    "long_shift",
    "day_memory",
    "cold_start",
    "start",
    "sign_in_load",
    "strangers",
    "guess_times",
    "story",
    "estimate",
    "forecast_band",
    "next_in_line",
    "what_if",
    "routing",
)


def main() -> int:
    words = sys.argv[1:]
    options = [word for word in words if word.startswith("--")]
    names = [word for word in words if not word.startswith("--")] or list(NAMES)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}\n")
        return 64
    status = 0
    for name in names:
        print(f"\n== {name}", flush=True)
        status |= subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
