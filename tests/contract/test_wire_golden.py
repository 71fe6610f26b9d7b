"""Files of every message as protocol 2 wrote them: they must decode for ever, to the same meaning. And of a server
that is newer than we are: what we know of them counts, the rest is harmless."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tests.contract.wire_samples import SAMPLES
from wire.codec import decode_client, decode_server, encode
from wire.export import stale
from wire.messages import ClientMessage, ServerMessage

GOLDEN = Path(__file__).parent / "golden" / "wire-2"
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


TOMORROW = Path(__file__).parent / "golden" / "wire-tomorrow"


@pytest.mark.parametrize("path", sorted(TOMORROW.glob("*.json")), ids=lambda path: path.stem)
def test_a_message_of_tomorrow_is_understood_as_far_as_we_can(path: Path) -> None:
    """Every word of it that may grow has grown: values, fields, several tickets."""
    message = decode_server(path.read_bytes())
    if path.stem.startswith("unheard_of"):
        assert message is None
        return
    assert message is not None
    today = json.loads(encode(message))
    told = json.loads(path.read_bytes())
    assert _known(today, told) == today, "what we know of it has another meaning for us than for its sender"


def _known(today: object, told: object) -> object:
    """Of what was told, the part that today's message has a place for."""
    if isinstance(today, dict) and isinstance(told, dict):
        return {key: _known(value, told[key]) if key in told else value for key, value in today.items()}
    if isinstance(today, list) and isinstance(told, list):
        return [_known(one, other) for one, other in zip(today, told, strict=True)]
    return told


def test_tomorrow_has_grown_where_today_may() -> None:
    """Each open place is tried: otherwise the files above prove nothing."""
    text = "".join(path.read_text("utf-8") for path in TOMORROW.glob("*.json"))
    today = "".join(path.read_text("utf-8") for path in GOLDEN.glob("*.json"))
    grown = (
        "ticket_transferred",
        "fetching",
        "van",
        "veteran",
        "hologram",
        "scorched",
        "juggle",
        "group_call",
        "7K2P",
        "after_lunch",
    )
    assert [word for word in grown if word not in text or word in today] == []
