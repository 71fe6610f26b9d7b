"""Makes the README's pictures from a played demo: `python docs/pictures.py demo-output`."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

PICTURES = {
    "wall-order.png": ("two_calls-order.png", 1280),
    "wall-content.png": ("first_call-content.png", 960),
    "console.png": ("first-call-console.png", 960),
    "kiosk-home.png": ("more-home-kiosk.png", 480),
    "kiosk-confirm.png": ("first-2-confirm-kiosk.png", 480),
    "ticket.png": ("tickets/receipt-0001.png", 480),
    "phone.png": ("first-call-phone.png", 480),
    "led.png": ("first_call-led.png", 960),
}


def main() -> None:
    played = Path(sys.argv[1])
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    for name, (source, width) in PICTURES.items():
        with Image.open(played / source) as picture:
            small = picture.convert("RGB")
            small.thumbnail((width, 4 * width), Image.Resampling.LANCZOS)
            small.quantize(128).save(folder / name, optimize=True)


if __name__ == "__main__":
    main()
