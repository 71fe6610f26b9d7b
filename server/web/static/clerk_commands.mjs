/**
 * What a clerk may do now, and the message that asks for it. Pure: the page shows these as buttons and keys.
 *
 * @typedef {"next" | "arrive" | "recall" | "finish" | "miss"} Action
 * @typedef {"served" | "missed"} Outcome
 */
import { callsAt, presentAt } from "./hall_state.mjs";

/** How long a clerk's command waits for its answer, ms; a later one is never a fresh call. */
export const PATIENCE_MS = 5_000;

/**
 * The actions that make sense at this counter, whatever the link does.
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @returns {Record<Action, boolean>}
 */
export function possible(state, counterId) {
  const present = presentAt(state, counterId);
  const called = present?.state === "called";
  return {
    next: true,
    arrive: called,
    recall: called && recallsLeft(state, present) > 0,
    finish: present !== null,
    miss: called,
  };
}

/** How often a call may still be repeated. @param {import("./hall_state.mjs").HallState} state @param {import("./wire_types.mjs").TicketView} ticket */
export function recallsLeft(state, ticket) {
  return recallLimit(state) - (ticket.recalls ?? 0);
}

/** @param {import("./hall_state.mjs").HallState} state */
export function recallLimit(state) {
  return state.hall.recall_limit ?? 2;
}

/**
 * What must be asked before the next call: what becomes of the ticket still here. Null: nothing.
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @returns {{kind: "called" | "serving", ticket: import("./wire_types.mjs").TicketView} | null}
 */
export function question(state, counterId) {
  const ticket = presentAt(state, counterId);
  if (!ticket) return null;
  return { kind: ticket.state === "serving" ? "serving" : "called", ticket };
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
    patience_ms: PATIENCE_MS,
  };
}

const TYPES = { arrive: "arrive_ticket", recall: "recall_ticket", finish: "finish_ticket", miss: "miss_ticket" };

/**
 * Arrived, recall, finish or missed, for the ticket at the counter; null when there is none.
 * @param {Exclude<Action, "next">} action
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @param {string} key
 */
export function forPresent(action, state, counterId, key) {
  const ticket = presentAt(state, counterId);
  if (!ticket || !possible(state, counterId)[action]) return null;
  return {
    type: TYPES[action], key, counter_id: counterId, ticket_id: ticket.ticket_id, patience_ms: PATIENCE_MS,
  };
}

/** @param {string} ticketId @param {string} key */
export function restore(ticketId, key) {
  return { type: "restore_ticket", key, ticket_id: ticketId, patience_ms: PATIENCE_MS };
}

/**
 * @param {{serviceId: string, language: string, visitorClass: "ordinary" | "priority"}} choice
 * @param {string} key
 */
export function issue(choice, key) {
  return {
    type: "issue_ticket", key, service_id: choice.serviceId, channel: "desk", language: choice.language,
    visitor_class: choice.visitorClass,
  };
}

/** A fresh key of 128 random bits, URL-safe. @param {Crypto} [source] */
export function newKey(source = crypto) {
  const bytes = source.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
