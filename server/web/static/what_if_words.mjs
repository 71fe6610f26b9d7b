/**
 * What if, in words and as a question. Pure.
 *
 * @typedef {{people: number, mean_ms: number, p90_ms: number, longest_ms: number, not_called: number, over_promise: number | null}} Waits
 * @typedef {{point: number, low: number, high: number}} Range
 * @typedef {{service_id: string, happened: Waits | null, unchanged: Waits, changed: Waits, difference: {mean_ms: Range}}} Outlook
 * @typedef {import("./words.mjs").Say} Say
 * @typedef {{date: string, days: string[], until: number, runs: number, distance: {each_ms: number, mean_ms: number} | null, outlooks: Outlook[]}} Answer
 */
const MINUTE_MS = 60_000;

/**
 * The form's fields as `/api/what-if` is asked.
 * @param {Record<string, string>} fields @param {string[]} services ids of those that are ticked
 */
export function questionOf({ what, counter, preset, start, end, when, day }, services) {
  const time = { start: start ?? "", end: end ?? "" };
  const change = {
    extra_counter: { what, services, ...time },
    counter_pauses: { what, counter, ...time },
    counter_services: { what, counter, services, ...time },
    preset: { what, preset },
  }[what];
  return { changes: [change], day: when === "past" ? day : "", tomorrow: when === "tomorrow" };
}

/**
 * Name and value of each figure: what was, or may be, and what would be.
 * @param {Say} say @param {Outlook} one @returns {[string, string][]}
 */
export function outlookFacts(say, { happened, unchanged, changed, difference }) {
  const before = happened ?? unchanged;
  /** @param {string} text @param {string} was @param {string} would */
  const fact = (text, was, would) => /** @type {[string, string]} */ ([say(text), say("what_if_from_to", { before: was, after: would })]);
  const { point, low, high } = difference.mean_ms;
  const range = say("what_if_range", { point: signed(point), low: signed(low), high: signed(high) });
  const promised = before.over_promise !== null && changed.over_promise !== null;
  return [
    [say("what_if_people"), String(before.people)],
    fact("what_if_mean", minutes(before.mean_ms), minutes(changed.mean_ms)),
    [say("what_if_difference"), range],
    fact("what_if_nine_of_ten", minutes(before.p90_ms), minutes(changed.p90_ms)),
    fact("what_if_longest", minutes(before.longest_ms), minutes(changed.longest_ms)),
    fact("what_if_not_called", whole(before.not_called), whole(changed.not_called)),
    ...(promised ? [fact("what_if_over_promise", whole(before.over_promise ?? 0), whole(changed.over_promise ?? 0))] : []),
  ];
}

/** Whether nothing of the day has happened yet; today has begun even when nobody has come. @param {Answer} told */
export function isToCome({ until }) {
  return until === 0;
}

/** @param {Say} say @param {Answer} told @param {string} separator between sentences */
export function resultNotes(say, told, separator) {
  const { distance, days, runs } = told;
  const first = isToCome(told) ? [say("what_if_days", { days: days.join(say("list_comma")) })]
    : distance === null ? [] : [say("what_if_distance", { each: minutes(distance.each_ms) })];
  return [...first, say("what_if_runs", { runs })].join(separator);
}

/** @param {number} ms */
function minutes(ms) {
  return (ms / MINUTE_MS).toFixed(1);
}

/** @param {number} ms */
function signed(ms) {
  const text = minutes(Math.abs(ms));
  if (Number(text) === 0) return text;
  return `${ms < 0 ? "−" : "+"}${text}`;
}

/** @param {number} value */
function whole(value) {
  return String(Math.round(value));
}
