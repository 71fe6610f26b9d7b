"""Paths in a config file: relative to the folder that the file stands in."""

from __future__ import annotations

from pathlib import Path

from program.config_file import ConfigError


def path_beside(path: Path, key: str, text: str, *, folder: bool = False) -> Path:
    """`text` as the path of a file, or of a `folder`, absolute; it need not exist. Raises ConfigError for one that is
    of the other kind, or can be none.
    """
    found = path.absolute().parent / text
    try:
        other = found.is_file() if folder else found.is_dir()
    except OSError as fault:
        raise ConfigError(path, key, f"is no path of a {'folder' if folder else 'file'}: {fault.strerror}") from fault
    if other:
        words = "file; the path of a folder" if folder else "folder; the path of a file"
        raise ConfigError(path, key, f"`{text}` is a {words} is needed")
    return found
