"""Health of printers, signs and screens, as the programs that hold them report it."""

from __future__ import annotations

import msgspec

from wire.messages.session import DeviceReport, DeviceView

SILENT_MS = 90_000
"""Programs report every 30 s; after three reports that did not come nobody knows how the device is."""
MOST_DEVICES = 256


class Devices:
    """The newest report of each device. A device is known by the program that reports it and its own id."""

    def __init__(self) -> None:
        self._views: dict[tuple[str, str], DeviceView] = {}
        self._heard: dict[tuple[str, str], int] = {}

    def all(self) -> tuple[DeviceView, ...]:
        return tuple(self._views.values())

    def report(self, report: DeviceReport, by: str, *, at: int, elapsed: int) -> DeviceView | None:
        """The device as changed by a report, None when it says what was known.

        `at` is the wall clock and `elapsed` a clock that never jumps, both in ms. Raises TooManyDevices.
        """
        key = (by, report.device_id)
        before = self._views.get(key)
        if before is None and len(self._views) >= MOST_DEVICES:
            raise TooManyDevices
        self._heard[key] = elapsed
        if before is not None and _same(before, report):
            return None
        same_state = before is not None and (before.state, before.code) == (report.state, report.code)
        view = DeviceView(
            device_id=report.device_id,
            kind=report.kind,
            state=report.state,
            code=report.code,
            detail=report.detail,
            since=before.since if before is not None and same_state else at,
            reported_by=by,
        )
        self._views[key] = view
        return view

    def silent(self, *, at: int, elapsed: int) -> tuple[DeviceView, ...]:
        """Those of which nothing was heard for `SILENT_MS`; from now on their state is `unknown`."""
        changed = []
        for key, heard in self._heard.items():
            view = self._views[key]
            if view.state != "unknown" and elapsed - heard >= SILENT_MS:
                self._views[key] = msgspec.structs.replace(view, state="unknown", code="no_report", detail="", since=at)
                changed.append(self._views[key])
        return tuple(changed)


class TooManyDevices(Exception):
    """More devices than a hall has: `MOST_DEVICES`."""


def _same(view: DeviceView, report: DeviceReport) -> bool:
    return (view.kind, view.state, view.code, view.detail) == (report.kind, report.state, report.code, report.detail)
