/**
 * The hall as a clerk sees it who practises: its services and counters, with numbers that nobody else sees. Pure.
 *
 * @typedef {import("./hall_state.mjs").HallState} HallState
 * @typedef {import("./wire_types.mjs").Practice} Practice
 */
import { issue } from "./clerk_commands.mjs";

/** What a page may ask for while its clerk practises: steps in the life of a number, and nothing of the hall's. */
const PRACTISED = /^(issue_ticket|call_next|undo_call|[a-z]+_ticket)$/;

/** @param {Iterable<string>} rights @returns {Set<string>} */
export function practiceRights(rights) {
  return new Set([...rights].filter((right) => PRACTISED.test(right)));
}

/** @param {HallState | null} state the hall itself @param {Practice | null} told the newest word of the practice @returns {HallState | null} */
export function practised(state, told) {
  if (!state) return null;
  const waiting = told?.waiting ?? {};
  const services = [...state.services].map(([id, one]) => /** @type {const} */ ([
    id, { ...one, waiting: waiting[id] ?? 0, open: true, numbers_left: true },
  ]));
  return {
    ...state,
    services: new Map(services),
    counters: new Map((told?.counters ?? []).map((one) => [one.counter_id, one])),
    tickets: new Map((told?.tickets ?? []).map((one) => [one.ticket_id, one])),
    lines: { type: "lines", seq: told?.seq ?? 0, at: told?.at ?? 0, counters: told?.lines ?? [], services: [], aside: told?.aside ?? [] },
    waits: null,
    practice: true,
  };
}

/** A practice number for what this counter does. @param {import("./wire_types.mjs").CounterView} counter @param {string} language @param {string} key */
export function issuePractice(counter, language, key) {
  const command = issue({ serviceId: counter.primary[0] ?? "", language, visitorClass: "ordinary" }, key);
  return { ...command, visit: { ...command.visit, practice: true } };
}
