"""The server's own parts that are in trouble, as staff's pages see them: like devices."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from server.troubles import Trouble
from wire.messages.session import DeviceView


class ServerParts:
    """Each is a device for as long as it is in trouble, shown with its worst."""

    def __init__(self) -> None:
        self._views: dict[str, DeviceView] = {}

    def all(self) -> tuple[DeviceView, ...]:
        return tuple(self._views.values())

    def changed(self, troubles: Sequence[Trouble], *, at: int) -> tuple[DeviceView, ...]:
        """What is news in these troubles. A part that is well again is told once more, and gone."""
        worst = {one.part: one for one in sorted(troubles, key=lambda one: one.blocks)}
        news = [
            msgspec.structs.replace(view, state="ok", code="", detail="", since=at)
            for part, view in self._views.items()
            if part not in worst
        ]
        for part, one in worst.items():
            state = "trouble" if one.blocks else "warning"
            before = self._views.get(part)
            if before is None or (before.state, before.code, before.detail) != (state, one.code, one.name):
                before = DeviceView(
                    device_id=part,
                    kind="server",
                    state=state,
                    code=one.code,
                    detail=one.name,
                    since=at,
                    reported_by="server",
                )
                news.append(before)
            self._views[part] = before
        self._views = {part: self._views[part] for part in worst}
        return tuple(news)
