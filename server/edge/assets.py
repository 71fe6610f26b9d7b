"""Files of the web pages under `/assets/`: whole folders in the program, read only, and one font."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import File

FONT_PATH = "fonts/NotoSansTC.ttf"
_FONT = "fonts/ofl/notosanstc/NotoSansTC[wght].ttf"
_TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_CHECK_EACH_TIME = "no-cache"
"""The names stay when the program is updated, so a browser asks each time and is told that nothing changed."""
_CHUNK = 64 * 1024
"""Bytes of the font that wait for a peer which does not read."""
_A_WEEK = "public, max-age=604800"


def find(root: Path, path: str) -> Path | None:
    """The file that `path` names below `root`, if it is of a kind that pages use. Nothing outside, whatever the path
    says: neither dots nor links lead out.
    """
    try:
        whole = (root / path.lstrip("/")).resolve()
        good = whole.is_relative_to(root.resolve()) and whole.suffix in _TYPES and whole.is_file()
    except (OSError, ValueError):  # a name that no file can have: too long, or with a NUL
        return None
    return whole if good else None


def assets(static: Path) -> HTTPRouteHandler:
    """The route to the files below `static`."""

    @get("/assets/{path:path}", name="asset", responses=None, summary="A file of the web pages")
    async def asset(path: FromPath[str], request: Request[object, object, State]) -> Response[bytes] | File:
        if path.lstrip("/") == FONT_PATH:
            font = Path(str(files("justmytype_intl_cjk"))) / _FONT
            headers = {"cache-control": _A_WEEK}
            return File(
                font, media_type="font/ttf", content_disposition_type="inline", headers=headers, chunk_size=_CHUNK
            )
        found = find(static, path)
        if found is None:
            raise NotFoundException
        content = found.read_bytes()
        tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
        headers = {"etag": tag, "cache-control": _CHECK_EACH_TIME}
        if request.headers.get("if-none-match") == tag:
            return Response(b"", status_code=304, headers=headers)
        return Response(content, media_type=_TYPES[found.suffix], headers=headers)

    return asset
