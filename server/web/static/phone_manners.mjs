/** How a phone speaks with its hall. Pure. */
import { PROTOCOL } from "./wire_types.mjs";

/** The link waits up to a third more before it tries the line, and 5 s for an answer: a dead one is told within 30 s. */
const SILENCE_MS = 18_000;

/** What a `Link` of a phone is made with. @param {() => string} token */
export function phoneManners(token) {
  return {
    greeting: () => ({ type: "follow_ticket", protocol: PROTOCOL, token: token() }),
    ready: (/** @type {{type: string}} */ message) => message.type === "phone_ticket",
    probe: () => ({ type: "probe" }),
    silenceMs: SILENCE_MS,
  };
}
