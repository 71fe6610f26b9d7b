"""The OpenAPI description: Litestar's routes with the wire's own messages as bodies.

Litestar would serve it beside a page that loads scripts from the internet, so an application of its own, never
served, writes the description, once somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.types import ControllerRouterHandler

from server.edge.version import program_version
from wire.messages import Accepted, Command, Fate, KeyQuestion, Refused, Snapshot
from wire.schema import schema_components

_REF = "#/components/schemas/{name}"
_REFUSALS = {
    400: "Not a command of this protocol, or not this server's name.",
    403: "Not for this asker, or from another page.",
    409: "The hall says no; the code says why. Or the key came before with another command.",
    413: "Larger than a command can be.",
    415: "Not application/json.",
    422: "Names a service, counter, ticket or language that the hall does not have.",
    503: "Cannot be served now; ask again with the same key.",
}


def describe(handlers: Sequence[ControllerRouterHandler]) -> bytes:
    """The whole description of these routes as JSON."""
    config = OpenAPIConfig(title="Jiaohao", version=program_version(), path="/described")
    app = Litestar(route_handlers=handlers, openapi_config=config, logging_config=None)
    whole: dict[str, Any] = app.openapi_schema.to_schema()
    (command, accepted, refused, snapshot), schemas = schema_components(
        (Command | KeyQuestion, Accepted | Fate, Refused, Snapshot), _REF
    )
    whole.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
    snapshot_path = whole["paths"].get("/api/snapshot")
    if snapshot_path is None:
        return msgspec.json.encode(whole)
    post = whole["paths"]["/api/commands"]["post"]
    post["requestBody"] = {"required": True, "content": _json(command)}
    post["responses"] = {
        "200": {"description": "It took effect, now or when the key first came.", "content": _json(accepted)}
    }
    for status, text in _REFUSALS.items():
        post["responses"][str(status)] = {"description": text, "content": _json(refused)}
    snapshot_path["get"]["responses"]["200"]["content"] = _json(snapshot)
    return msgspec.json.encode(whole)


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
