/** What a clerk asks of the counter itself, and of no ticket. Pure. */
import { PATIENCE_MS } from "./clerk_commands.mjs";

/** Each has the text `pause_…`. */
export const PAUSE_REASONS = Object.freeze(["lunch", "break", "meeting", "paperwork", "other"]);
const MINUTE_MS = 60_000;
const ROUND_MS = 5 * MINUTE_MS;
const BACK_IN_MINUTES = [5, 10, 15, 20, 30, 45, 60, 90];

/** @typedef {import("./wire_types.mjs").CounterState} CounterState */

/** @param {string} type @param {string} counterId @param {string} key @param {Record<string, unknown>} [more] */
export function askOfCounter(type, counterId, key, more = {}) {
  return { type, key, counter_id: counterId, ...more, patience_ms: PATIENCE_MS };
}

/** Instants at which a clerk who goes now may mean to be back: on full five minutes. @param {number} now */
export function backTimes(now) {
  return BACK_IN_MINUTES.map((minutes) => Math.ceil((now + minutes * MINUTE_MS) / ROUND_MS) * ROUND_MS);
}

/** What the counter may be asked to become, as the commands' types. @param {string} state @param {boolean} free */
export function waysOn(state, free) {
  if (state === "closed") return ["open_counter"];
  const close = free ? ["close_counter"] : [];
  return state === "open" ? ["pause_counter", ...close] : ["open_counter", "pause_counter", ...close];
}

/** When its clerk means to be back, as long as that lies ahead. @param {CounterState | undefined} counter @param {number} now */
export function backAt(counter, now) {
  const at = counter?.back_at ?? null;
  return counter?.state === "paused" && at !== null && at > now ? at : null;
}
