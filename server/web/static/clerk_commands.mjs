/**
 * What a clerk may ask for now, and the message that asks for it. What a ticket allows is said by the ticket, what this
 * page may ask for at all by the welcome's rights: no rule of the hall is repeated here. Pure.
 *
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 * @typedef {"served" | "missed"} Outcome
 * @typedef {ReadonlySet<string>} Rights types of messages that this page may send
 *
 * @typedef {object} Verb
 * @property {string} verb as tickets call it in `allows`
 * @property {string} type of the message that asks for it
 * @property {string} text of its button; what is said afterwards is `done_` and the verb
 * @property {string | null} key pressed for the ticket at the counter; null: no button there
 * @property {string} look of its button: plain, good, trouble
 * @property {boolean} counter does the message name the counter
 * @property {Outcome | null} outcome what it makes of the present ticket when the next is called
 * @property {boolean} [aims] its menu asks where to: `transfer` makes its message
 * @property {boolean} [unsends] back into its own line, for whoever calls there: only of who was sent to an officer and is in line
 * @property {boolean} [desk] is it the reception desk's business alone
 * @property {readonly string[]} [reasons] one of these has to be given with it; each has the text `reason_…`
 * @property {string} [asks] text of the question for the reason; `ask_` and the verb where it is not said
 * @property {string} [field] what the message calls that; `reason` where it is not said
 * @property {boolean} [counts] is that a number
 * @property {boolean} [rare] is its button at the counter a small one, below those of every visit
 * @property {string} [again] type of the message that asks for it where the ticket allows it only so, a right of its own
 * @property {string} [allows] what tickets call it in `allows`, where a verb has a second button
 */
import { callsAt, ticketsAt } from "./hall_state.mjs";

/** How long a clerk's command waits for its answer, ms; a later one is never a fresh call. */
export const PATIENCE_MS = 5_000;

/** Every verb that these pages have words for, in the order of the buttons. @type {readonly Verb[]} */
export const VERBS = Object.freeze([
  { verb: "arrive", type: "arrive_ticket", text: "arrive", key: "F4", look: "plain", counter: true, outcome: null },
  { verb: "finish", type: "finish_ticket", text: "finish", key: "F8", look: "good", counter: true, outcome: "served" },
  { verb: "recall", type: "recall_ticket", text: "recall", key: "F3", look: "plain", counter: true, outcome: null },
  { verb: "miss", type: "miss_ticket", text: "miss", key: "F6", look: "trouble", counter: true, outcome: "missed" },
  {
    verb: "hold", type: "hold_ticket", text: "hold", key: "F7", look: "plain", counter: true, outcome: null,
    reasons: ["papers", "form", "inquiry", "other"],
  },
  { verb: "undo", type: "undo_call", text: "undo", key: "F9", look: "plain", counter: true, outcome: null, rare: true },
  {
    verb: "finish_as", allows: "finish", type: "finish_ticket", text: "finish_as", key: "Shift+F8", look: "plain", counter: true,
    outcome: null, field: "outcome", reasons: ["papers_missing", "referred", "done_by_phone"], rare: true,
  },
  { verb: "resume", type: "resume_ticket", text: "resume", key: null, look: "plain", counter: true, outcome: null },
  { verb: "restore", type: "restore_ticket", text: "restore", key: null, look: "plain", counter: false, outcome: null },
  {
    verb: "later", type: "later_ticket", text: "call_later", key: null, look: "plain", counter: false, outcome: null,
    field: "minutes", counts: true, reasons: ["10", "20", "30", "60"],
  },
  { verb: "back", type: "back_ticket", text: "back_now", key: null, look: "plain", counter: false, outcome: null },
  {
    verb: "pick", type: "pick_ticket", text: "pick", key: null, look: "plain", counter: true, outcome: null,
    reasons: ["unwell", "returning", "specialist", "passed_over", "other"],
  },
  {
    verb: "transfer", type: "transfer_ticket", text: "transfer", key: "Shift+F7", look: "plain", counter: false, outcome: null,
    again: "transfer_again", aims: true, rare: true,
  },
  {
    verb: "to_line", allows: "transfer", type: "transfer_ticket", text: "to_line", key: null, look: "plain", counter: false,
    outcome: null, again: "transfer_again", unsends: true,
  },
  {
    verb: "cancel", type: "cancel_ticket", text: "cancel", key: null, look: "plain", counter: false, outcome: null,
    desk: true, asks: "ask_cancel_ticket", reasons: ["left", "wrong_service", "other"],
  },
  {
    verb: "void", type: "void_ticket", text: "void", key: null, look: "plain", counter: false, outcome: null,
    desk: true, reasons: ["no_paper", "duplicate", "other"],
  },
]);

/** Does the ticket's state allow it at this instant? @param {TicketView | null} ticket @param {string} verb as `allows` calls it @param {number} now */
export function allowed(ticket, verb, now) {
  const until = ticket?.allows[verb];
  return until !== undefined && (until === null || now <= until) && now >= (ticket?.rests_until?.[verb] ?? 0);
}

/** May this button be pressed for it? @param {TicketView | null} ticket @param {Verb} verb @param {Rights} rights @param {number} now */
export function offered(ticket, verb, rights, now) {
  return (rights.has(verb.type) && allowed(ticket, verb.allows ?? verb.verb, now))
    || (verb.again !== undefined && rights.has(verb.again) && allowed(ticket, verb.again, now));
}

/** Is it only somebody else's to press, by a right of its own? @param {TicketView} ticket @param {Verb} verb @param {Rights} rights */
export function beyond(ticket, verb, rights) {
  return verb.again !== undefined && verb.again in ticket.allows && !rights.has(verb.again);
}

/** The buttons at a counter, whatever is there now. @param {Rights} rights */
export function verbsAtCounter(rights) {
  return VERBS.filter((verb) => verb.key !== null && rights.has(verb.type));
}

/**
 * What one press can do with a ticket that is at no counter: in line, or set aside. Each verb once, without its second
 * buttons; and nobody in line is sent to another from a row.
 * @param {TicketView} ticket @param {Rights} rights @param {number} now
 * @param {string | null} counterId where the press is; null at the reception desk
 */
export function verbsForRow(ticket, rights, now, counterId) {
  return VERBS.filter((verb) => (
    offered(ticket, verb, rights, now)
    && (verb.unsends ? ticket.stage === "in_line" && Boolean(ticket.for_officer) : !verb.allows)
    && !(counterId === null ? verb.counter : verb.desk || (verb.aims && ticket.stage === "in_line"))
  ));
}

/**
 * @param {Verb} verb @param {TicketView} ticket @param {string | null} counterId @param {string} key
 * @param {string | null} [reason] one of the verb's
 */
export function ask(verb, ticket, counterId, key, reason = null) {
  if (verb.unsends) {
    const aim = { to_service: ticket.visit.service_id, to_counter: "", to_officer: "", note_code: ticket.note_code ?? "" };
    return transfer(ticket, counterId, key, aim);
  }
  const counter = verb.counter ? { counter_id: counterId } : {};
  const why = reason === null ? {} : { [verb.field ?? "reason"]: verb.counts ? Number(reason) : reason };
  return { type: verb.type, key, ...counter, ticket_id: ticket.ticket_id, ...why, patience_ms: PATIENCE_MS };
}

/**
 * @param {TicketView} ticket @param {string | null} counterId where it is asked; null at the reception desk
 * @param {string} key @param {{to_service: string, to_counter: string, to_officer: string, note_code: string}} aim
 */
export function transfer(ticket, counterId, key, aim) {
  return {
    type: "transfer_again" in ticket.allows ? "transfer_again" : "transfer_ticket", key, counter_id: counterId ?? "", ticket_id: ticket.ticket_id, ...aim, patience_ms: PATIENCE_MS,
  };
}

/**
 * What must be asked before the next call: what becomes of whoever is still here. Of several, what all of them allow, and
 * first of whom nobody has seen. Null: nothing that can be chosen.
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @param {number} now
 * @returns {{tickets: TicketView[], outcomes: Outcome[]} | null}
 */
export function question(state, counterId, now) {
  const tickets = ticketsAt(state, counterId);
  if (tickets.length === 0) return null;
  const all = (/** @type {string} */ verb) => tickets.every((ticket) => allowed(ticket, verb, now));
  const outcomes = VERBS.flatMap(({ verb, outcome }) => (outcome && all(verb) ? [outcome] : []));
  return outcomes.length ? { tickets, outcomes } : null;
}

/**
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @param {string} key
 * @param {Outcome | null} present
 */
export function callNext(state, counterId, key, present) {
  return {
    type: "call_next", key, counter_id: counterId, after: callsAt(state, counterId), present,
    ...(state.practice ? { practice: true } : {}), patience_ms: PATIENCE_MS,
  };
}

/**
 * The group of a service, as one call.
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @param {string} serviceId
 * @param {string} key
 * @param {Outcome | null} present
 */
export function callGroup(state, counterId, serviceId, key, present) {
  return { ...callNext(state, counterId, key, present), type: "call_group", service_id: serviceId };
}

/**
 * @param {{serviceId: string, language: string, visitorClass: string, then?: string[]}} choice
 * @param {string} key
 */
export function issue(choice, key) {
  const visit = {
    service_id: choice.serviceId, channel: "desk", language: choice.language, visitor_class: choice.visitorClass,
    then: choice.then ?? [],
  };
  return { type: "issue_ticket", key, visit };
}

/** Whoever has this code is here. @param {string} code as it was typed @param {string} key */
export function checkIn(code, key) {
  return { type: "check_in", key, code, channel: "desk", patience_ms: PATIENCE_MS };
}
