/** Why a number is next, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../../server/web/static/present_view.mjs";
import { whyWords } from "../../../server/web/static/why.mjs";

const HALF_PAST_NINE = Date.UTC(2026, 10, 24, 1, 30);
const app = /** @type {any} */ ({ say: (/** @type {string} */ key, /** @type {Record<string, unknown>} */ fields) => [key, fields.time, fields.n].join(" ") });
const state = /** @type {any} */ ({ hall: { time_zone: "Asia/Taipei", most_passed: 8 } });
const ticket = /** @type {any} */ ({ issued_at: HALF_PAST_NINE, visit: { slot: HALF_PAST_NINE + 1_800_000 } });

test("a walk-in is told by when it came, an appointment by its time", () => {
  assert.equal(whyWords(app, state, ticket, "in_turn"), "why_in_turn 09:30 8");
  for (const rule of ["together_size", "together_age", "together_time"]) {
    assert.ok(whyWords(app, state, ticket, rule).startsWith(`why_${rule}`), rule);
  }
  assert.equal(whyWords(app, state, ticket, "appointment"), "why_appointment 10:00 8");
  assert.equal(whyWords(app, state, { ...ticket, visit: { slot: null } }, "passed"), "why_passed  8");
});

test("nothing is said of no rule, nor of one of tomorrow", () => {
  for (const rule of [null, undefined, "", "by_lot"]) assert.equal(whyWords(app, state, ticket, rule), "");
});

test("the clerk is told each thing once", () => {
  const page = /** @type {any} */ ({ say: (/** @type {string} */ key) => key, languageName: () => "", texts: {}, language: "en", list: () => "" });
  const hall = /** @type {any} */ ({ services: new Map(), hall: { ...state.hall, visitor_classes: [{ class_id: "priority", name: { en: "priority" }, priority: true }] } });
  const of = (/** @type {string} */ visitor_class, /** @type {number | null} */ slot, /** @type {string} */ rule) => (
    factsOf(page, hall, { ...ticket, rule, visit: { visitor_class, slot, language: "en" } }, []).slice(1));
  assert.deepEqual(of("ordinary", HALF_PAST_NINE, "appointment"), ["why_appointment"]);
  assert.deepEqual(of("ordinary", HALF_PAST_NINE, "in_turn"), ["why_in_turn", "appointed"]);
  assert.deepEqual(of("priority", null, "priority"), ["why_priority"]);
  assert.equal(of("priority", null, "in_turn").length, 2);
});
