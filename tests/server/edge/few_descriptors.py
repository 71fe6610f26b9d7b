"""A hall in a process of its own that the system gives few descriptors: `python -m tests.server.edge.few_descriptors
FOLDER DESCRIPTORS own|endless`. Writes into FOLDER/found where it is and what a clerk sends; ends with its input.
"endless": it believes that it has as many as it likes.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from server.edge.arrivals import Arrivals
from server.edge.crowd import room_for
from tests.server.edge.running import running_server


def main(folder: str, descriptors: str, room: str) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(descriptors), int(descriptors)))
    believed = room_for(4096, 0) if room == "endless" else None
    with running_server(Path(folder), arrivals=Arrivals(believed)) as server:
        found = Path(folder, "found")
        found.with_suffix(".new").write_text(
            json.dumps({"port": server.port, "clerk": server.callers.headers("clerk")})
        )
        found.with_suffix(".new").rename(found)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
