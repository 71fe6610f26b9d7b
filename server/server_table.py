"""`[server]`, `[sign_in]`, `[limits]` and `[estimate]` as the config file has them; `server.settings` makes usable
values of them."""

from __future__ import annotations

from typing import Annotated

import msgspec

from server.identity.sign_in_policy import ABSOLUTE_HOURS, IDLE_MINUTES, PolicyName

Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
FilePath = Annotated[str, msgspec.Meta(min_length=1)]


class ServerTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[server]`."""

    host: str = "127.0.0.1"
    port: Port = 8765
    names: Annotated[tuple[str, ...], msgspec.Meta(max_length=50)] = ()
    encryption: bool = True
    certificate: FilePath | None = None
    certificate_key: FilePath | None = None
    certificates: FilePath = "data/certificates"
    behind_proxy: Annotated[tuple[str, ...], msgspec.Meta(max_length=50)] = ()
    public_host: str | None = None
    public_port: Port | None = None
    public_process: bool = False
    public_certificate: FilePath | None = None
    public_certificate_key: FilePath | None = None
    public_plain: bool = False
    database: str = "sqlite:///data/hall.db"
    identity_file: FilePath = "data/identity.db"
    secret_file: FilePath = "data/phone.key"  # noqa: S105 - a path
    anchors: FilePath = "data/anchors"
    keys_kept_days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 7
    """How long a command's key is remembered; those of the open business day always are."""


class SignInTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[sign_in]`."""

    policy: PolicyName = "asvs"
    idle_minutes: Annotated[int, msgspec.Meta(ge=1, le=480)] = IDLE_MINUTES
    absolute_hours: Annotated[int, msgspec.Meta(ge=1, le=24)] = ABSOLUTE_HOURS
    totp_for_administrators: bool = True


class LimitsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[limits]`."""

    numbers_a_minute: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 30
    """What one kiosk, person or program may take for ever."""
    numbers_at_once: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 20


class EstimateTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[estimate]`."""

    shown: bool = True
    """Whether visitors are told how long they will wait, and a process reckons it."""
