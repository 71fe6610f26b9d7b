"""What becomes of a server whose log another has taken: it shows the hall that the other writes, says so, and takes no
command. Ended and begun anew, it would take the log back, and the two would end each other in turns.
"""

from __future__ import annotations

from sqlalchemy.engine import URL

from program.clock import Clock
from server.author import Author
from server.follower import Follower
from server.storage.engine import open_engine
from server.storage.faults import LogTaken
from server.storage.reader import PassingReader


async def follow_once_overtaken(author: Author, database: URL, hall_id: str, clock: Clock) -> BaseException | None:
    """Until the author has stopped for good, and what it followed then, if it was overtaken, can be read no more.
    Returns why; None for an author that was asked to stop. May be cancelled: the reading has ended then too.
    """
    await author.ended.wait()
    if not isinstance(author.fault, LogTaken):
        return author.fault
    engine = open_engine(database, follows=True)
    follower = Follower(PassingReader(engine, hall_id), clock, reopen=engine.dispose, known=author.hall)
    author.follow(follower, clock)
    try:
        await follower.ended.wait()
    finally:
        await follower.stop()
    return follower.fault
