"""The anchor over HTTP, and on paper at a kiosk that answers over its socket."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.audit.anchor import read_anchor
from server.audit.set_heads import SetHeads
from server.edge.anchor_prints import AWAY, NO_ANSWER, AnchorPrints
from server.identity.rights import words
from server.storage.chain import Head
from server.storage.faults import LogCorrupt, StorageFault
from tests.server.audit.anchors import anchor
from tests.server.edge.deadlines import until
from tests.server.edge.running import Peer, RunningServer, running_server
from wire.codec import decode_server
from wire.messages import AnchorPrinted, PrintAnchor


@pytest.fixture
def heads() -> SetHeads:
    return SetHeads(Head(41, "a" * 64), Head(7, "b" * 64))


@pytest.fixture
def hall(tmp_path: Path, heads: SetHeads) -> Iterator[RunningServer]:
    with running_server(tmp_path, heads=heads) as server:
        yield server


def asked(hall: RunningServer, who: Any = "supervisor") -> Any:
    return hall.request("GET", "/api/anchor", who=who).json()


def printed(hall: RunningServer, device_id: str) -> tuple[int, Any]:
    body = f'{{"device_id": "{device_id}"}}'.encode()
    answer = hall.request("POST", "/api/anchor/print", body, {"content-type": "application/json"}, who="supervisor")
    return answer.status, answer.json()


def test_it_is_told_as_text_and_as_a_code(hall: RunningServer) -> None:
    told = asked(hall)
    made = read_anchor(told["text"])
    assert made.signed_well
    assert (made.hall_id, made.events, made.staff) == ("sample", Head(41, "a" * 64), Head(7, "b" * 64))
    assert (told["seq"], told["staff_seq"], told["kept"], told["kiosks"]) == (41, 7, [], [])
    kind, _, content = told["qr"].partition(",")
    assert kind == "data:image/png;base64"
    picture = Image.open(BytesIO(base64.b64decode(content)))
    assert picture.width == picture.height >= 300


def test_those_that_were_kept_the_newest_first(hall: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "anchors").mkdir()
    for day in (23, 24):
        (tmp_path / "anchors" / f"sample-2026-11-{day}.anchor").write_text(anchor(day).text)
    assert [one["date"] for one in asked(hall)["kept"]] == ["2026-11-24", "2026-11-23"]


def test_one_that_cannot_be_made_now_is_said_beside_those_that_were_kept(
    hall: RunningServer, heads: SetHeads, tmp_path: Path
) -> None:
    (tmp_path / "anchors").mkdir()
    (tmp_path / "anchors" / "sample-2026-11-23.anchor").write_text(anchor(23).text)
    assert asked(hall)["fault"] == ""
    for fault, kind in ((StorageFault("/var/lib/hall.db is locked"), "store"), (LogCorrupt("/var/lib"), "damaged")):
        heads.fault = fault
        answer = hall.request("GET", "/api/anchor", who="administrator")
        told = answer.json()
        assert (answer.status, told["fault"], told["text"], told["qr"]) == (200, kind, "", "")
        assert [one["date"] for one in told["kept"]] == ["2026-11-23"]
        assert b"/var/lib" not in answer.body


def test_asking_for_one_changes_nothing(hall: RunningServer, tmp_path: Path) -> None:
    asked(hall)
    before, seq = sorted(tmp_path.rglob("*")), hall.seq()
    asked(hall)
    hall.request("GET", "/anchor", who="supervisor")
    assert (sorted(tmp_path.rglob("*")), hall.seq()) == (before, seq)


def answers(kiosk: Peer, outcome: str) -> threading.Thread:
    """Whoever stands behind the kiosk's socket: takes the next print, and says what came of it."""

    def serve() -> None:
        _, wanted = kiosk.until(PrintAnchor)
        assert read_anchor(wanted.anchor).signed_well
        kiosk.send(AnchorPrinted(job="another", outcome="not_printed"))
        kiosk.send(AnchorPrinted(job=wanted.job, outcome=outcome))

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


@pytest.mark.parametrize("outcome", ["printed", "sent", "uncertain", "busy", "not_printed"])
def test_a_kiosk_prints_it_and_says_so(hall: RunningServer, outcome: str) -> None:
    with hall.screen("kiosk", "kiosk-1") as kiosk:
        (here,) = asked(hall)["kiosks"]
        assert here["name"] == "kiosk-1"
        assert hall.callers.people.told == []
        thread = answers(kiosk, outcome)
        status, told = printed(hall, here["device_id"])
        thread.join(10)
    assert (status, told["outcome"]) == (200, outcome)
    assert read_anchor(told["text"]).events.seq == 41
    noted = [("anchor_printed", "person:supervisor", here["device_id"])]
    assert hall.callers.people.told == (noted if outcome in {"printed", "sent", "uncertain"} else [])


def test_a_kiosk_that_is_not_here_and_what_is_none(hall: RunningServer) -> None:
    with hall.screen("kiosk", "kiosk-1"), hall.screen("display", "display-1"):
        (here,) = asked(hall)["kiosks"]
    until(lambda: asked(hall)["kiosks"] == [])
    assert printed(hall, here["device_id"]) == (
        200,
        {"text": printed(hall, here["device_id"])[1]["text"], "outcome": AWAY},
    )
    assert printed(hall, "nobody")[0] == 404
    assert hall.callers.people.told == []


def test_nothing_is_printed_where_none_can_be_made(hall: RunningServer, heads: SetHeads) -> None:
    with hall.screen("kiosk", "kiosk-1"):
        (here,) = asked(hall)["kiosks"]
        heads.fault = StorageFault("locked")
        status, told = printed(hall, here["device_id"])
    assert (status, told["code"]) == (503, "busy")


def test_only_a_kiosk_prints() -> None:
    assert "anchor_printed" in words("kiosk")
    assert "anchor_printed" not in words("display")


@pytest.mark.anyio
async def test_a_kiosk_that_says_nothing_is_not_waited_for() -> None:
    sent: list[PrintAnchor] = []

    def send(_: str, frames: bytes) -> bool:
        message = decode_server(frames[frames.index(b"{") :])
        assert isinstance(message, PrintAnchor)
        sent.append(message)
        return True

    prints = AnchorPrints(send, wait_s=0.01)
    assert await prints.ask("d1", anchor(1)) == NO_ANSWER
    prints.heard("d1", AnchorPrinted(job=sent[0].job, outcome="printed"))  # too late for anybody
    assert await AnchorPrints(lambda *_: False).ask("d1", anchor(1)) == AWAY


@pytest.mark.anyio
async def test_another_device_cannot_answer_for_it() -> None:
    prints: AnchorPrints

    def send(_: str, frames: bytes) -> bool:
        message = decode_server(frames[frames.index(b"{") :])
        assert isinstance(message, PrintAnchor)
        prints.heard("d2", AnchorPrinted(job=message.job, outcome="printed"))
        prints.heard("d1", AnchorPrinted(job=message.job, outcome="uncertain"))
        prints.heard("d1", AnchorPrinted(job=message.job, outcome="printed"))
        return True

    prints = AnchorPrints(send)
    assert await prints.ask("d1", anchor(1)) == "uncertain"
