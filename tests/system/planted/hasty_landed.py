"""The server with a planted bug: after a commit whose flush failed it believes what the page cache shows.

Only here so that the rig with the lying disk can prove that it would notice.
"""

from __future__ import annotations

import sys

from server.__main__ import main
from server.storage import log
from server.storage.connections import Connections


class HastyConnections(Connections):
    def flush(self) -> None:
        self._unflushed = False


if __name__ == "__main__":
    vars(log)["Connections"] = HastyConnections
    sys.exit(main())
