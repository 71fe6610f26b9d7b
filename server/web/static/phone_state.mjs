/**
 * What a phone knows: its ticket, told once, and the board that is the same for every phone. Pure.
 *
 * @typedef {import("./wire_types.mjs").PhoneTicket} PhoneTicket
 * @typedef {import("./wire_types.mjs").PhoneBoard} PhoneBoard
 * @typedef {PhoneTicket["state"]} TicketState
 *
 * @typedef {object} PhoneState
 * @property {PhoneTicket | null} ticket
 * @property {PhoneBoard | null} board
 * @property {TicketState | "ended" | null} status
 * @property {string} counter label of the counter that calls or serves, else empty
 * @property {number | null} ahead people before this one for the same service; null unless waiting
 */

/** @type {PhoneState} */
export const NOTHING = Object.freeze({ ticket: null, board: null, status: null, counter: "", ahead: null });

const FINAL = new Set(["served", "lapsed", "cancelled", "void"]);

/** Is the visit over? @param {PhoneState} state */
export function over(state) {
  return state.status === "ended" || FINAL.has(state.status ?? "");
}

/**
 * @param {PhoneState} state
 * @param {{type: string}} message
 * @returns {PhoneState}
 */
export function reducePhone(state, message) {
  if (message.type === "phone_ticket") {
    const ticket = /** @type {PhoneTicket} */ (message);
    return placed({ ...state, ticket, status: ticket.state, board: null });
  }
  if (message.type === "phone_board") return placed({ ...state, board: /** @type {PhoneBoard} */ (message) });
  return state;
}

/** Finds the ticket on the board. @param {PhoneState} state @returns {PhoneState} */
function placed(state) {
  const { ticket, board } = state;
  if (!ticket || !board) return { ...state, counter: "", ahead: null };
  const call = board.calls.find((one) => one.number === ticket.number);
  if (call) return { ...state, status: call.serving ? "serving" : "called", counter: call.counter, ahead: null };
  const ahead = (board.lines[ticket.service_id] ?? []).indexOf(ticket.number);
  if (ahead >= 0) return { ...state, status: "waiting", counter: "", ahead };
  if (board.missed.includes(ticket.number)) return { ...state, status: "missed", counter: "", ahead: null };
  return { ...state, status: gone(state), counter: "", ahead: null };
}

/**
 * The number is nowhere on the board: what was it last? A visit that was under way is served; one that only waited has
 * ended in a way that the board does not tell.
 * @param {PhoneState} state
 * @returns {PhoneState["status"]}
 */
function gone(state) {
  if (over(state)) return state.status;
  return state.status === "called" || state.status === "serving" ? "served" : "ended";
}

/**
 * Should the phone ring: this number has just been called, or called again.
 * @param {PhoneState} before
 * @param {PhoneState} after
 */
export function rings(before, after) {
  if (after.status !== "called") return false;
  if (before.status !== "called" || before.counter !== after.counter) return true;
  return isNewest(after) && (!isNewest(before) || sameLines(before, after));
}

/** @param {PhoneState} state */
function isNewest(state) {
  return state.board?.calls[0]?.number === state.ticket?.number;
}

/** A board that is newer and yet the same tells a recall of the newest call. @param {PhoneState} one @param {PhoneState} other */
function sameLines(one, other) {
  if (!one.board || !other.board || other.board.seq <= one.board.seq) return false;
  const lines = (/** @type {PhoneBoard} */ { lines, calls, missed }) => JSON.stringify([lines, calls, missed]);
  return lines(one.board) === lines(other.board);
}
