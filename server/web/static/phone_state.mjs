/**
 * What a phone knows: the newest word about its own ticket, and the board that is the same for every phone. Where the
 * ticket is, is only ever told: a number that the board does not have is asked about, nothing is made of it. Pure.
 *
 * @typedef {import("./wire_types.mjs").PhoneTicket} PhoneTicket
 * @typedef {import("./wire_types.mjs").PhoneBoard} PhoneBoard
 *
 * @typedef {object} PhoneState
 * @property {PhoneTicket | null} ticket the newest word about it alone
 * @property {PhoneBoard | null} board
 * @property {PhoneTicket["stage"] | null} stage as last told, by either
 * @property {string} state as last told, by either
 * @property {string} counter label of the counter that calls or serves, else empty
 * @property {boolean} withNoun whether the hall's noun goes with that label
 * @property {number | null} ahead people before this one in its line; null unless in line
 * @property {string[]} together numbers that were called by the same call
 * @property {number | null} returnsAt instant at which it is back in line by itself; null: it is not set aside until a time
 * @property {boolean} takenBack whether it is in line because its call was taken back
 * @property {number} callSeq log position of the newest call that was heard; 0: none
 * @property {"" | "asking" | "asked"} doubt the board has lost the number: its ticket is to be asked for, or was
 */

/** @type {PhoneState} */
export const NOTHING = Object.freeze({
  ticket: null, board: null, stage: null, state: "", counter: "", withNoun: true, ahead: null, together: [], returnsAt: null, takenBack: false, callSeq: 0, doubt: "",
});

/** Is the visit over? @param {PhoneState} state */
export function over(state) {
  return state.stage === "gone";
}

/**
 * @param {PhoneState} state
 * @param {{type: string}} message
 * @returns {PhoneState}
 */
export function reducePhone(state, message) {
  if (message.type === "phone_ticket") return told(state, /** @type {PhoneTicket} */ (message));
  if (message.type === "phone_board") return placed(state, /** @type {PhoneBoard} */ (message));
  return state;
}

/**
 * Should the phone ring: this number is called, and by a call that was not heard yet.
 * @param {PhoneState} before
 * @param {PhoneState} after
 */
export function rings(before, after) {
  return after.stage === "called" && after.callSeq > before.callSeq;
}

/**
 * How long it still waits, as the board said; null where it did not, no longer in line, or when that was too long ago.
 * In a hall that is closed for today nobody can say.
 * @param {PhoneState} state @param {number} age ms since the board came
 */
export function stillWaits({ board, ticket, stage }, age) {
  if (stage !== "in_line" || !board || board.closed || !ticket || age > (board.waits_good_ms ?? 0)) return null;
  return board.waits?.[ticket.number] ?? null;
}

/** Is the ticket to be asked for again, once? @param {PhoneState} before @param {PhoneState} after */
export function doubts(before, after) {
  return before.doubt === "" && after.doubt === "asking";
}

/** @param {PhoneState} before @param {PhoneTicket} ticket @returns {PhoneState} */
function told(before, ticket) {
  const { stage, state } = ticket;
  const doubt = before.doubt && "asked";
  const place = before.stage === stage ? {} : { counter: "", ahead: null, together: [] };
  const after = { ...before, ...place, ticket, stage, state, doubt };
  return before.board ? placed(after, before.board) : after;
}

/** Finds the ticket on the board, unless the word about the ticket is newer. @param {PhoneState} before @param {PhoneBoard} board @returns {PhoneState} */
function placed(before, board) {
  const after = { ...before, board };
  const { ticket } = before;
  if (!ticket || board.seq < ticket.seq) return after;
  const { number } = ticket;
  const here = { ...after, counter: "", ahead: null, together: [], returnsAt: null, takenBack: false, doubt: /** @type {const} */ ("") };
  const call = board.calls.find((one) => one.number === number);
  if (call) {
    const { stage, state, counter, with_noun: withNoun = true } = call;
    const others = board.calls.filter((one) => one.seq === call.seq && one.counter === counter && one.number !== number);
    return { ...here, stage, state, counter, withNoun, together: others.map((one) => one.number), callSeq: call.seq };
  }
  const [serviceId, line] = Object.entries(board.lines).find(([, numbers]) => numbers.includes(number)) ?? [];
  if (line) {
    const state = before.stage === "in_line" ? before.state : "waiting";
    const takenBack = before.stage === "called" ? serviceId === ticket.visit.service_id : before.takenBack;
    return { ...here, stage: "in_line", state, ahead: line.indexOf(number), takenBack };
  }
  const aside = (board.aside ?? []).find((one) => one.number === number);
  if (aside) return { ...here, stage: "aside", state: aside.state, returnsAt: aside.returns_at ?? null };
  const lost = board.seq > ticket.seq && ticket.stage !== "gone";
  return lost ? { ...after, doubt: before.doubt || "asking" } : after;
}
