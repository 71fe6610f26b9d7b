"""The server with a planted bug: after a commit whose flush failed it believes what the page cache shows.

Only here so that the rig with the lying disk can prove that it would notice.
"""

from __future__ import annotations

import sys

from server import serving
from server.__main__ import main
from server.storage.log import HallLog


class HastyLog(HallLog):
    def _flush(self) -> None:
        self._unflushed = False


if __name__ == "__main__":
    vars(serving)["HallLog"] = HastyLog
    sys.exit(main())
