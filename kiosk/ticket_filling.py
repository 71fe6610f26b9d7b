"""What stands on a ticket: its fields, filled with words of the catalog (`program/languages/`) and of the hall."""

from __future__ import annotations

from hardware.printer.text_wrap import Marks
from hardware.printer.ticket_content import TicketContent, TicketLabels
from kiosk.flow_types import Issued
from kiosk.guide_rows import tells_more
from kiosk.wait_words import wait_words
from program.dates import clock, local, written
from program.texts import Catalog, in_language
from wire.guide_address import guide_address
from wire.messages import Visit
from wire.messages.hall import HallView, ServiceView, VisitorClassView


def worded_ticket(
    hall: HallView, visit: Visit, issued: Issued, catalog: Catalog, second_language: str = ""
) -> TicketContent:
    """The words of a ticket. `second_language` names the service once more, small; empty: it does not.

    A ticket that has left the hall meanwhile is printed without its time of issue, which nobody told.
    """
    language = visit.language
    service = next((one for one in hall.services if one.service_id == visit.service_id), None)
    visitor_class = next((one for one in hall.visitor_classes if one.class_id == visit.visitor_class), None)
    priority = visitor_class.priority if visitor_class else visit.visitor_class == "priority"
    style = catalog.style(language)
    if visit.slot is None:
        ahead = "" if issued.people_ahead is None else catalog.text(language, "people", count=issued.people_ahead)
        label = catalog.text(language, "ticket_people_ahead") if ahead else ""
    else:  # who was told a time is not told a line
        ahead = clock(local(visit.slot, hall.time_zone))
        label = catalog.text(language, "ticket_appointed")
    promise = wait_words(issued.ticket.promise, language, catalog) if issued.ticket else ""
    qr, caption = _code(hall, service, issued)
    since = local(issued.ticket.issued_at, hall.time_zone) if issued.ticket else None
    return TicketContent(
        office=in_language(hall.office, language),
        hall=in_language(hall.name, language),
        number=issued.number,
        service=in_language(service.name, language) if service else "",
        service_second=second_name(service.name, language, second_language) if service else "",
        priority=priority,
        visitor_class=_class_word(visitor_class, language, catalog, priority=priority),
        labels=TicketLabels(
            people_ahead=label,
            estimate=catalog.text(language, "ticket_estimate"),
            issued_at=catalog.text(language, "ticket_issued_at") if since else "",
            papers=catalog.text(language, "ticket_papers"),
        ),
        people_ahead=ahead,
        estimate=promise or None,
        papers=tuple(in_language(paper.name, language) for paper in service.guide.papers) if service else (),
        papers_more=catalog.text(language, "ticket_papers_more") if qr else "",
        missed_rule=_rules(hall, service, language, catalog),
        issued_at=written(style, style.date_on_ticket, since) if since else "",
        qr=qr,
        qr_caption=catalog.text(language, caption) if qr else "",
        marks=Marks(style.never_first, style.never_last, style.whole_words),
        square_letters=style.square_letters,
    )


def _class_word(one: VisitorClassView | None, language: str, catalog: Catalog, *, priority: bool) -> str:
    """Priority is one word for all: why somebody has it is nobody's business who sees the paper."""
    if priority:
        return catalog.text(language, "ticket_priority")
    return in_language(one.name, language) if one else ""


def _rules(hall: HallView, service: ServiceView | None, language: str, catalog: Catalog) -> str:
    """What to know while waiting: that others are called with this number, and what to do after a call missed."""
    together = catalog.text(language, "ticket_together", count=service.group) if service and service.group else ""
    said = [one for one in (together, in_language(hall.missed_rule, language)) if one]
    return catalog.style(language).sentence_separator.join(said)


def phone_address(hall: HallView, issued: Issued) -> str:
    """The page that follows this ticket; the token stands behind `#`, so no server log ever holds it. May be empty."""
    return f"{hall.phone_url}#{issued.token}" if hall.phone_url and issued.token else ""


def _code(hall: HallView, service: ServiceView | None, issued: Issued) -> tuple[str, str]:
    """The one code of a ticket, and the key of what it is for: the page that follows the number, which leads to the
    guide of its service too; of a number whose page nobody told, the guide alone."""
    told = service is not None and (bool(service.guide.papers) or tells_more(service.guide))
    followed = phone_address(hall, issued)
    if followed:
        return followed, "ticket_scan_guide" if told else "ticket_scan"
    return guide_address(hall, service.service_id) if service and told else "", "ticket_scan_guide_only"


def second_name(name: dict[str, str], language: str, second_language: str) -> str:
    """A service's name in the second language, unless that is the one being read or says the same."""
    text = name.get(second_language, "") if second_language != language else ""
    return "" if text == in_language(name, language) else text
