"""Which version of the program this is."""

from program.version import program_version

__all__ = ["program_version"]
