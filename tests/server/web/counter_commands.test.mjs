import assert from "node:assert/strict";
import { test } from "node:test";
import { askOfCounter, backAt, backTimes, PAUSE_REASONS, waysOn } from "../../../server/web/static/counter_commands.mjs";

test("a command of the counter names it and no ticket", () => {
  assert.deepEqual(askOfCounter("pause_counter", "3", "key-1", { reason: "lunch", back_at: null }), {
    type: "pause_counter", key: "key-1", counter_id: "3", reason: "lunch", back_at: null, patience_ms: 5000,
  });
  assert.deepEqual(askOfCounter("open_counter", "3", "key-2"), {
    type: "open_counter", key: "key-2", counter_id: "3", patience_ms: 5000,
  });
});

test("coming back is on full five minutes, never sooner than said, and all of them differ", () => {
  const now = Date.UTC(2026, 10, 23, 3, 58, 1);
  const times = backTimes(now);
  assert.equal(times[0], Date.UTC(2026, 10, 23, 4, 5));
  assert.ok(times.every((at) => at % 300_000 === 0 && at > now));
  assert.equal(new Set(times).size, times.length);
});

test("what a counter may be asked to become: nobody closes over somebody", () => {
  assert.deepEqual(waysOn("open", true), ["pause_counter", "close_counter"]);
  assert.deepEqual(waysOn("open", false), ["pause_counter"]);
  assert.deepEqual(waysOn("paused", true), ["open_counter", "pause_counter", "close_counter"]);
  assert.deepEqual(waysOn("paused", false), ["open_counter", "pause_counter"]);
  assert.deepEqual(waysOn("closed", true), ["open_counter"]);
  assert.deepEqual(waysOn("dozing", true)[0], "open_counter", "a state of tomorrow has a way back");
});

test("when the clerk means to be back is said as long as that lies ahead", () => {
  const paused = { counter_id: "3", calls: 0, state: "paused", back_at: 100 };
  assert.equal(backAt(paused, 99), 100);
  assert.equal(backAt(paused, 100), null);
  assert.equal(backAt({ ...paused, back_at: null }, 0), null);
  assert.equal(backAt({ ...paused, state: "open" }, 0), null);
  assert.equal(backAt(undefined, 0), null);
  assert.equal(new Set(PAUSE_REASONS).size, 5);
});
