"""The paper of the emulated printer: rows of dots, until a cut makes them a receipt."""

from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from hardware.typeface import draw_font

_INVERTED = bytes(range(255, -1, -1))
_CELL_WIDTH, _CELL_HEIGHT = 12, 24


@dataclass
class Paper:
    """Paper under a head ``width`` dots wide."""

    width: int
    line_spacing: int = 30
    _rows: list[bytes] = field(default_factory=list)
    _line: bytearray = field(default_factory=bytearray)
    _strip: Image.Image | None = None

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8

    @property
    def length(self) -> int:
        """Rows since the last cut."""
        return len(self._rows)

    def initialise(self) -> None:
        """Back to the usual settings; the line that was not printed is lost."""
        self.line_spacing = 30
        self._line.clear()
        self._strip = None

    def burn(self, row: bytes) -> None:
        """Print one row of dots; what is wider than the head is lost."""
        self._rows.append(row[: self.row_bytes].ljust(self.row_bytes, b"\x00"))

    def feed(self, dots: int) -> None:
        """Move on by white rows."""
        self._rows.extend([bytes(self.row_bytes)] * dots)

    def type(self, byte: int) -> None:
        """Add a character to the line."""
        if 0x20 <= byte < 0x7F:
            self._line.append(byte)

    def set_columns(self, columns: int, dots_high: int, data: bytes) -> None:
        """Add a strip of columns to the line, the topmost dot in the highest bit of each column."""
        strip = Image.new("1", (max(columns, 1), dots_high), 0)
        per_column = dots_high // 8
        for x in range(columns):
            bits = int.from_bytes(data[x * per_column : (x + 1) * per_column], "big")
            for y in range(dots_high):
                if bits >> (dots_high - 1 - y) & 1:
                    strip.putpixel((x, y), 1)
        self._strip = strip

    def feed_lines(self, lines: int) -> None:
        """End the line, if one was begun, and move on to ``lines`` lines from its start."""
        used = self._print_line()
        self.feed(max(0, lines * self.line_spacing - used))

    def _print_line(self) -> int:
        picture = self._strip
        if self._line:
            picture = Image.new("1", (self.width, _CELL_HEIGHT), 0)
            draw = ImageDraw.Draw(picture)
            draw.fontmode = "1"
            for index, byte in enumerate(self._line):
                draw.text((index * _CELL_WIDTH, 18), chr(byte), fill=1, font=draw_font(18), anchor="ls")
        self._line.clear()
        self._strip = None
        if picture is None:
            return 0
        wide = Image.new("1", (self.row_bytes * 8, picture.height), 0)
        wide.paste(picture, (0, 0))
        data = wide.tobytes()
        for y in range(picture.height):
            self.burn(data[y * self.row_bytes : (y + 1) * self.row_bytes])
        return picture.height

    def cut(self) -> Image.Image | None:
        """Return what was printed since the last cut, black on white; None when the paper did not move."""
        self._print_line()
        if not self._rows:
            return None
        ink = b"".join(self._rows)
        picture = Image.frombytes("1", (self.row_bytes * 8, len(self._rows)), ink.translate(_INVERTED))
        self._rows.clear()
        return picture.crop((0, 0, self.width, picture.height))
