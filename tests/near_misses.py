"""Guesses at a secret that is known to the test: those that are almost it first, then any of its kind."""

from __future__ import annotations

import random
from collections.abc import Iterator

from server.identity.codes import LETTERS, typed

TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def near_misses(secret: str, letters: str, chance: random.Random) -> Iterator[str]:
    """Never the secret itself. Does not end."""
    yield from (secret[:-1], secret[1:], secret + secret[-1], secret[::-1], secret + "=", secret + "A")
    swapped = secret.swapcase()
    if swapped != secret and not swapped.isupper():
        yield swapped
    last = [letter for letter in letters if letter != secret[-1]]
    yield from (secret[:-1] + letter for letter in last)  # base64url leaves bits of its last letter unused
    while True:
        place = chance.randrange(len(secret))
        one = secret[:place] + chance.choice(letters) + secret[place + 1 :]
        other = "".join(chance.choices(letters, k=len(secret)))
        yield from (guess for guess in (one, other) if guess != secret)


def near_codes(code: str, chance: random.Random) -> Iterator[str]:
    """Of a one-time code, never one that reads as the code itself."""
    return (guess for guess in near_misses(typed(code), LETTERS, chance) if typed(guess) != typed(code))
