"""The server with a planted bug: it answers and announces a batch first and commits it afterwards.

Only here so that the kill rig can prove that it would notice.
"""

from __future__ import annotations

import sys
import time

from server import author
from server.__main__ import main
from server.draft import Draft, decided
from server.submissions import Waiting
from server.writer import Writer

FLUSH_S = 0.01
"""What a cheap disk takes for a flush."""


class EarlyWriter(Writer):
    def _do(self, batch: list[Waiting]) -> None:
        remembered = self._log.remembered([one.submission.key for one in batch])
        draft = Draft(self._committed, self._context(), remembered)
        answers = [(one.future, decided(draft, one)) for one in batch]
        self._deliver(draft.hall, draft.published, answers)
        time.sleep(FLUSH_S)
        self._commit(draft)


if __name__ == "__main__":
    vars(author)["Writer"] = EarlyWriter
    sys.exit(main())
