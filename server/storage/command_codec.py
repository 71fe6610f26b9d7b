"""What the table of command keys holds: a hash of the command, and the answer that was given."""

from __future__ import annotations

import hashlib

import msgspec

from server.domain.commands import Command
from server.orders import Answer
from server.storage.faults import LogCorrupt

_encoder = msgspec.json.Encoder()
_answers: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


def command_hash(command: Command) -> str:
    """SHA-256, hex, over the command's name and fields; equal commands have equal hashes, also after a restart."""
    return hashlib.sha256(_encoder.encode((type(command).__name__, command))).hexdigest()


def encode_answer(answer: Answer) -> str:
    return _encoder.encode(answer).decode()


def decode_answer(text: str) -> Answer:
    """Raises LogCorrupt."""
    try:
        return _answers.decode(text)
    except msgspec.MsgspecError as fault:
        raise LogCorrupt(f"answer of a command key: {fault}") from fault
