/**
 * How a line to the server ended, or why it may not stand: read from close codes, refusals and the welcome. Pure; the
 * same as `wire/verdicts.py`, which says what each word means.
 *
 * @typedef {"connecting" | "connected" | "lost" | "refused"} LinkState
 * @typedef {"" | "protocol_too_old" | "protocol_too_new" | "wrong_hall" | "untrusted" | "not_enrolled" | "revoked"
 *   | "identity_taken" | "signed_out" | "unreachable" | "no_greeting" | "closed" | "going_away" | "too_slow" | "silent"
 *   | "malformed"} Reason
 * @typedef {{state: LinkState, reason: Reason, sentence: string}} Verdict the sentence is in English, for logs
 */
import { CLOSE, CODES, OLDEST_ACCEPTED, PROTOCOL } from "./wire_types.mjs";

/** @type {Verdict} */
export const UNKNOWN_YET = Object.freeze({ state: "connecting", reason: "", sentence: "" });
/** @type {Verdict} */
export const CONNECTED = Object.freeze({ state: "connected", reason: "", sentence: "connected" });

const TOO_OLD = "this program is older than the server: update this program";
const TOO_NEW = "the server is older than this program: update the server";

/** @param {Reason} reason @param {string} sentence @returns {Verdict} */
export function lost(reason, sentence) {
  return { state: "lost", reason, sentence };
}

/** @type {ReadonlyMap<number, Verdict>} */
const CLOSES = new Map([
  [1001, lost("going_away", "the server stops or restarts")],
  [CLOSE.GOING_AWAY, lost("going_away", "the server stops or restarts")],
  [CLOSE.SLOW, lost("too_slow", "this program did not read fast enough")],
  [CLOSE.UNTRUSTED, refused("untrusted", "whoever is at this address cannot prove to be our server")],
  [CLOSE.NOT_ENROLLED, refused("not_enrolled", "this program is no enrolled device")],
  [CLOSE.REVOKED, refused("revoked", "this program is no longer allowed here")],
  [CLOSE.IDENTITY_TAKEN, refused("identity_taken", "another program with this identity is connected")],
  [CLOSE.SIGNED_OUT, refused("signed_out", "the session has ended")],
]);

/** Whether a line that ends like this before it opened was refused. @param {number} code */
export function turnsAway(code) {
  return CLOSES.get(code)?.state === "refused";
}

/** @param {number} code @param {string} text @param {string} hallId @returns {Verdict} */
export function ofClose(code, text, hallId) {
  if (code === CLOSE.PROTOCOL) return protocol(text === CODES.PROTOCOL_TOO_NEW ? "protocol_too_new" : "protocol_too_old");
  if (code === CLOSE.WRONG_HALL) return wrongHall(hallId, text);
  const said = `the server closed the connection (${code}${text ? ": " : ""}${text})`;
  return CLOSES.get(code) ?? lost(code === CLOSE.MALFORMED ? "malformed" : "closed", said);
}

/**
 * The verdict of a refusal that ends a conversation; null for any other.
 * @param {import("./wire_types.mjs").Refused} message @param {string} hallId @returns {Verdict | null}
 */
export function ofRefusal(message, hallId) {
  if (message.key !== null) return null;
  if (message.code === CODES.PROTOCOL_TOO_OLD) return protocol("protocol_too_old", message.detail);
  if (message.code === CODES.PROTOCOL_TOO_NEW) return protocol("protocol_too_new", message.detail);
  if (message.code === CODES.WRONG_HALL) return wrongHall(hallId, message.detail);
  return null;
}

/**
 * The verdict of a welcome that this page cannot accept; null when it can. `hallId` "" fits every hall.
 * @param {import("./wire_types.mjs").Welcome} welcome @param {string} hallId @returns {Verdict | null}
 */
export function ofWelcome(welcome, hallId) {
  if (welcome.oldest > PROTOCOL) {
    return protocol("protocol_too_old", `speaks ${PROTOCOL}, the server needs ${welcome.oldest}`);
  }
  if (welcome.protocol < OLDEST_ACCEPTED) {
    return protocol("protocol_too_new", `needs ${OLDEST_ACCEPTED}, the server speaks ${welcome.protocol}`);
  }
  return hallId && hallId !== welcome.hall_id ? wrongHall(hallId, welcome.hall_id) : null;
}

/** @param {"protocol_too_old" | "protocol_too_new"} reason @param {string} [detail] */
function protocol(reason, detail = "") {
  const sentence = reason === "protocol_too_old" ? TOO_OLD : TOO_NEW;
  return refused(reason, detail ? `${sentence} (${detail})` : sentence);
}

/** @param {string} hallId @param {string} other where the server names its own hall */
function wrongHall(hallId, other) {
  return refused("wrong_hall", `this program belongs to hall ${hallId || "(none)"}, the server to ${other || "another"}`);
}

/** @param {Reason} reason @param {string} sentence @returns {Verdict} */
function refused(reason, sentence) {
  return { state: "refused", reason, sentence };
}
