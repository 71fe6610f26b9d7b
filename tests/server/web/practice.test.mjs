import assert from "node:assert/strict";
import { test } from "node:test";
import { callNext } from "../../../server/web/static/clerk_commands.mjs";
import { lineOf, nextAt, presentAt } from "../../../server/web/static/hall_state.mjs";
import { issuePractice, practised, practiceRights } from "../../../server/web/static/practice.mjs";
import { counter, play, snapshot, STAFF, ticket } from "./halls.mjs";

const REAL = play(snapshot({ tickets: [ticket("B001", "called")], counters: [counter("3", 4, "B001")] }));
const TOLD = {
  type: "practice", seq: 9, at: 9, tickets: [ticket("B002"), ticket("B003", "called", { counter_id: "3" })],
  counters: [counter("3", 1, "B003")], waiting: { again: 1 },
  lines: [{ counter_id: "3", next: ["1-B002"], waiting: 1, longest_since: 5, aside: [], groups: [] }], aside: [],
};

test("who practises sees the hall's services and counters, and no visitor", () => {
  const state = practised(REAL, TOLD);
  assert.equal(presentAt(state, "3").number, "B003");
  assert.deepEqual(nextAt(state, "3").map((one) => one.number), ["B002"]);
  assert.deepEqual([lineOf(state, "3").waiting, state.services.get("again").waiting], [1, 1]);
  assert.equal(state.tickets.has("1-B001"), false);
  assert.equal(state.hall, REAL.hall);
  assert.equal(presentAt(REAL, "3").number, "B001", "the hall is as it was");
  assert.deepEqual([practised(REAL, null).tickets.size, practised(null, TOLD)], [0, null]);
});

test("what is asked for in practice says so, and nothing of the hall can be asked", () => {
  assert.equal(callNext(practised(REAL, TOLD), "3", "key-1", null).practice, true);
  assert.equal(Object.hasOwn(callNext(REAL, "3", "key-1", null), "practice"), false);
  const command = issuePractice({ counter_id: "3", label: "3", primary: ["again"] }, "zh-TW", "key-2");
  assert.deepEqual([command.visit.practice, command.visit.service_id, command.visit.channel], [true, "again", "desk"]);
  assert.deepEqual(practiceRights([...STAFF, "pause_counter", "close_today", "void_burst", "set_by_hand"]), STAFF);
});
