"""Which addresses are this computer's own."""

from program.loopback import is_loopback

__all__ = ["is_loopback"]
