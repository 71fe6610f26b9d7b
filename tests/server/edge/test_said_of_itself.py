"""What a device says of itself is shown to people: in one line, whatever it sends."""

from __future__ import annotations

from tests.payloads import PAYLOADS, has_controls
from tests.server.edge.running import RunningServer
from wire.messages import PROTOCOL, DeviceReport, Probe
from wire.messages.session import Hello, Pulse, Welcome

ODD = "1.0\x1b[2J\x9b\u202e\u2028"


def test_a_version_is_read_in_one_line(hall: RunningServer) -> None:
    with hall.socket(who="kiosk") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="kiosk", name=ODD, version=ODD))
        peer.until(Welcome)
        assert hall.callers.people.heard["kiosk"][1] == "1.0\ufffd[2J" + "\ufffd" * 3


def test_a_report_is_told_to_staff_in_one_line(hall: RunningServer) -> None:
    with hall.screen("kiosk") as kiosk:
        for index, one in enumerate(PAYLOADS[:4] + PAYLOADS[44:55]):
            said = f"{index}{one}"[:40]
            kiosk.send(DeviceReport(device_id=said, kind=said, state=said, code=said, detail=one[:200]))
        kiosk.send(Probe())
        kiosk.until(Pulse)
        told = hall.snapshot()["devices"]
    assert len(told) > 10
    assert not any(has_controls(str(text)) for device in told for text in device.values())
