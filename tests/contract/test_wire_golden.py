"""Files of every message as protocol 1 wrote them: they must decode for ever, to the same meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tests.contract.wire_samples import SAMPLES
from wire.codec import decode_client, decode_server, encode
from wire.export import stale
from wire.messages import ClientMessage, ServerMessage

GOLDEN = Path(__file__).parent / "golden" / "wire-1"
CLIENT = get_args(ClientMessage)


def tag(kind: type) -> str:
    return str(kind.__struct_config__.tag)  # type: ignore[attr-defined]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: tag(type(sample)))
def test_golden_file_still_means_the_same(sample: msgspec.Struct) -> None:
    path = GOLDEN / f"{tag(type(sample))}.json"
    if os.environ.get("JIAOHAO_WRITE_GOLDEN") == "1":  # only ever for a message that has no file yet
        assert not path.exists(), f"{path} is history and stays as it is"
        path.write_bytes(encode(sample) + b"\n")
    raw = path.read_bytes()
    assert (decode_client(raw) if isinstance(sample, CLIENT) else decode_server(raw)) == sample


def test_every_message_has_a_golden_file() -> None:
    tags = {tag(kind) for kind in (*get_args(ClientMessage), *get_args(ServerMessage))}
    assert {path.stem for path in GOLDEN.glob("*.json")} == tags


def test_generated_files_say_what_the_messages_say() -> None:
    assert stale() == []
