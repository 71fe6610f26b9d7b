import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asideAt, callsAt, deviceKey, groupsAt, lineOf, longestFor, nextAt, prefixOf, presentAt, reduce, stillWaits,
  ticketsAt, waitFor,
} from "../../../server/web/static/hall_state.mjs";
import { counter, lines, moved, play, realMorning, snapshot, ticket } from "./halls.mjs";

const numbers = (tickets) => tickets.map((one) => one.number);
const plain = ({ seq, hall, date, services, counters, tickets, devices }) => ({
  seq, hall, date, services: Object.fromEntries(services), counters: Object.fromEntries(counters),
  tickets: Object.fromEntries(tickets), devices: Object.fromEntries(devices),
});

test("nothing is known before the first snapshot", () => {
  assert.equal(play(moved(11, { tickets: [ticket("B001")] })), null);
  assert.equal(play(lines()), null);
});

test("a morning of the real hall: what moved leads to what a snapshot says, after each step", () => {
  const { snapshot: begin, steps } = realMorning();
  let state = play(begin);
  for (const { did, said, snapshot: now } of steps) {
    const before = state.seq;
    state = said.reduce(reduce, state);
    assert.ok(state.seq > before, did);
    assert.deepEqual(plain(state), plain(play(now)), did);
    for (const { counter_id: id, next, aside } of state.lines.counters) {
      assert.deepEqual(nextAt(state, id).map((one) => one.ticket_id), next, did);
      assert.deepEqual(asideAt(state, id).map((one) => one.ticket_id), aside, did);
    }
  }
  assert.ok(steps.some(({ said }) => said.some((one) => one.aside?.length)), "nobody was missed that morning");
});

test("whatever a message moved is replaced, and a ticket that has gone is dropped, for a verb nobody knows", () => {
  const before = play(snapshot({
    tickets: [ticket("B001", "called"), ticket("B002")], counters: [counter("3", 4, "B001"), counter("4", 1)],
  }));
  const after = reduce(before, moved(11, {
    tickets: [ticket("B001", "spirited_away", { stage: "gone" }), ticket("B002", "seated", { stage: "serving" })],
    counters: [counter("3", 5, "B002")], waiting: { again: 0, seek: 9, unheard_of: 3 },
  }));
  assert.deepEqual(numbers([...after.tickets.values()]), ["B002"]);
  assert.equal(presentAt(after, "3").state, "seated");
  assert.equal(callsAt(after, "3"), 5);
  assert.equal(callsAt(after, "4"), 1, "the other counter is as it was");
  assert.deepEqual([after.services.get("seek").waiting, after.services.has("unheard_of")], [9, false]);
  assert.equal(presentAt(before, "3").number, "B001", "earlier states are untouched");
});

test("the line's order, its length and its longest wait are the hall's, whatever the tickets look like", () => {
  const tickets = [ticket("A001", "waiting", { issued_at: 1 }), ticket("B001", "waiting", { issued_at: 3 }), ticket("B002")];
  const state = play(snapshot({ tickets }), lines({ next: ["1-B002", "1-A001", "1-B001"], waiting: 40, longest_since: 77 }, {
    services: [{ service_id: "again", next: [], longest_since: 66 }],
  }));
  assert.deepEqual(numbers(nextAt(state, "3")), ["B002", "A001", "B001"]);
  assert.deepEqual([lineOf(state, "3").waiting, lineOf(state, "3").longest_since], [40, 77]);
  assert.deepEqual([longestFor(state, "again"), longestFor(state, "seek")], [66, null]);
  assert.deepEqual([nextAt(state, "4"), lineOf(state, "4").waiting], [[], 0], "a counter the hall says nothing of");
});

test("the newest lines win, live through a snapshot, and name only tickets that are there and in line", () => {
  const tickets = [ticket("B001"), ticket("B002")];
  const old = play(snapshot({ tickets }), lines({ next: ["1-B002"] }), lines({ next: ["1-B001", "1-B002", "1-B999"] }));
  assert.deepEqual(numbers(nextAt(old, "3")), ["B001", "B002"]);
  const called = reduce(old, moved(11, { tickets: [ticket("B001", "called")] }));
  assert.deepEqual(numbers(nextAt(called, "3")), ["B002"], "called, and the lines not yet told anew");
  assert.deepEqual(numbers(nextAt(reduce(old, snapshot({ seq: 12, tickets: [ticket("B002")] })), "3")), ["B002"]);
});

test("what is set aside is listed in the hall's order, missed or anything new, a counter's or all", () => {
  const tickets = [ticket("B001", "missed"), ticket("D001", "dozing", { stage: "aside" }), ticket("B002")];
  const state = play(snapshot({ tickets }), lines(
    { aside: ["1-D001", "1-B001", "1-B002"] }, { aside: ["1-B001", "1-D001"] },
  ));
  assert.deepEqual(numbers(asideAt(state, "3")), ["D001", "B001"]);
  assert.deepEqual(asideAt(state, "4"), []);
  assert.deepEqual(numbers(asideAt(state, null)), ["B001", "D001"]);
  assert.deepEqual(asideAt(play(snapshot({ tickets })), null), [], "before the hall said who");
});

test("who waits in line for an officer who is away is listed with those set aside", () => {
  const tickets = [ticket("B001", "missed"), ticket("B002", "waiting", { for_officer: "a1" }), ticket("B003")];
  const state = play(snapshot({ tickets }), lines({ aside: ["1-B002", "1-B001", "1-B003"] }));
  assert.deepEqual(numbers(asideAt(state, "3")), ["B002", "B001"]);
});

test("several tickets can be at one counter; one that is not known is left out", () => {
  const state = play(snapshot({
    tickets: [ticket("B001", "called"), ticket("B002", "called")], counters: [counter("3", 1, "B001", "B009", "B002")],
  }));
  assert.deepEqual(numbers(ticketsAt(state, "3")), ["B001", "B002"]);
  assert.equal(presentAt(state, "3").number, "B001");
  assert.equal(presentAt(state, "4"), null);
});

test("of several the buttons are about who has not come, or who was chosen", () => {
  const state = play(snapshot({
    tickets: [ticket("B001", "serving"), ticket("B002", "called"), ticket("B003", "called")],
    counters: [counter("3", 1, "B001", "B002", "B003")],
  }));
  assert.equal(presentAt(state, "3").number, "B002");
  assert.equal(presentAt(state, "3", "1-B001").number, "B001");
  assert.equal(presentAt(state, "3", "1-B009").number, "B002", "whoever was chosen has left");
});

test("a counter's groups are those that the hall names", () => {
  const groups = [{ service_id: "first", size: 3, next: ["1-A001"], waiting: 1, ready: null, ready_at: 9000 }];
  const lines = { type: "lines", seq: 1, at: 1, services: [], counters: [{ counter_id: "3", groups }] };
  const state = play(snapshot(), lines);
  assert.deepEqual(groupsAt(state, "3"), groups);
  assert.deepEqual(groupsAt(state, "4"), []);
});

test("a number's prefix is that of its service, and none of one that left the configuration", () => {
  const { snapshot: begin } = realMorning();
  const state = play(begin);
  assert.deepEqual(state.hall.services.map((service) => prefixOf(state, service)), [..."ABCDEFGH"]);
  assert.equal(prefixOf(state, { service_id: "plums" }), "");
  assert.equal(prefixOf(state, undefined), "");
});

test("what is already known is not applied twice", () => {
  const state = play(snapshot(), moved(11, { tickets: [ticket("B001")] }));
  assert.equal(reduce(state, moved(11, { tickets: [ticket("B009")] })), state);
});

test("opening hours and devices change by themselves; unknown messages change nothing", () => {
  const device = (by, state) => ({
    device_id: "printer", kind: "ticket_printer", state, code: "", detail: "", since: 0, reported_by: by,
  });
  const state = play(snapshot({ devices: [device("kiosk-1", "ok")] }));
  const shut = reduce(state, {
    type: "opening_changed", services: [{ service_id: "seek", waiting: 0, open: false, opens_at: 9, numbers_left: true }],
  });
  assert.deepEqual([shut.services.get("seek").open, shut.services.get("again").open], [false, true]);
  const out = reduce(shut, { type: "device_changed", device: device("kiosk-1", "trouble") });
  const other = reduce(out, { type: "device_changed", device: device("kiosk-2", "ok") });
  assert.deepEqual([...other.devices.values()].map((one) => [deviceKey(one), one.state]), [
    ["kiosk-1 printer", "trouble"], ["kiosk-2 printer", "ok"],
  ]);
  for (const type of ["from_a_newer_server", "pulse", "welcome", "accepted"]) assert.equal(reduce(other, { type }), other);
});

const RANGE = { says: "range", low: 25, high: 40 };
const waits = (now, tickets = {}) => ({ type: "waits", seq: 10, at: 5000, good_ms: 60_000, issued_now: now, tickets });
const of = (service_id, wait, visitor_class = "ordinary") => ({ service_id, visitor_class, wait });

test("the wait of a service is what the hall says, each class its own, and nothing once it is old", () => {
  const state = reduce(play(snapshot()), waits([of("again", RANGE), of("again", { says: "next" }, "priority")]), 1000);
  assert.deepEqual(waitFor(state, "again", "ordinary", 61_000), RANGE);
  assert.deepEqual(waitFor(state, "again", "priority", 1000), { says: "next" });
  assert.deepEqual(waitFor(state, "again", "veteran", 1000), RANGE, "a class that is not named waits as ordinary visitors do");
  assert.equal(waitFor(state, "seek", "ordinary", 1000), null);
  assert.equal(waitFor(state, "again", "ordinary", 61_001), null);
  assert.equal(waitFor(play(snapshot()), "again", "ordinary", 0), null);
});

test("the newest waits count, live through a snapshot, and name tickets", () => {
  const first = reduce(play(snapshot()), waits([of("again", RANGE)], { "1-B001": RANGE }), 0);
  const again = reduce(first, snapshot({ seq: 12 }), 5);
  assert.deepEqual(waitFor(again, "again", "ordinary", 60_000), RANGE);
  assert.deepEqual([stillWaits(again, "1-B001", 0), stillWaits(again, "1-B002", 0)], [RANGE, null]);
  assert.equal(stillWaits(again, "1-B001", 60_001), null);
  const none = reduce(again, waits([]), 10);
  assert.deepEqual([waitFor(none, "again", "ordinary", 10), stillWaits(none, "1-B001", 10)], [null, null]);
});
