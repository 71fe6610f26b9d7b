/**
 * Numbers that a kiosk gave in a burst, as far as they can be made void: found in what the page knows. Pure.
 *
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 * @typedef {{deviceId: string, since: number, until: number, numbers: string[]}} Burst
 */
import { allowed, PATIENCE_MS } from "./clerk_commands.mjs";

/** A burst is looked for in so long a while. */
export const WITHIN_MINUTES = [5, 15, 60];
/** Fewer numbers of one kiosk are its usual work. */
const LEAST = 3;

/**
 * For each kiosk what it gave in the last so many minutes, the most numbers first.
 * @param {import("./hall_state.mjs").HallState} state @param {number} now @param {number} minutes @returns {Burst[]}
 */
export function burstsOf(state, now, minutes) {
  const since = Math.max(0, Math.floor(now) - minutes * 60_000); // the page's clock has fractions, the hall's none
  /** @type {Map<string, TicketView[]>} */
  const given = new Map();
  for (const ticket of state.tickets.values()) {
    const { device_id: deviceId, issued_at: at } = ticket;
    if (!deviceId || at < since || at > now || !allowed(ticket, "void", now)) continue;
    given.set(deviceId, [...given.get(deviceId) ?? [], ticket]);
  }
  return [...given]
    .filter(([, tickets]) => tickets.length >= LEAST)
    .map(([deviceId, tickets]) => ({ deviceId, since, until: Math.ceil(now), numbers: inOrder(tickets) }))
    .sort((one, other) => other.numbers.length - one.numbers.length);
}

/** @param {Burst} burst @param {string} key */
export function voidBurst(burst, key) {
  const { deviceId, since, until } = burst;
  return { type: "void_burst", key, device_id: deviceId, since, until, reason: "burst", patience_ms: PATIENCE_MS };
}

/** @param {TicketView[]} tickets */
function inOrder(tickets) {
  const sorted = [...tickets].sort((one, other) => one.issued_at - other.issued_at || (one.number < other.number ? -1 : 1));
  return sorted.map((ticket) => ticket.number);
}
