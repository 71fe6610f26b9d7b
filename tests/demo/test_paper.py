from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from demo.paper import address_on
from demo.programs import DemoFault
from hardware.printer.ticket_layout import render_ticket
from tests.hardware.tickets import QR, WITH_PAPERS


def test_reads_the_code_on_a_printed_ticket(tmp_path: Path) -> None:
    render_ticket(WITH_PAPERS, 576).save(tmp_path / "ticket.png")
    assert address_on(tmp_path / "ticket.png") == QR


def test_paper_without_a_code_is_a_fault(tmp_path: Path) -> None:
    Image.new("1", (576, 300), 1).save(tmp_path / "blank.png")
    with pytest.raises(DemoFault, match="0 readable codes"):
        address_on(tmp_path / "blank.png")
