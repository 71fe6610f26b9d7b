import assert from "node:assert/strict";
import { test } from "node:test";
import { Link } from "../../../server/web/static/link.mjs";

/** A browser that does what it is told: sockets that open and break by hand, and time that stands still. */
class Around {
  constructor(random = 1) {
    this.time = 0;
    this.timers = [];
    this.sockets = [];
    this.luck = random;
    this.random = () => this.luck;
    this.now = () => this.time;
    this.later = (run, ms) => {
      const timer = { at: this.time + ms, run };
      this.timers.push(timer);
      return timer;
    };
    this.cancel = (timer) => { this.timers = this.timers.filter((one) => one !== timer); };
    this.open = (url) => {
      const socket = { url, readyState: 0, sent: [], close: () => { socket.readyState = 3; } };
      socket.send = (text) => socket.sent.push(JSON.parse(text));
      this.sockets.push(socket);
      return socket;
    };
  }

  get socket() { return this.sockets.at(-1); }

  get waits() { return this.timers.map((timer) => timer.at - this.time); }

  accept() {
    this.socket.readyState = 1;
    this.socket.onopen();
  }

  say(message) { this.socket.onmessage({ data: JSON.stringify(message) }); }

  cut(code = 1006) {
    this.socket.readyState = 3;
    this.socket.onclose({ code });
  }

  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((one, two) => one.at - two.at)[0];
      if (!next) break;
      this.time = next.at;
      this.cancel(next);
      next.run();
    }
    this.time = end;
  }
}

function lineTo(around, options = {}) {
  const heard = [];
  const states = [];
  const link = new Link({
    url: "ws://hall/ws", greeting: () => ({ type: "hello" }), ready: (message) => message.type === "snapshot",
    onMessage: (message) => heard.push(message), onState: (state) => states.push(state), surroundings: around, ...options,
  });
  link.start();
  return { link, heard, states };
}

const connected = (around, options) => {
  const line = lineTo(around, options);
  around.accept();
  around.say({ type: "welcome" });
  around.say({ type: "snapshot" });
  return line;
};

test("it greets first, and is connected only when the hall is known", () => {
  const around = new Around();
  const { link, states } = lineTo(around);
  around.accept();
  assert.deepEqual(around.socket.sent, [{ type: "hello" }]);
  around.say({ type: "welcome" });
  assert.notEqual(link.state, "connected");
  around.say({ type: "snapshot" });
  assert.deepEqual(states, ["connected"]);
});

test("it comes back for ever: full jitter under a ceiling that doubles up to 30 s", () => {
  const around = new Around(1);
  lineTo(around);
  const waits = [];
  for (let attempt = 0; attempt < 40; attempt += 1) {
    around.cut();
    assert.equal(around.waits.length, 1);
    waits.push(around.waits[0]);
    around.pass(around.waits[0]);
  }
  assert.deepEqual(waits.slice(0, 8), [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assert.equal(waits.at(-1), 30_000);
  const lucky = new Around(0.1);
  lineTo(lucky);
  lucky.cut();
  assert.deepEqual(lucky.waits, [50]);
});

test("a server that answers the call but not the greeting is left", () => {
  const around = new Around();
  const { states } = lineTo(around);
  around.accept();
  around.pass(10_000);
  assert.deepEqual(states, ["lost"]);
  around.pass(500);
  assert.equal(around.sockets.length, 2);
});

test("an unanswered command goes out again with the same key and the patience that is left", async () => {
  const around = new Around(0);
  const { link } = connected(around);
  const answer = link.ask({ type: "call_next", key: "k1", patience_ms: 5000 });
  around.pass(1500);
  around.cut();
  around.pass(0);
  around.accept();
  around.say({ type: "welcome" });
  assert.equal(around.socket.sent.length, 1, "not before the hall is known");
  around.say({ type: "snapshot" });
  assert.deepEqual(around.socket.sent[1], { type: "call_next", key: "k1", patience_ms: 3500 });
  around.say({ type: "accepted", key: "k1", seq: 5 });
  assert.equal((await answer).seq, 5);
  around.cut();
  around.pass(0);
  around.accept();
  around.say({ type: "snapshot" });
  assert.equal(around.socket.sent.length, 1, "an answered command is never sent again");
});

test("a command whose patience is used up is never sent again", async () => {
  const around = new Around(1);
  const { link } = connected(around);
  around.cut();
  const answer = link.ask({ type: "call_next", key: "k1", patience_ms: 400 });
  around.pass(500);
  assert.equal((await answer).code, "unanswered");
  around.accept();
  around.say({ type: "snapshot" });
  assert.deepEqual(around.socket.sent, [{ type: "hello" }]);
});

test("a command without patience waits until the line is back", async () => {
  const around = new Around(1);
  const { link } = connected(around);
  around.cut();
  const answer = link.ask({ type: "issue_ticket", key: "k2" });
  around.pass(3_600_000);
  link.retryNow();
  around.accept();
  around.say({ type: "snapshot" });
  assert.deepEqual(around.socket.sent[1], { type: "issue_ticket", key: "k2" });
  around.say({ type: "refused", key: "k2", code: "service_closed" });
  assert.equal((await answer).code, "service_closed");
});

test("silence is tried: an answer keeps the line, none ends it", () => {
  const around = new Around(0);
  const { states } = connected(around, { silenceMs: 12_000, probe: () => ({ type: "ask_snapshot" }) });
  around.pass(12_000);
  assert.deepEqual(around.socket.sent.at(-1), { type: "ask_snapshot" });
  around.say({ type: "snapshot" });
  around.pass(12_000 + 4_999);
  assert.deepEqual(states, ["connected"]);
  around.pass(1);
  assert.equal(states.at(-1), "lost");
});

test("without a probe a silent socket is replaced, and the page notices only when that fails", () => {
  const around = new Around(0);
  const { states } = connected(around, { silenceMs: 90_000 });
  around.pass(90_000);
  assert.equal(around.sockets.length, 2);
  assert.equal(around.sockets[0].readyState, 3);
  assert.deepEqual(states, ["connected"]);
  around.cut();
  assert.equal(states.at(-1), "lost");
});

test("versions that do not fit are said, and tried again", () => {
  const around = new Around(1);
  const { states, link } = lineTo(around);
  around.accept();
  around.say({ type: "refused", key: null, code: "protocol_too_old" });
  around.cut(4002);
  assert.deepEqual(states, ["refused"]);
  around.pass(500);
  around.accept();
  around.say({ type: "snapshot" });
  assert.equal(link.state, "connected");
});

test("retry does not wait, stop ends everything, and bytes that are no JSON end the line", () => {
  const around = new Around(1);
  const { link, states } = connected(around);
  link.retryNow();
  assert.equal(around.sockets.length, 1, "a line that stands is left alone");
  around.socket.onmessage({ data: "{" });
  assert.equal(states.at(-1), "lost");
  link.retryNow();
  assert.equal(around.sockets.length, 2);
  link.stop();
  around.pass(120_000);
  assert.equal(around.sockets.length, 2);
});
