/** Why a number is next, or was called: the hall's rule in words. */
import { clockText } from "./words.mjs";

/** A rule that this page does not know is not told. */
const RULES = new Set(["in_turn", "priority", "appointment", "appointment_early", "officer", "passed", "picked",
  "together_size", "together_age", "together_time"]);

/**
 * "" where nothing is said of it.
 * @param {import("./console.mjs").Console} app
 * @param {import("./hall_state.mjs").HallState} state
 * @param {import("./wire_types.mjs").TicketView} ticket
 * @param {string | null | undefined} rule
 */
export function whyWords(app, state, ticket, rule) {
  if (!rule || !RULES.has(rule)) return "";
  const at = rule === "in_turn" ? ticket.issued_at : ticket.visit.slot;
  const time = typeof at === "number" ? clockText(at, state.hall.time_zone) : "";
  return app.say(`why_${rule}`, { time, n: state.hall.most_passed ?? 0 });
}
