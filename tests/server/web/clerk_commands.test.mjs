import { webcrypto } from "node:crypto"; // Debian 12's node has no global one
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allowed, ask, beyond, callGroup, callNext, issue, offered, question, transfer, VERBS, verbsAtCounter, verbsForRow,
} from "../../../server/web/static/clerk_commands.mjs";
import { newKey } from "../../../server/web/static/new_key.mjs";
import { reduce } from "../../../server/web/static/hall_state.mjs";
import { counter, play, realMorning, snapshot, STAFF, ticket } from "./halls.mjs";

const at = (one) => play(snapshot({ tickets: [one], counters: [counter("3", 4, one.number)] }));
const verb = (name) => VERBS.find((one) => one.verb === name);
const names = (verbs) => verbs.map((one) => one.verb);

test("a ticket says what it allows, and until when; nothing else decides", () => {
  const odd = ticket("B001", "waiting", { allows: { miss: 5_000, arrive: null } });
  assert.deepEqual(names(VERBS.filter((one) => allowed(odd, one.verb, 5_000))), ["arrive", "miss"]);
  assert.deepEqual(names(VERBS.filter((one) => allowed(odd, one.verb, 5_001))), ["arrive"]);
  assert.equal(allowed(null, "arrive", 0), false);
});

test("a verb that rests is not offered before its instant", () => {
  const called = ticket("B001", "called", { rests_until: { recall: 5_000 } });
  assert.deepEqual([4_999, 5_000].map((now) => allowed(called, "recall", now)), [false, true]);
  assert.equal(allowed(called, "arrive", 0), true);
});

test("a verb that this page has no right to is not offered", () => {
  assert.deepEqual(names(verbsAtCounter(STAFF)), ["arrive", "finish", "recall", "miss", "hold", "finish_as", "transfer"]);
  assert.deepEqual(names(verbsAtCounter(new Set(["finish_ticket", "restore_ticket"]))), ["finish", "finish_as"]);
  const missed = ticket("B001", "missed");
  assert.deepEqual(names(verbsForRow(missed, STAFF, 0, "3")), ["restore", "transfer"]);
  assert.deepEqual(verbsForRow(missed, new Set(["call_next"]), 0, "3"), []);
});

test("a second button of a verb is offered whenever the verb is allowed", () => {
  assert.equal(offered(ticket("B001", "serving"), verb("finish_as"), STAFF, 0), true);
  assert.equal(offered(ticket("B001", "missed"), verb("finish_as"), STAFF, 0), false);
  assert.equal(offered(ticket("B001", "serving", { allows: { finish: 5 } }), verb("finish_as"), STAFF, 6), false);
});

test("who is held is resumed at a counter alone, and sent on from the desk too; nobody in line is, from a row", () => {
  assert.deepEqual(names(verbsForRow(ticket("B001", "held"), STAFF, 0, "3")), ["resume", "transfer"]);
  assert.deepEqual(names(verbsForRow(ticket("B001", "held"), STAFF, 0, null)), ["transfer"]);
  assert.deepEqual(names(verbsForRow(ticket("B001"), STAFF, 0, "3")), ["pick"]);
});

test("a number is cancelled or made void at the desk, with a reason", () => {
  const waiting = ticket("B001", "waiting", { allows: { pick: null, cancel: null, void: null } });
  assert.deepEqual(names(verbsForRow(waiting, STAFF, 0, null)), ["cancel", "void"]);
  assert.deepEqual(names(verbsForRow(waiting, STAFF, 0, "3")), ["pick"]);
  assert.deepEqual(ask(verb("void"), waiting, null, "key-1", "duplicate"), {
    type: "void_ticket", key: "key-1", ticket_id: "1-B001", reason: "duplicate", patience_ms: 5000,
  });
});

test("who waits may be called later, from desk and counter, and comes back with one press", () => {
  const may = new Set(["later_ticket", "back_ticket"]);
  const waiting = ticket("B001", "waiting", { allows: { later: null, cancel: null } });
  const away = ticket("B001", "later", { stage: "aside", allows: { back: null } });
  for (const at of ["3", null]) {
    assert.deepEqual([waiting, away].map((one) => names(verbsForRow(one, may, 0, at))), [["later"], ["back"]]);
  }
  assert.deepEqual(ask(verb("later"), waiting, "3", "key-1", "20"), {
    type: "later_ticket", key: "key-1", ticket_id: "1-B001", minutes: 20, patience_ms: 5000,
  });
  assert.deepEqual(ask(verb("back"), away, null, "key-2"), {
    type: "back_ticket", key: "key-2", ticket_id: "1-B001", patience_ms: 5000,
  });
});

test("set aside in a way of tomorrow: the verbs that are known, where they can be asked", () => {
  const held = ticket("B001", "dozing", { stage: "aside", allows: { wake: null, restore: 9, finish: null } });
  assert.deepEqual(names(verbsForRow(held, STAFF, 9, "3")), ["finish", "restore"]);
  assert.deepEqual(names(verbsForRow(held, STAFF, 10, "3")), ["finish"]);
  assert.deepEqual(names(verbsForRow(held, STAFF, 9, null)), ["restore"], "the desk is no counter");
});

test("every verb of the table asks for what it says, in the hall's own words", () => {
  const missed = ticket("B001", "missed");
  assert.deepEqual(ask(verb("recall"), missed, "3", "key-2"), {
    type: "recall_ticket", key: "key-2", counter_id: "3", ticket_id: "1-B001", patience_ms: 5000,
  });
  assert.deepEqual(ask(verb("restore"), missed, "3", "key-3"), {
    type: "restore_ticket", key: "key-3", ticket_id: "1-B001", patience_ms: 5000,
  });
  assert.deepEqual(ask(verb("hold"), ticket("B001", "serving"), "3", "key-4", "form"), {
    type: "hold_ticket", key: "key-4", counter_id: "3", ticket_id: "1-B001", reason: "form", patience_ms: 5000,
  });
  assert.deepEqual(ask(verb("resume"), ticket("B001", "held"), "4", "key-5"), {
    type: "resume_ticket", key: "key-5", counter_id: "4", ticket_id: "1-B001", patience_ms: 5000,
  });
  assert.deepEqual(ask(verb("finish_as"), ticket("B001", "serving"), "3", "key-6", "papers_missing"), {
    type: "finish_ticket", key: "key-6", counter_id: "3", ticket_id: "1-B001", outcome: "papers_missing", patience_ms: 5000,
  });
  assert.deepEqual(transfer(missed, null, "key-6", { to_service: "seek", to_counter: "", to_officer: "", note_code: "2" }), {
    type: "transfer_ticket", key: "key-6", counter_id: "", ticket_id: "1-B001", to_service: "seek", to_counter: "", to_officer: "", note_code: "2", patience_ms: 5000,
  });
  assert.equal(transfer(missed, "3", "key-7", { to_service: "seek", to_counter: "4", to_officer: "", note_code: "" }).counter_id, "3");
  const keys = VERBS.flatMap(({ key }) => key ?? []);
  assert.equal(new Set(keys).size, keys.length, "one key, one verb");
});

test("who waits for an officer goes back into the common line with one press, and nobody else does", () => {
  const may = new Set(["transfer_ticket"]);
  const kept = ticket("B001", "waiting", { stage: "in_line", allows: { transfer: null }, for_officer: "a1", note_code: "2" });
  for (const at of ["3", null]) assert.ok(verbsForRow(kept, may, 0, at).some(({ verb: name }) => name === "to_line"));
  for (const more of [{ for_officer: "" }, { state: "missed", stage: "aside" }, { allows: {} }]) {
    assert.ok(!verbsForRow({ ...kept, ...more }, may, 0, "3").some(({ verb: name }) => name === "to_line"), JSON.stringify(more));
  }
  assert.deepEqual(ask(verb("to_line"), kept, "3", "key-8"), {
    type: "transfer_ticket", key: "key-8", counter_id: "3", ticket_id: "1-B001", to_service: kept.visit.service_id, to_counter: "",
    to_officer: "", note_code: "2", patience_ms: 5000,
  });
});

test("who was sent on as often as a clerk may is sent on by a right of its own alone", () => {
  const clerk = new Set(["transfer_ticket"]);
  const supervisor = new Set(["transfer_ticket", "transfer_again"]);
  const sent = ticket("B001", "missed", { allows: { restore: null, transfer_again: null } });
  assert.deepEqual([clerk, supervisor].map((rights) => offered(sent, verb("transfer"), rights, 0)), [false, true]);
  assert.deepEqual([clerk, supervisor].map((rights) => beyond(sent, verb("transfer"), rights)), [true, false]);
  assert.equal(beyond(ticket("B001", "missed"), verb("transfer"), clerk), false);
  assert.deepEqual(names(verbsForRow(sent, supervisor, 0, null)), ["transfer"]);
  assert.deepEqual(verbsForRow(sent, clerk, 0, null), []);
  const aim = { to_service: "seek", to_counter: "", to_officer: "", note_code: "" };
  assert.equal(transfer(sent, null, "key-9", aim).type, "transfer_again");
});

test("the real hall allows no verb that the table has not but the visitor's own, and each of the table some time", () => {
  const { snapshot: begin, steps } = realMorning();
  const seen = new Set();
  let state = play(begin);
  for (const { said } of steps) {
    state = said.reduce(reduce, state);
    for (const one of state.tickets.values()) for (const name of Object.keys(one.allows)) seen.add(name);
  }
  assert.deepEqual([...seen].sort(), [...new Set(["give_up", ...VERBS.flatMap((one) => [one.allows ?? one.verb, one.again ?? []].flat())])].sort());
});

test("before the next call it asks what becomes of the present ticket, as far as that allows", () => {
  assert.deepEqual(question(at(ticket("B001", "called")), "3", 0).outcomes, ["served", "missed"]);
  assert.deepEqual(question(at(ticket("B001", "serving")), "3", 0).outcomes, ["served"]);
  assert.equal(question(at(ticket("B001", "rooted", { stage: "serving", allows: { dig: null } })), "3", 0), null);
  assert.equal(question(play(snapshot()), "3", 0), null);
});

test("a call names what the clerk sees; a number from the desk is a visit", () => {
  assert.deepEqual(callNext(at(ticket("B001", "called")), "3", "key-1", "missed"), {
    type: "call_next", key: "key-1", counter_id: "3", after: 4, present: "missed", patience_ms: 5000,
  });
  assert.equal(callNext(play(snapshot()), "3", "k", null).after, 0);
  assert.deepEqual(issue({ serviceId: "again", language: "en", visitorClass: "priority" }, "k"), {
    type: "issue_ticket", key: "k",
    visit: { service_id: "again", channel: "desk", language: "en", visitor_class: "priority", then: [] },
  });
  assert.deepEqual(issue({ serviceId: "again", language: "en", visitorClass: "ordinary", then: ["seek"] }, "k").visit.then, ["seek"]);
});

test("keys are 128 random bits, URL-safe, and never the same", () => {
  const keys = new Set(Array.from({ length: 500 }, () => newKey(webcrypto)));
  assert.equal(keys.size, 500);
  for (const key of keys) assert.match(key, /^[A-Za-z0-9_-]{22}$/);
});

test("of several at the counter, what becomes of all of them is asked once", () => {
  const both = (one, other) => play(snapshot({
    tickets: [ticket("B001", one), ticket("B002", other)], counters: [counter("3", 4, "B001", "B002")],
  }));
  const called = question(both("called", "called"), "3", 0);
  assert.deepEqual([called.tickets.map((one) => one.number), called.outcomes], [["B001", "B002"], ["served", "missed"]]);
  assert.deepEqual(question(both("serving", "called"), "3", 0).outcomes, ["served"], "one of them has been seen");
});

test("a group is called like the next one, for its service", () => {
  assert.deepEqual(callGroup(at(ticket("B001", "called")), "3", "first", "key-1", "missed"), {
    type: "call_group", key: "key-1", counter_id: "3", service_id: "first", after: 4, present: "missed", patience_ms: 5000,
  });
});
