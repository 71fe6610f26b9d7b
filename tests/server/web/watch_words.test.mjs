import assert from "node:assert/strict";
import { test } from "node:test";
import { doneForOthers, givenUpHere, longWaits } from "../../../server/web/static/watch_words.mjs";
import { reduce } from "../../../server/web/static/hall_state.mjs";
import { counter, lines, snapshot, ticket } from "./halls.mjs";

const app = {
  language: "en", style: { counter: "{noun} {label}" }, now: () => 47 * 60_000 + 1000,
  list: (names) => names.join(", "), say: (key, fields) => `${key} ${JSON.stringify(fields)}`,
};
const heard = (changes, whole) => [snapshot({ tickets: [ticket("B012")] }), lines(changes, whole)].reduce(reduce, null);

test("who waits too long is named with the minutes, as long as the hall says so", () => {
  const state = heard({}, { services: [{ service_id: "again", too_long: "1-B012" }, { service_id: "seek" }] });
  assert.deepEqual(longWaits(app, state), ['waits_too_long {"number":"B012","service":"again","n":47}']);
  assert.deepEqual(longWaits(app, heard({}, { services: [{ service_id: "again" }] })), []);
  assert.deepEqual(longWaits(app, heard({}, { services: [{ service_id: "again", too_long: "1-B099" }] })), []);
});

test("a counter says what it does for others", () => {
  const state = heard({ reserve: ["seek"], stands_in_for: ["4"] });
  assert.deepEqual(doneForOthers(app, state, "3"), ['reserve_open {"services":"seek"}', 'stands_in {"counters":"Counter 4"}']);
  assert.deepEqual(doneForOthers(app, heard(), "3"), []);
});

test("a counter hears that a number which it has called was given up, and no other counter does", () => {
  const before = snapshot({ tickets: [ticket("B012", "called", { counter_id: "3" })], counters: [counter("3", 1, "B012")] });
  const state = reduce(null, before);
  const gone = { type: "hall_moved", what: "ticket_given_up", tickets: [ticket("B012", "cancelled", { stage: "gone" })] };
  assert.equal(givenUpHere(app, state, gone, "3"), 'given_up_notice {"number":"B012"}');
  assert.equal(givenUpHere(app, state, gone, "4"), "");
  assert.equal(givenUpHere(app, state, { ...gone, what: "ticket_cancelled" }, "3"), "");
  assert.equal(givenUpHere(app, null, gone, "3"), "");
});
