"""What is asked: a command of the wire is the domain's of the same name, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import msgspec

from server.domain import commands
from server.submissions import KeyEnquiry, Submission
from wire.errors import Code, MalformedMessage
from wire.messages import CancelKey, Command, KeyQuestion, StaffCommand

DOMAIN: Mapping[type, type[commands.Command]] = {kind: getattr(commands, kind.__name__) for kind in get_args(Command)}


def submission(command: Command, by: str) -> Submission:
    """What the author is asked; `by` is who acts. Raises MalformedMessage for a word that this hall does not know."""
    fields = msgspec.structs.asdict(command)
    kind = DOMAIN[type(command)]
    try:
        asked = msgspec.convert(fields, kind, from_attributes=True)
    except msgspec.ValidationError as fault:
        raise MalformedMessage(Code.MALFORMED, str(fault)) from fault
    return Submission(command.key, asked, by, command.patience_ms if isinstance(command, StaffCommand) else None)


def key_enquiry(question: KeyQuestion) -> KeyEnquiry:
    return KeyEnquiry(question.key, cancel=isinstance(question, CancelKey))
