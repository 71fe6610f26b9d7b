import assert from "node:assert/strict";
import { test } from "node:test";

import { isToCome, outlookFacts, questionOf, resultNotes } from "../../../server/web/static/what_if_words.mjs";

const say = (key, fields = {}) => [key, ...Object.values(fields)].join(" ");
const FIELDS = { what: "extra_counter", counter: "2", preset: "balanced", start: "10:00", end: "12:00", when: "today", day: "2026-11-24" };
const minutes = (n) => n * 60_000;
const waits = (mean, over = null) => ({ people: 12, mean_ms: minutes(mean), p90_ms: minutes(mean * 2), longest_ms: minutes(mean * 3), not_called: 0.4, over_promise: over });

test("a change is asked with the fields that it has, of the day that was chosen", () => {
  assert.deepEqual(questionOf(FIELDS, ["a", "b"]), {
    changes: [{ what: "extra_counter", services: ["a", "b"], start: "10:00", end: "12:00" }], day: "", tomorrow: false,
  });
  assert.deepEqual(questionOf({ ...FIELDS, what: "counter_pauses", when: "past" }, []), {
    changes: [{ what: "counter_pauses", counter: "2", start: "10:00", end: "12:00" }], day: "2026-11-24", tomorrow: false,
  });
  assert.deepEqual(questionOf({ ...FIELDS, what: "counter_services", when: "tomorrow" }, ["b"]), {
    changes: [{ what: "counter_services", counter: "2", services: ["b"], start: "10:00", end: "12:00" }], day: "", tomorrow: true,
  });
  assert.deepEqual(questionOf({ ...FIELDS, what: "preset" }, ["b"]).changes, [{ what: "preset", preset: "balanced" }]);
});

test("figures stand beside those that were, and of a day to come beside those that may be", () => {
  const one = { service_id: "a", happened: waits(10, 3), unchanged: waits(11, 4), changed: waits(7.26, 1), difference: { mean_ms: { point: minutes(-2.74), low: minutes(-4), high: minutes(0.01) } } };
  assert.deepEqual(outlookFacts(say, one), [
    ["what_if_people", "12"],
    ["what_if_mean", "what_if_from_to 10.0 7.3"],
    ["what_if_difference", "what_if_range −2.7 −4.0 0.0"],
    ["what_if_nine_of_ten", "what_if_from_to 20.0 14.5"],
    ["what_if_longest", "what_if_from_to 30.0 21.8"],
    ["what_if_not_called", "what_if_from_to 0 0"],
    ["what_if_over_promise", "what_if_from_to 3 1"],
  ]);
  const to_come = outlookFacts(say, { ...one, happened: null });
  assert.equal(to_come[1][1], "what_if_from_to 11.0 7.3");
  assert.equal(outlookFacts(say, { ...one, happened: waits(10), changed: waits(7) }).length, 6, "nothing was promised");
});

test("how far off it is stands under it, or from which days it was drawn", () => {
  const told = { date: "2026-11-24", days: ["2026-11-17", "2026-11-24"], until: 1_795_492_800_000, runs: 30, distance: { each_ms: 30_000, mean_ms: 0 }, outlooks: [] };
  assert.equal(resultNotes(say, told, ". "), "what_if_distance 0.5. what_if_runs 30");
  assert.equal(resultNotes(say, { ...told, until: 0, distance: null }, ". "), "what_if_days 2026-11-17list_comma2026-11-24. what_if_runs 30");
});

test("a day to which nobody has come yet is none to come", () => {
  const told = { date: "2026-11-24", days: ["2026-11-24"], until: 1_795_492_800_000, runs: 30, distance: null, outlooks: [] };
  assert.equal(isToCome(told), false);
  assert.equal(isToCome({ ...told, until: 0 }), true);
  assert.equal(resultNotes(say, told, ". "), "what_if_runs 30");
});
