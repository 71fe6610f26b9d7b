"""Guides are told once: whoever keeps them is told their name, and of a reload no more than what it changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from server.domain.commands import ConfigureHall
from server.domain.config import HallConfig
from server.settings import read_settings
from server.storage.event_codec import encode_event
from tests.real_hall import ROOT
from tests.server.domain.scene import Scene
from tests.server.edge.running import Peer, RunningServer, running_server
from wire.codec import encode
from wire.kept_hall import KeptHall
from wire.messages import PROTOCOL, HallEdited, Probe, Pulse, ServerMessage, Snapshot
from wire.messages.hall import GuideView
from wire.messages.session import Hello

SAMPLE = read_settings(ROOT / "config.toml").hall


def in_seven_days() -> HallConfig:
    """A changed law: 14 days are 7 now, in each language."""
    first, *others = SAMPLE.services
    deadline = tuple((tag, text.replace("14", "7")) for tag, text in first.guide.deadline)
    return replace(SAMPLE, services=(replace(first, guide=replace(first.guide, deadline=deadline)), *others))


def with_number(folder: Path, file: str, was: str, now: str) -> HallConfig:
    """The sample hall in which one number is written otherwise."""
    shutil.copytree(ROOT / "guides", folder / "guides")
    shutil.copy(ROOT / "config.toml", folder)
    said = (folder / file).read_text("utf-8")
    assert said.count(was) == 1
    (folder / file).write_text(said.replace(was, now), "utf-8")
    return read_settings(folder / "config.toml").hall


def greet(peer: Peer, guides: str | None) -> Snapshot:
    peer.send(Hello(protocol=PROTOCOL, role="display", name="display-1", guides=guides))
    return peer.until(Snapshot)[1]


def told(peer: Peer) -> list[ServerMessage]:
    """What has been sent until now, but for who is next."""
    peer.send(Probe())
    return peer.until(Pulse)[0]


def reload(hall: RunningServer, config: HallConfig) -> None:
    hall.run(lambda: hall.author.configure(config))


def test_who_has_the_guides_is_not_told_them_again(tmp_path: Path) -> None:
    kept = KeptHall(tmp_path / "guides.json")
    with running_server(tmp_path, config=SAMPLE) as hall:
        with hall.socket(who="display") as peer:
            whole = greet(peer, kept.guides)
            assert kept.filled(whole) == whole
            assert whole.hall.services[0].guide.faq
        with hall.socket(who="display") as peer:
            short = greet(peer, KeptHall(tmp_path / "guides.json").guides)
            assert all(one.guide == GuideView() for one in short.hall.services)
            assert len(encode(short)) < len(encode(whole)) / 5
            filled = KeptHall(tmp_path / "guides.json").filled(short)
            assert isinstance(filled, Snapshot)
            assert filled.hall == whole.hall, "after a restart, from its own disk"
        with hall.socket(who="display") as peer:
            assert greet(peer, None).hall == whole.hall, "who says nothing of it keeps nothing"


@pytest.mark.parametrize(
    ("file", "was", "now"),
    [
        ("guides/benefit-first.toml", "referral_days = 14", "referral_days = 7"),
        ("config.toml", "reply_card_days = 7", "reply_card_days = 10"),
        ("config.toml", "\nrecall_limit = 2", "\nrecall_limit = 3"),
    ],
    ids=["law", "a number of three guides", "recalls"],
)
def test_a_reload_of_one_number_is_less_than_a_kilobyte_in_the_log_and_for_who_keeps_the_hall(
    tmp_path: Path, file: str, was: str, now: str
) -> None:
    kept, config = KeptHall(None), with_number(tmp_path, file, was, now)
    (written,) = Scene(SAMPLE).do(ConfigureHall(config))
    assert len(encode_event(written).body.encode()) < 1_000
    with (
        running_server(tmp_path, config=SAMPLE) as hall,
        hall.socket(who="display") as peer,
        hall.screen("kiosk") as other,
    ):
        kept.filled(greet(peer, kept.guides))
        told(peer)
        told(other)
        peer.lines_so_far()
        reload(hall, config)
        messages = [*told(peer), *peer.lines_so_far()]
        assert sum(len(encode(one)) for one in messages) < 1_000
        (message,) = messages
        edited = kept.filled(message)
        assert isinstance(edited, HallEdited)
        (whole,) = (one for one in told(other) if isinstance(one, Snapshot))
        assert edited.hall == whole.hall, "what who keeps nothing was told"
        assert edited.seq == whole.seq
        assert kept.guides == whole.hall.guides
        reload(hall, SAMPLE)
        (back,) = told(peer)
        assert isinstance(back, HallEdited), "and back again"


def test_what_comes_or_goes_is_a_snapshot_for_everybody(tmp_path: Path) -> None:
    first, *others = SAMPLE.services
    shorter = replace(first.guide, faq=first.guide.faq[:1])
    kept = KeptHall(None)
    with running_server(tmp_path, config=SAMPLE) as hall, hall.socket(who="display") as peer:
        kept.filled(greet(peer, kept.guides))
        told(peer)
        reload(hall, replace(SAMPLE, services=(replace(first, guide=shorter), *others)))
        (whole,) = (one for one in told(peer) if isinstance(one, Snapshot))
        assert len(whole.hall.services[0].guide.faq) == 1
        assert kept.filled(whole) == whole


def test_a_reload_that_closes_services_says_so(tmp_path: Path) -> None:
    """Hours are not of the hall as screens know it: what they change is told beside it."""
    first, *others = SAMPLE.services
    with running_server(tmp_path, config=SAMPLE) as hall, hall.socket(who="display") as peer:
        greet(peer, "")
        told(peer)
        reload(hall, replace(SAMPLE, services=(replace(first, closed_on="2999-01-01"), *others)))
        messages = told(peer)
        states = [state for one in messages for state in getattr(one, "services", ())]
        assert [one.open for one in states if one.service_id == first.service_id] == [False]
