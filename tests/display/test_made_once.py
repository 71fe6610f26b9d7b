"""What costs as much as the rest of a call's picture is made once for each service, not at each of its calls."""

from __future__ import annotations

from display.content_layout import content_layout
from display.content_page import content_page
from display.guide_pages import guide_stands
from display.legibility import Monitor
from program.texts import read_catalog
from screen.qr_picture import qr_data_url
from tests.display.walls import Wall

CATALOG = read_catalog("display")


def test_the_codes_of_a_large_halls_guides_are_kept() -> None:
    addresses = [f"https://hall.example/guide/service-{number}" for number in range(40)]
    first = [qr_data_url(address, 200) for address in addresses]
    made = qr_data_url.cache_info().misses
    assert [qr_data_url(address, 200) for address in addresses] == first
    assert qr_data_url.cache_info().misses == made
    assert len(set(first)) == len(addresses)


def test_how_a_guide_stands_is_reckoned_once() -> None:
    wall = Wall().start()
    layout = content_layout(Monitor(1920, 1080, 55.0, 6.0))
    services = [one.service_id for one in wall.hall.config.services]
    rounds = []
    for _ in range(2):
        for service_id in services:
            ticket_id = wall.called(service_id, "1")
            content_page(wall.board, wall.now, layout, CATALOG)
            wall.ends("finish", ticket_id)
        rounds.append(guide_stands.cache_info().misses)
    assert rounds[0] == rounds[1]
    assert guide_stands.cache_info().hits >= len(services)
