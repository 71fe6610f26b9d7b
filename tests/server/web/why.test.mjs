/** Why a number is next, in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { whyWords } from "../../../server/web/static/why.mjs";

const HALF_PAST_NINE = Date.UTC(2026, 10, 24, 1, 30);
const app = /** @type {any} */ ({ say: (/** @type {string} */ key, /** @type {Record<string, unknown>} */ fields) => [key, fields.time, fields.n].join(" ") });
const state = /** @type {any} */ ({ hall: { time_zone: "Asia/Taipei", most_passed: 8 } });
const ticket = /** @type {any} */ ({ issued_at: HALF_PAST_NINE, visit: { slot: HALF_PAST_NINE + 1_800_000 } });

test("a walk-in is told by when it came, an appointment by its time", () => {
  assert.equal(whyWords(app, state, ticket, "in_turn"), "why_in_turn 09:30 8");
  assert.equal(whyWords(app, state, ticket, "appointment"), "why_appointment 10:00 8");
  assert.equal(whyWords(app, state, { ...ticket, visit: { slot: null } }, "passed"), "why_passed  8");
});

test("nothing is said of no rule, nor of one of tomorrow", () => {
  for (const rule of [null, undefined, "", "by_lot"]) assert.equal(whyWords(app, state, ticket, rule), "");
});
