"""Rows of the log that were once written decode for ever: a golden row of every version of every type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.storage.event_codec import KINDS, StoredEvent, decode_event, encode_event
from tests.contract.event_samples import SAMPLES

GOLDEN = Path(__file__).parent / "golden" / "event_log.jsonl"
"""Only ever added to: a line is [type, version, body] as the log holds them."""


def golden_rows() -> list[StoredEvent]:
    return [StoredEvent(*json.loads(line)) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", golden_rows(), ids=lambda row: f"{row.type}-{row.version}")
def test_a_golden_row_means_what_it_meant(row: StoredEvent) -> None:
    assert decode_event(row) == SAMPLES[row.type]


def test_every_version_has_a_golden_row() -> None:
    written = {(name, version) for name, (_, newest) in KINDS.items() for version in range(1, newest + 1)}
    assert {(row.type, row.version) for row in golden_rows()} == written


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_today_is_the_newest_golden_row(name: str) -> None:
    row = encode_event(SAMPLES[name])
    assert row in golden_rows(), f"a changed event is a new version; its golden row: {json.dumps(row)}"
