"""How long a connection may be silent: screens, consoles and phones alike.

uvicorn pings each WebSocket so often and drops one whose pong has not come by the next. What a program says when it
hears nothing for too long is its own: `wire.conversation`, `phone_manners.mjs`, `console.mjs`. A phone that hears but
does not read is dropped sooner, by `server.edge.phones`.
"""

from __future__ import annotations

PING_EVERY_S = 20.0
"""From ping to ping, and from a ping to the end of a connection that did not answer it."""
