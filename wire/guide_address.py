"""Where a phone reads the guide of a service. Pure."""

from __future__ import annotations

from wire.messages.hall import HallView

PHONE = "/t"


def guide_address(hall: HallView, service_id: str) -> str:
    """Beside the phone page that tickets lead to; empty where the hall has none."""
    base = hall.phone_url.removesuffix(PHONE)
    return f"{base}/guide/{service_id}" if base != hall.phone_url else ""
