import assert from "node:assert/strict";
import { test } from "node:test";
import {
  callNext, forPresent, issue, newKey, possible, question, restore,
} from "../../../server/web/static/clerk_commands.mjs";
import { reduce } from "../../../server/web/static/hall_state.mjs";
import { snapshot, ticket } from "./halls.mjs";

const at = (state, recalls = 0) => reduce(null, snapshot({
  tickets: [ticket("B001", { state, recalls, counter_id: "3", called_at: 1 })],
  counters: [{ counter_id: "3", calls: 4, ticket_id: "1-B001" }],
}));
const empty = reduce(null, snapshot());

test("an empty counter can only call", () => {
  assert.deepEqual(possible(empty, "3"), { next: true, arrive: false, recall: false, finish: false, miss: false });
  assert.equal(question(empty, "3"), null);
  assert.equal(forPresent("finish", empty, "3", "k"), null);
});

test("a called visitor may arrive, be called again up to the limit, be finished or missed", () => {
  assert.deepEqual(possible(at("called"), "3"), { next: true, arrive: true, recall: true, finish: true, miss: true });
  assert.equal(possible(at("called", 1), "3").recall, true);
  assert.equal(possible(at("called", 2), "3").recall, false);
  assert.equal(question(at("called"), "3").kind, "called");
});

test("a visitor being served can only be finished", () => {
  assert.deepEqual(possible(at("serving"), "3"), { next: true, arrive: false, recall: false, finish: true, miss: false });
  assert.equal(question(at("serving"), "3").kind, "serving");
  assert.equal(forPresent("miss", at("serving"), "3", "k"), null);
});

test("commands name what the clerk sees", () => {
  const state = at("called");
  assert.deepEqual(callNext(state, "3", "key-1", "missed"), {
    type: "call_next", key: "key-1", counter_id: "3", after: 4, present: "missed", patience_ms: 5000,
  });
  assert.deepEqual(forPresent("recall", state, "3", "key-2"), {
    type: "recall_ticket", key: "key-2", counter_id: "3", ticket_id: "1-B001", patience_ms: 5000,
  });
  assert.equal(callNext(empty, "3", "k", null).after, 0);
  assert.equal(restore("1-B001", "k").type, "restore_ticket");
  assert.equal(issue({ serviceId: "again", language: "en", visitorClass: "priority" }, "k").channel, "desk");
});

test("keys are 128 random bits, URL-safe, and never the same", () => {
  const keys = new Set(Array.from({ length: 500 }, () => newKey()));
  assert.equal(keys.size, 500);
  for (const key of keys) assert.match(key, /^[A-Za-z0-9_-]{22}$/);
});
