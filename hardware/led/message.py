"""What a sign should show: one line, one message.

A message is clean once it exists: composed (NFC), with one dot (·, as GBK has it) for all that part names, without
control, format and bidirectional characters, without backslashes (a card would take them for commands), at most 64
characters as a reader counts them.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

LONGEST = 64
"""Characters of a message as a reader counts them; what is longer is cut."""

_MARKS = frozenset({"Mn", "Me", "Mc"})
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MOST_MARKS = 4
_DOTS = dict.fromkeys(map(ord, "‧・･•∙⋅"), "·")
"""What keyboards and other programs give for the dot in a name (伊斯坎‧達岸): a sign's font has one of them."""


class Colour(Enum):
    """The colours of a two-chip sign; the value is the code of one dot."""

    OFF = 0
    RED = 1
    GREEN = 2
    AMBER = 3


class Kind(Enum):
    """Why a message is shown."""

    CALL = "call"
    NOTICE = "notice"
    OPENING = "opening"
    EMERGENCY = "emergency"


COLOURS = {
    Kind.CALL: Colour.AMBER,
    Kind.NOTICE: Colour.GREEN,
    Kind.OPENING: Colour.GREEN,
    Kind.EMERGENCY: Colour.RED,
}
"""The usual colour of each kind of message. Calls have both chips lit: red alone is the dimmest, and the hardest to see
for whoever sees colours otherwise, and stands for emergencies."""

GAP = "\u2009"
"""Stands between the letters and the digits of a number that is called: D001 read at a glance is not 0001."""


@dataclass(frozen=True, slots=True)
class SignMessage:
    """One line for a sign.

    ``short_text`` says the same in fewer dots; a sign too narrow for ``text`` shows it standing still
    before it would let ``text`` run. Empty text is a dark sign. Both texts are cleaned here. ``letters`` are
    what stands before the digits of each number that a call names; empty: whatever letters it begins with.
    """

    text: str
    colour: Colour = Colour.GREEN
    kind: Kind = Kind.NOTICE
    short_text: str = ""
    letters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Clean both texts."""
        object.__setattr__(self, "text", clean(self.text))
        object.__setattr__(self, "short_text", clean(self.short_text))


def spread(message: SignMessage, text: str) -> str:
    """Return ``text``, one of the message's two, with `GAP` in the numbers that a call names before its arrow."""
    if message.kind is not Kind.CALL:
        return text
    numbers, arrow, counter = text.partition("→")
    if not message.letters:
        return re.sub(r"(?<=[A-Z])(?=[0-9])", GAP, numbers) + arrow + counter
    words = numbers.split(" ")
    for place, (word, letters) in enumerate(zip(words, message.letters, strict=False)):
        if letters and word.startswith(letters):
            words[place] = letters + GAP + word.removeprefix(letters)
    return " ".join(words) + arrow + counter


def call_message(number: str, counter: str, label: str = "", letters: tuple[str, ...] = ()) -> SignMessage:
    """Say where a called ticket goes: ``A012 → 3 號櫃檯``, on a short sign ``A012 → 3``.

    ``counter`` is the counter's spoken name in the hall's language, ``label`` what stands above it: ``3``. ``letters``
    as a `SignMessage` has them: ``A1`` of ``A1012``, which might be A and 1012.
    """
    short = f"{number} → {label}" if label else ""
    return SignMessage(f"{number} → {counter}", COLOURS[Kind.CALL], Kind.CALL, short, letters)


def notice_message(text: str) -> SignMessage:
    """Show a scheduled notice or other news."""
    return SignMessage(text, COLOURS[Kind.NOTICE], Kind.NOTICE)


def opening_message(text: str) -> SignMessage:
    """Say that the hall is open, or when it opens."""
    return SignMessage(text, COLOURS[Kind.OPENING], Kind.OPENING)


def emergency_message(text: str) -> SignMessage:
    """Say what everybody there has to do at once."""
    return SignMessage(text, COLOURS[Kind.EMERGENCY], Kind.EMERGENCY)


def clean(text: str) -> str:
    """Return ``text`` as a sign may show it: see the head of this module.

    Runs of white space, line ends among them, become one space. A mark counts with the character it stands
    on; more than four marks on one character are dropped.
    """
    kept: list[str] = []
    characters = marks = 0
    for character in written(" ".join(text.split())):
        if cleaned_away(character):
            continue
        if unicodedata.category(character) in _MARKS:
            marks += 1
            if marks > _MOST_MARKS or not kept:
                continue
        else:
            if characters == LONGEST:
                break
            characters, marks = characters + 1, 0
        kept.append(character)
    # Dropping characters may have brought spaces together, or a letter next to its mark.
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def written(text: str) -> str:
    """Return ``text`` in a sign's characters: letters joined with their marks, one dot for all that part names."""
    return unicodedata.normalize("NFC", text).translate(_DOTS)


def cleaned_away(character: str) -> bool:
    """Tell whether no message keeps this code point, wherever it stands."""
    return character == "\\" or unicodedata.category(character) in _DROPPED


DARK = SignMessage("", Colour.OFF, Kind.NOTICE)
"""Nothing lit."""
