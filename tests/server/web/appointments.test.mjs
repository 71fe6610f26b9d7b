import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bookAppointment, byDate, cancelAppointment, ENDS, freeFor, spelledCode, standing,
} from "../../../server/web/static/appointments.mjs";
import { checkIn } from "../../../server/web/static/clerk_commands.mjs";
import { reduce } from "../../../server/web/static/hall_state.mjs";
import { snapshot } from "./halls.mjs";

const one = (changes = {}) => ({ code: "K7M4XR", visit: {}, state: "booked", late_after: 1000, ticket_id: "", concern: null, ...changes });

test("what is asked of an appointment says its slot, its officer, its code, and nothing of a person", () => {
  const visit = { service_id: "again", channel: "desk", language: "en", visitor_class: "young", slot: 9, officer: "a1" };
  assert.deepEqual(bookAppointment({ serviceId: "again", officer: "a1", language: "en", visitorClass: "young" }, 9, "key"), {
    type: "book_appointment", key: "key", visit, patience_ms: 5000,
  });
  assert.deepEqual(cancelAppointment("k7m 4xr", ENDS[0], "key"), {
    type: "cancel_appointment", key: "key", code: "k7m 4xr", reason: "asked", patience_ms: 5000,
  });
  assert.deepEqual(checkIn("k7m 4xr", "key"), { type: "check_in", key: "key", code: "k7m 4xr", channel: "desk", patience_ms: 5000 });
});

test("a code is spelled in threes", () => {
  assert.equal(spelledCode("K7M4XR"), "K7M 4XR");
  assert.equal(spelledCode("K7M"), "K7M");
});

test("one that is to come is late after its time, and first of all what it cannot be", () => {
  assert.equal(standing(one(), 1000), "booked");
  assert.equal(standing(one(), 1001), "late");
  assert.equal(standing(one({ concern: "closed" }), 1001), "closed");
  assert.equal(standing(one({ state: "here" }), 1001), "here");
  assert.equal(standing(one({ state: "rescheduled" }), 0), "rescheduled");
});

test("slots stand under their dates, without those of an officer who has somebody then", () => {
  const slots = [{ slot: 1, left: 1, busy: ["a1"] }, { slot: 2, left: 2, busy: [] }, { slot: 11, left: 1, busy: [] }];
  assert.deepEqual([...byDate(slots, (at) => `day ${Math.floor(at / 10)}`)], [["day 0", slots.slice(0, 2)], ["day 1", [slots[2]]]]);
  assert.deepEqual(freeFor(slots, "a1"), slots.slice(1));
  assert.deepEqual(freeFor(slots, ""), slots);
});

test("the hall's newest word of the day's appointments counts, and a snapshot keeps it", () => {
  const before = reduce(null, snapshot());
  assert.deepEqual(before.appointments, []);
  const after = reduce(before, { type: "appointments", seq: 2, at: 0, date: "2026-11-23", appointments: [one()] });
  assert.deepEqual(after.appointments, [one()]);
  assert.deepEqual(reduce(after, snapshot()).appointments, [one()]);
});
