import assert from "node:assert/strict";
import { test } from "node:test";
import { Link } from "../../../server/web/static/link.mjs";
import { PROTOCOL } from "../../../server/web/static/wire_types.mjs";
import { Around } from "./around.mjs";

const HELLO = { type: "hello", protocol: PROTOCOL, role: "console", name: "c", last_seq: null };
const WELCOME = { type: "welcome", protocol: PROTOCOL, oldest: PROTOCOL, server: "t", hall_id: "yongkang", at: 1, rights: [] };
const HALL = {
  hall_id: "yongkang", name: {}, office: {}, time_zone: "Asia/Taipei", languages: ["en"], counter_noun: {}, services: [],
  counters: [], notices: [], missed_rule: {}, recall_limit: 2, phone_url: "",
};
const SNAPSHOT = {
  type: "snapshot", seq: 5, at: 2, hall: HALL, business_day: 1, date: "2026-11-23", services: [], counters: [], tickets: [],
  calls: [], devices: [],
};
const CALL = { type: "call_next", key: "key-one-", counter_id: "1", after: 0, patience_ms: 5000 };
const ACCEPTED = {
  type: "accepted", key: "key-one-", what: "ticket_called", seq: 6, ticket_id: null, number: null, people_ahead: null,
  token: "", ticket: null, code: "",
};

function lineTo(around, options = {}) {
  const told = [];
  const link = new Link({
    url: "ws://hall/ws",
    greeting: (lastSeq) => ({ ...HELLO, last_seq: lastSeq }),
    ready: (message) => message.type === "snapshot",
    onMessage: (message) => told.push(message.type),
    onState: (state, reason) => told.push(`${state} ${reason}`.trim()),
    surroundings: around,
    ...options,
  });
  link.start();
  return { link, told };
}

function connected(around, options) {
  const line = lineTo(around, options);
  around.accept();
  around.say(WELCOME);
  around.say(SNAPSHOT);
  return line;
}

test("the hall is known before the line is said to stand, and the next greeting says how far", () => {
  const around = new Around(0);
  const { told, link } = connected(around);
  assert.deepEqual(around.socket.sent, [HELLO]);
  assert.deepEqual(told, ["welcome", "snapshot", "connected"]);
  assert.equal(link.state, "connected");
  around.cut();
  around.pass(0);
  around.accept();
  assert.deepEqual(around.socket.sent, [{ ...HELLO, last_seq: 5 }]);
  assert.deepEqual(told.slice(3), ["lost closed"]);
});

test("the hall of the options goes into the greeting, and another hall's server is refused", () => {
  const around = new Around();
  const { told } = lineTo(around, { hallId: "hsinying" });
  around.accept();
  assert.equal(around.socket.sent[0].hall_id, "hsinying");
  around.say(WELCOME);
  assert.deepEqual(told, ["refused wrong_hall"]);
  assert.equal(around.socket.readyState, 3);
});

test("one timer at a time, for whatever comes first", () => {
  const around = new Around(1);
  const { link } = connected(around, { silenceMs: 12_000, probe: () => ({ type: "probe" }) });
  assert.deepEqual(around.waits, [10_000], "for the time; silence is tried after 16 s");
  link.ask(CALL);
  assert.deepEqual(around.waits, [5000]);
  around.pass(10_000);
  assert.deepEqual(around.socket.sent.at(-1), { type: "probe" });
});

test("an unanswered command goes out again, and every asker gets the one answer", async () => {
  const around = new Around(0);
  const { link } = connected(around);
  const answers = [link.ask(CALL), link.ask(CALL)];
  around.pass(1500);
  around.cut();
  around.pass(0);
  around.accept();
  around.say(WELCOME);
  assert.equal(around.socket.sent.length, 1, "not before the hall is known");
  around.say(SNAPSHOT);
  assert.deepEqual(around.socket.sent[1], { ...CALL, patience_ms: 3500 });
  around.say(ACCEPTED);
  assert.deepEqual(await Promise.all(answers), [ACCEPTED, ACCEPTED]);
});

test("a command names the server's instant that was heard last, and how long ago, whenever it is sent", () => {
  const around = new Around(0);
  const { link } = lineTo(around);
  around.accept();
  around.say({ ...WELCOME, steady: 70_000 });
  around.say(SNAPSHOT);
  around.pass(2500);
  link.ask(CALL);
  assert.deepEqual(around.socket.sent.at(-1), { ...CALL, heard: 70_000, since_ms: 2500 });
  around.pass(1000);
  around.cut();
  around.pass(0);
  around.accept();
  around.say({ ...WELCOME, steady: 12 });
  around.say(SNAPSHOT);
  assert.deepEqual(around.socket.sent.at(-1), { ...CALL, patience_ms: 4000, heard: 12, since_ms: 0 });
  around.pass(500);
  link.tell({ type: "ask_snapshot" });
  assert.deepEqual(around.socket.sent.at(-1), { type: "ask_snapshot" }, "what nobody waits for is as it is");
});

test("what is asked while the socket is renewed is not lost", async () => {
  const around = new Around(0);
  const { link, told } = connected(around);
  link.renew();
  const answer = link.ask({ type: "recall_ticket", key: "key-one-", counter_id: "1", ticket_id: "1-A001", patience_ms: 9 });
  around.accept();
  around.say(WELCOME);
  around.say(SNAPSHOT);
  assert.equal(around.socket.sent[1].type, "recall_ticket");
  around.say(ACCEPTED);
  assert.equal((await answer).seq, 6);
  assert.ok(!told.some((one) => one.startsWith("lost")));
});

test("the server's clock goes on while the line is down, whatever this PC's says", () => {
  const around = new Around(0);
  const { link } = lineTo(around);
  assert.equal(link.serverTime(), null);
  around.accept();
  around.say({ ...WELCOME, at: 1_000_000 });
  around.say({ ...SNAPSHOT, at: 400_000 });
  around.pass(3_000);
  around.cut();
  around.pass(2_000);
  assert.equal(link.serverTime(), 1_005_000, "a snapshot may have been made long ago");
});

test("no answer is one word, and the fate of the key can be asked and the key cancelled", async () => {
  const around = new Around(1);
  const { link } = connected(around);
  const answer = link.ask({ ...CALL, patience_ms: 400 });
  around.pass(400);
  assert.equal((await answer).code, "expired");
  const [fate, cancelled] = [link.fate("key-one-"), link.cancel("key-one-")];
  assert.deepEqual(around.socket.sent.slice(-2), [{ type: "ask_fate", key: "key-one-" }, { type: "cancel_key", key: "key-one-" }]);
  around.say({ type: "fate", key: "key-one-", fate: "none", done: null });
  around.say({ type: "fate", key: "key-one-", fate: "cancelled", done: null });
  assert.equal((await fate).fate, "none");
  assert.equal((await cancelled).fate, "cancelled");
});

test("how the server closed is told, and so is an address that is none", () => {
  const around = new Around();
  const { told } = connected(around);
  around.cut(1012, "restart");
  assert.equal(told.at(-1), "lost going_away");
  const nowhere = new Around();
  nowhere.open = () => { throw new SyntaxError("no address"); };
  assert.deepEqual(lineTo(nowhere).told, ["lost unreachable"]);
});

test("a fault of a listener keeps nothing from being done", () => {
  const around = new Around();
  const told = [];
  const { link } = connected(around, {
    onMessage: (message) => {
      told.push(message.type);
      if (message.type === "snapshot") told.push("still told");
      throw new TypeError("ours");
    },
    onState: (state) => told.push(state),
  });
  assert.deepEqual(told, ["welcome", "snapshot", "still told", "connected"]);
  assert.throws(() => around.pass(0), TypeError);
  assert.equal(link.state, "connected");
});

test("a listener may stop the line", () => {
  const around = new Around();
  const { link } = connected(around, { onMessage: () => {} });
  link.options.onMessage = () => link.stop();
  around.say({ type: "pulse", at: 1 });
  assert.equal(around.socket.readyState, 3);
  assert.deepEqual(around.waits, []);
  link.retryNow();
  assert.equal(around.sockets.length, 1);
});

test("retry does not wait, stop ends everything, start begins anew", () => {
  const around = new Around(1);
  const { link, told } = connected(around);
  link.retryNow();
  assert.equal(around.sockets.length, 1, "a line that stands is left alone");
  around.socket.onmessage({ data: "{" });
  assert.equal(told.at(-1), "lost malformed");
  link.retryNow();
  assert.equal(around.sockets.length, 2);
  link.stop();
  around.pass(120_000);
  assert.equal(around.sockets.length, 2);
  link.start();
  assert.equal(around.sockets.length, 3);
});
