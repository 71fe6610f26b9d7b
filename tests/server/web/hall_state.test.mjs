import assert from "node:assert/strict";
import { test } from "node:test";
import {
  callsAt, lineFor, longestSince, missedFor, presentAt, reduce, servicesOf,
} from "../../../server/web/static/hall_state.mjs";
import { event, HALL, snapshot, ticket } from "./halls.mjs";

const play = (...messages) => messages.reduce(reduce, null);
const called = (number, changes = {}) => ticket(number, { state: "called", counter_id: "3", called_at: 6000, ...changes });

test("nothing is known before the first snapshot", () => {
  assert.equal(play(event("ticket_issued", 11, ticket("B001"))), null);
});

test("an issued ticket stands in line and the count is the server's, not ours", () => {
  const state = play(snapshot(), event("ticket_issued", 11, ticket("B001"), { waiting: 7 }));
  assert.deepEqual(lineFor(state, ["again"]).map((one) => one.number), ["B001"]);
  assert.equal(state.services.get("again").waiting, 7);
  assert.equal(state.seq, 11);
});

test("the line is first come first served over a counter's services, whatever the order of arrival here", () => {
  const state = play(snapshot({
    tickets: [ticket("B001", { place: 3000 }), ticket("A001", { place: 1000 }), ticket("D001", { place: 500 })],
  }));
  assert.deepEqual(lineFor(state, servicesOf(HALL.counters[0])).map((one) => one.number), ["A001", "B001"]);
});

test("a call fills the counter; finishing empties it, counts stay", () => {
  const waiting = play(snapshot({ tickets: [ticket("B001")] }));
  const calling = reduce(waiting, event("ticket_called", 11, called("B001"), { calls: 1 }));
  assert.equal(presentAt(calling, "3").number, "B001");
  assert.equal(callsAt(calling, "3"), 1);
  const done = reduce(calling, event("ticket_finished", 12, called("B001", { state: "served" })));
  assert.equal(presentAt(done, "3"), null);
  assert.equal(callsAt(done, "3"), 1);
  assert.equal(done.tickets.size, 0);
  assert.equal(presentAt(waiting, "3"), null, "earlier states are untouched");
});

test("missed leaves the counter free and the ticket on the list; restored it waits again", () => {
  const missed = play(
    snapshot({ tickets: [ticket("B001")] }),
    event("ticket_called", 11, called("B001"), { calls: 1 }),
    event("ticket_missed", 12, called("B001", { state: "missed" })),
  );
  assert.equal(presentAt(missed, "3"), null);
  assert.deepEqual(missedFor(missed, HALL.counters[0]).map((one) => one.number), ["B001"]);
  assert.deepEqual(missedFor(missed, HALL.counters[1]), []);
  assert.equal(missedFor(missed).length, 1);
  const back = reduce(missed, event("ticket_restored", 13, ticket("B001", { place: 9000 })));
  assert.deepEqual(missedFor(back), []);
  assert.deepEqual(lineFor(back, ["again"]).map((one) => one.number), ["B001"]);
});

test("a missed event about a ticket that the counter no longer holds leaves the present one alone", () => {
  const state = play(
    snapshot({ tickets: [called("B002")], counters: [{ counter_id: "3", calls: 2, ticket_id: "1-B002" }] }),
    event("ticket_missed", 11, called("B001", { state: "missed" })),
  );
  assert.equal(presentAt(state, "3").number, "B002");
});

test("the timer starts at the arrival that was seen, survives a snapshot and ends with the visit", () => {
  const serving = called("B001", { state: "serving" });
  const state = play(snapshot({ tickets: [called("B001")] }), event("ticket_arrived", 11, serving, { at: 7777 }));
  assert.equal(state.arrivals.get("1-B001"), 7777);
  const again = reduce(state, snapshot({ seq: 11, tickets: [serving] }));
  assert.equal(again.arrivals.get("1-B001"), 7777);
  assert.equal(reduce(again, snapshot({ seq: 12 })).arrivals.size, 0);
});

test("a gap stops the events until a snapshot closes it", () => {
  const gap = play(snapshot(), event("ticket_issued", 13, ticket("B003")));
  assert.equal(gap.gap, true);
  assert.equal(gap.tickets.size, 0);
  const still = reduce(gap, event("ticket_issued", 11, ticket("B001")));
  assert.equal(still, gap);
  const closed = reduce(gap, snapshot({ seq: 13, tickets: [ticket("B003")] }));
  assert.equal(closed.gap, false);
  assert.equal(closed.tickets.size, 1);
});

test("what is already known is not applied twice", () => {
  const state = play(snapshot(), event("ticket_issued", 11, ticket("B001")));
  assert.equal(reduce(state, event("ticket_issued", 11, ticket("B001"), { waiting: 99 })), state);
});

test("opening hours and devices change by themselves; unknown messages change nothing", () => {
  const state = play(snapshot({ devices: [device("kiosk-1", "ok")] }));
  const shut = reduce(state, {
    type: "opening_changed", services: [{ service_id: "seek", waiting: 0, open: false, opens_at: 9, numbers_left: true }],
  });
  assert.equal(shut.services.get("seek").open, false);
  assert.equal(shut.services.get("again").open, true);
  const out = reduce(shut, { type: "device_changed", device: device("kiosk-1", "trouble") });
  const other = reduce(out, { type: "device_changed", device: device("kiosk-2", "ok") });
  assert.deepEqual([...other.devices.values()].map((one) => one.state), ["trouble", "ok"]);
  assert.equal(reduce(other, { type: "from_a_newer_server" }), other);
});

const device = (by, state) => ({
  device_id: "printer", kind: "ticket_printer", state, code: "", detail: "", since: 0, reported_by: by,
});

test("who waits longest took the first number, not the first place", () => {
  const state = play(snapshot({
    tickets: [ticket("B001", { issued_at: 100, place: 9000 }), ticket("B002", { issued_at: 200, place: 200 })],
  }));
  assert.equal(longestSince(state, "again"), 100);
  assert.equal(longestSince(state, "seek"), null);
});
