"""Reads the printed tickets as a visitor's phone does: the QR code leads to the page, the page says the number."""

from __future__ import annotations

import asyncio
from pathlib import Path

import zxingcpp
from PIL import Image
from websockets.asyncio.client import connect

from demo.hall import Hall
from demo.programs import READY_WITHIN_S, DemoFault
from wire.codec import decode_server, encode
from wire.messages import PROTOCOL, FollowTicket, PhoneTicket


class Paper:
    """The tray below the printer."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._numbers: dict[Path, str] = {}

    def count(self) -> int:
        return len(self._hall.tickets_printed())

    async def ticket(self, number: str) -> Path:
        """The picture of this number's ticket. Raises DemoFault when it does not come out, or comes out twice."""
        deadline = asyncio.get_running_loop().time() + READY_WITHIN_S
        while not (found := [path for path, other in (await self.numbers()).items() if other == number]):
            if asyncio.get_running_loop().time() > deadline:
                raise DemoFault(f"the ticket {number} did not come out; printed: {sorted(self._numbers.values())}")
            await asyncio.sleep(0.05)
        if len(found) > 1:
            raise DemoFault(f"the ticket {number} came out {len(found)} times")
        return found[0]

    async def numbers(self) -> dict[Path, str]:
        """Every printed ticket and the number its QR code leads to."""
        for path in self._hall.tickets_printed():
            if path not in self._numbers:
                self._numbers[path] = await self._number_behind(address_on(path))
        return dict(self._numbers)

    async def _number_behind(self, address: str) -> str:
        page, _, token = address.partition("#")
        if page != f"{self._hall.phones_url}/t":
            raise DemoFault(f"a ticket's QR code leads to {page}")
        url = f"{self._hall.phones_url.replace('http', 'ws', 1)}/ws/phone"
        async with connect(url, compression=None, proxy=None) as socket, asyncio.timeout(10):
            await socket.send(encode(FollowTicket(protocol=PROTOCOL, token=token)), text=True)
            while True:
                message = decode_server(await socket.recv())
                if isinstance(message, PhoneTicket):
                    return message.number


def address_on(picture: Path) -> str:
    """What the QR code on a printed ticket says. Raises DemoFault when there is none that can be read."""
    with Image.open(picture) as image:
        codes = [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
    if len(codes) != 1:
        raise DemoFault(f"{picture.name} has {len(codes)} readable codes, one was wanted")
    return str(codes[0])
