"""What is asked: a command of the wire is the domain's of the same name, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import msgspec

from server.domain import commands
from server.identity.principal import Actor
from server.submissions import KeyEnquiry, Submission
from wire.errors import Code, MalformedMessage
from wire.messages import CancelKey, Command, KeyQuestion
from wire.messages.commands import RaiseEmergency, VoidBurst

DOMAIN: Mapping[type, type[commands.Command]] = {kind: getattr(commands, kind.__name__) for kind in get_args(Command)}


def submission(command: Command, by: str, steady: int) -> Submission:
    """What the author is asked; `by` is who acts, `steady` the server's steady clock, ms.

    Raises MalformedMessage for a word that this hall does not know.
    """
    fields = msgspec.structs.asdict(command)
    if isinstance(command, VoidBurst):
        fields["taken_by"] = str(Actor(device_id=command.device_id))
    if isinstance(command, RaiseEmergency):
        said = {tag: words.strip() for tag, words in command.words_in.items()}
        fields["words_in"] = tuple(sorted((tag, words) for tag, words in said.items() if words))
    kind = DOMAIN[type(command)]
    try:
        asked = msgspec.convert(fields, kind, from_attributes=True)
    except msgspec.ValidationError as fault:
        raise MalformedMessage(Code.MALFORMED, str(fault)) from fault
    return Submission(command.key, asked, by, _patience_left(command, steady))


def _patience_left(command: Command, steady: int) -> int | None:
    """What is left of it at its arrival. A sender that names an instant of the future waits since now."""
    if command.patience_ms is None or command.heard is None:
        return command.patience_ms
    return max(0, command.patience_ms - max(0, steady - command.heard - command.since_ms))


def key_enquiry(question: KeyQuestion) -> KeyEnquiry:
    return KeyEnquiry(question.key, cancel=isinstance(question, CancelKey))
