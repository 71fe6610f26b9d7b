"""A screen that has seen more of the log than there is: said, once for each, and never acted upon."""

from __future__ import annotations

import msgspec
import pytest
from structlog.testing import capture_logs

from server.edge.witnesses import MOST, Witnesses
from tests.server.edge.running import RunningServer, visit
from wire.codec import encode
from wire.messages import PROTOCOL
from wire.messages.commands import IssueTicket
from wire.messages.session import Accepted, Hello, Snapshot, Welcome


def hello(last_seq: int | None, hall_id: str = "sample") -> Hello:
    return Hello(protocol=PROTOCOL, role="display", name="what it calls itself", hall_id=hall_id, last_seq=last_seq)


def test_who_has_seen_more_than_there_is_is_a_trouble_that_blocks_nothing() -> None:
    ends = iter([812, 812, 815, 815])
    witnesses = Witnesses(lambda: next(ends), loss_accepted=False)
    with capture_logs() as lines:
        witnesses.hear(hello(840), "display-1", "sample")
        witnesses.hear(hello(840), "display-1", "sample")
        witnesses.hear(hello(841), "kiosk-1", "sample")
    (trouble,) = witnesses.troubles()
    assert (trouble.part, trouble.code, trouble.blocks) == ("log", "facts_missing", False)
    assert "display-1 has seen seq 840, kiosk-1 has seen seq 841; the log ended at 812" in trouble.detail
    assert [(line["event"], line["screen"], line["seen_seq"], line["log_seq"]) for line in lines] == [
        ("facts_missing", "display-1", 840, 812),
        ("facts_missing", "kiosk-1", 841, 815),
    ]


@pytest.mark.parametrize(
    "said", [hello(None), hello(0), hello(812), hello(9_000, hall_id=""), hello(9_000, hall_id="another")]
)
def test_who_has_seen_no_more_or_of_another_hall_is_no_witness(said: Hello) -> None:
    witnesses = Witnesses(lambda: 812, loss_accepted=False)
    witnesses.hear(said, "display-1", "sample")
    assert witnesses.troubles() == ()


def test_a_loss_that_a_person_has_accepted_is_no_news() -> None:
    witnesses = Witnesses(lambda: 812, loss_accepted=True)
    witnesses.hear(hello(840), "display-1", "sample")
    assert witnesses.troubles() == ()


def test_a_log_that_has_gone_past_what_was_seen_is_in_no_trouble() -> None:
    end = 812
    witnesses = Witnesses(lambda: end, loss_accepted=False)
    witnesses.hear(hello(840), "display-1", "sample")
    witnesses.hear(hello(860), "kiosk-1", "sample")
    end = 839
    assert "display-1" in witnesses.troubles()[0].detail
    end = 840
    assert "display-1" not in witnesses.troubles()[0].detail
    end = 860
    assert witnesses.troubles() == ()


@pytest.mark.parametrize("said", ["-1", str(2**53 + 1), str(10**30)])
def test_no_log_ends_there(said: str) -> None:
    text = encode(hello(7)).decode()
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text.replace('"last_seq":7', f'"last_seq":{said}'), type=Hello)


def test_made_up_names_fill_no_log() -> None:
    witnesses = Witnesses(lambda: 1, loss_accepted=False)
    with capture_logs() as lines:
        for number in range(100):
            witnesses.hear(hello(10**15), f"liar-{number}", "sample")
    assert len(lines) == MOST
    assert len(witnesses.troubles()) == 1


def test_a_hall_goes_on_whatever_one_program_says(hall: RunningServer) -> None:
    with capture_logs() as lines, hall.socket(who="kiosk", called="liar") as peer:
        peer.send(Hello(protocol=PROTOCOL, role="kiosk", name="liar", hall_id="sample", last_seq=10**12))
        assert isinstance(peer.next(), Welcome)
        assert isinstance(peer.next(), Snapshot)
        peer.next_lines()
        peer.send(IssueTicket(key="key-00001", visit=visit()))
        peer.until(Accepted)
        health = hall.request("GET", "/health")
        assert health.status == 200
        assert [one["code"] for one in health.json()["troubles"]] == ["facts_missing"]
    assert [line["screen"] for line in lines if line["event"] == "facts_missing"] == ["liar"]
