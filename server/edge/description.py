"""The OpenAPI description: Litestar's routes with the wire's own messages as bodies.

Litestar would serve it beside a page that loads scripts from the internet, so an application of its own, never
served, writes the description, once somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Litestar
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from program.version import program_version
from server.edge import api_words
from server.edge.door import Needs
from server.edge.refusals import Refusal
from wire.messages import Accepted, Command, Fate, KeyQuestion, Refused, Snapshot
from wire.schema import schema_components

_REF = "#/components/schemas/{name}"
_COMMAND = {
    400: "Not a command of this protocol.",
    403: "Not for this asker.",
    409: "The hall says no; the code says why. Or the key came before with another command.",
    413: "Larger than a command can be.",
    422: "Names a service, counter, class of visitors, ticket or language that the hall does not have.",
    429: "More numbers, or more wrong codes of appointments, than anybody may send in so short a while; "
    "`retry_after_s` says when the next one may be.",
    503: "Cannot be served now; ask again with the same key.",
}
_ANYWHERE = {
    400: "Malformed, or under a name that is not this server's.",
    403: "Not for whoever asks, or from another site's page, or over an open way.",
    429: "Too much is asked from where this comes from; after `retry_after_s` it is served.",
}
_POSTED = {
    408: "The rest of it did not come in time.",
    413: "Larger than anything that is asked here.",
    415: "Not application/json.",
}
_KEPT = {503: "Cannot be kept or read now; nothing has changed."}
_UNKNOWN_CALLER = {401: "Sign in first."}
_ANSWERS: dict[str, dict[int, str]] = {
    "/": {302: "To the console."},
    "/assets/{path}": {304: "It is what you have.", 404: "No such file."},
    "/authority.pem": {404: "This server has no authority of its own."},
    "/health": {503: "Commands cannot be served; the troubles say why."},
    "/guide/{service_id}": {404: "No such service.", 503: "The hall is not open yet."},
    "/t": {503: "The hall is not open yet."},
}
_PUBLIC_PAGES = {"/t", "/guide/{service_id}"}
_OWN_PAGE = {303: "To the page to sign in on."}


def describe(handlers: Sequence[HTTPRouteHandler]) -> bytes:
    """The whole description of these routes as JSON."""
    config = OpenAPIConfig(title="Jiaohao", version=program_version(), path="/described")
    app = Litestar(route_handlers=handlers, openapi_config=config, logging_config=None)
    whole: dict[str, Any] = app.openapi_schema.to_schema()
    (command, accepted, refused, snapshot, refusal), schemas = schema_components(
        (Command | KeyQuestion, Accepted | Fate, Refused, Snapshot, Refusal), _REF
    )
    _, asked = schema_components([kind for kind in vars(api_words).values() if _is_body(kind)], _REF)
    whole.setdefault("components", {}).setdefault("schemas", {}).update({**schemas, **asked})
    for handler in handlers:
        for path in handler.paths:
            for method in handler.http_methods & {"GET", "POST"}:
                written = path.replace(":path", "").replace(":str", "")
                responses = whole["paths"][written][method.lower()]["responses"]
                responses.pop("400", None)  # Litestar's own words, that are never said
                for status, text in _statuses(handler, written, method).items():
                    content = {} if status < 400 else {"content": _json(refusal)}
                    responses.setdefault(str(status), {"description": text, **content})
    commands = whole["paths"].get("/api/commands")
    if commands is not None:
        post = commands["post"]
        post["requestBody"] = {"required": True, "content": _json(command)}
        post["responses"]["200"] = {
            "description": "It took effect, now or when the key first came.",
            "content": _json(accepted),
        }
        either = {"oneOf": [refused, refusal]}
        for status, text in _COMMAND.items():
            post["responses"][str(status)] = {"description": text, "content": _json(either)}
        whole["paths"]["/api/snapshot"]["get"]["responses"]["200"]["content"] = _json(snapshot)
    return msgspec.json.encode(whole)


def _statuses(handler: HTTPRouteHandler, path: str, method: str) -> dict[int, str]:
    """What this route may answer beside what it says itself."""
    closed = path == "/api/commands" or any(
        isinstance(guard, Needs) and not guard.may("anonymous") for guard in handler.guards or ()
    )
    return {
        **_ANYWHERE,
        **(_POSTED if method == "POST" else {}),
        **(_KEPT if path.startswith("/api/") else {}),
        **(_UNKNOWN_CALLER if closed else {}),
        **(_OWN_PAGE if handler.media_type == MediaType.HTML and path not in _PUBLIC_PAGES else {}),
        **_ANSWERS.get(path, {}),
    }


def _is_body(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == api_words.__name__


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
