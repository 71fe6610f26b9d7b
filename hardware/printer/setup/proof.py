"""The proof ticket: like a visitor's, marked so that nobody waits for its number."""

from PIL import Image

from hardware.printer.profile import PrinterProfile
from hardware.printer.setup.config_lines import PrinterLines
from hardware.printer.ticket_content import TicketContent, TicketLabels
from hardware.printer.ticket_layout import render_ticket
from hardware.printer.ticket_slip import slip_for
from hardware.transport import parse_address
from program.texts import read_catalog

_NUMBER = "A012"


def proof_content(language: str, code: str) -> TicketContent:
    """What stands on it. `code` is what its QR code says."""
    said, kiosk = read_catalog("setup"), read_catalog("kiosk")
    return TicketContent(
        hall=said.text(language, "proof_hall"),
        number=_NUMBER,
        service=said.text(language, "proof_service"),
        labels=TicketLabels(kiosk.text(language, "ticket_people_ahead"), "", "", ""),
        people_ahead=said.text(language, "proof_ahead"),
        issued_at="",
        qr=code,
        qr_caption=said.text(language, "proof_code"),
        reprint_mark=said.text(language, "proof_mark"),
        square_letters=said.style(language).square_letters,
    )


def proof_picture(language: str, url: str, profile: PrinterProfile) -> Image.Image:
    """The ticket as a kiosk with these lines in its config would print it; they are what its QR code says."""
    content = proof_content(language, PrinterLines(url, profile.name).as_text())
    return render_ticket(content, slip_for(profile, parse_address(url)))
