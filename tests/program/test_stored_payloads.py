"""Whatever stands in a record, it is one line of the log for everybody, and says the same."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.payloads import PAYLOADS

SAYS = """
import logging
import structlog
from program.log_records import log_to_stderr
from tests.payloads import PAYLOADS
log_to_stderr()
ours, theirs = structlog.get_logger(), logging.getLogger("a.library")
for number, text in enumerate(PAYLOADS):
    ours.error("said", text=text, number=number, **{"k" + text: 1})
    theirs.error("said %d %s", number, text)
try:
    raise ValueError(PAYLOADS[35])
except ValueError:
    theirs.exception("failed")
"""


def test_each_record_is_one_line_for_everybody() -> None:
    ran = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, timeout=60, check=True)
    lines = ran.stderr.decode().splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 2 * len(PAYLOADS) + 1
    assert not set("".join(lines)) & set("\x1b\x7f\x85\x9b\u2028\u2029\u202e\u2066")
    for number, text in enumerate(PAYLOADS):
        mine, another = records[2 * number : 2 * number + 2]
        assert (mine["text"], mine["k" + text]) == (text, 1)
        assert another["event"] == f"said {number} {text}"
    assert "ValueError" in records[-1]["exception"]
