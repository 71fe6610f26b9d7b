import assert from "node:assert/strict";
import { test } from "node:test";
import { Link } from "../../../server/web/static/link.mjs";
import { socketTicket } from "../../../server/web/static/socket_ticket.mjs";
import { CLOSE } from "../../../server/web/static/wire_types.mjs";
import { Around } from "./around.mjs";

const answers = (status, body) => async () => ({ ok: status === 200, status, json: async () => body });

test("a ticket is asked for by POST and brought as a subprotocol", async () => {
  const asked = [];
  const given = await socketTicket(new AbortController().signal, (path, options) => {
    asked.push([path, options.method, options.headers["content-type"]]);
    return answers(200, { ticket: "abc" })();
  });
  assert.deepEqual(asked, [["/api/socket-ticket", "POST", "application/json"]]);
  assert.deepEqual(given, { subprotocols: ["jiaohao", "ticket.abc"] });
});

test("who gets none is signed out; who gets no answer has no line", async () => {
  const { signal } = new AbortController();
  for (const status of [401, 403]) {
    const given = await socketTicket(signal, answers(status, { code: "not_signed_in" }));
    assert.deepEqual(given, { close: CLOSE.SIGNED_OUT, why: "not_signed_in" });
  }
  assert.deepEqual(await socketTicket(signal, answers(503, { code: "unavailable" })), { close: 1006, why: "unavailable" });
  const nobody = async () => { throw new TypeError("no network"); };
  assert.deepEqual(await socketTicket(signal, nobody), { close: 1006, why: "unreachable" });
});

/** A line whose passes are given by hand. */
function lineTo(around) {
  const told = [];
  const asked = [];
  const link = new Link({
    url: "ws://hall/ws",
    greeting: () => ({ type: "hello" }),
    ready: () => true,
    pass: (until) => new Promise((give) => asked.push({ until, give })),
    onMessage: () => {},
    onState: (state, reason) => told.push(`${state} ${reason}`.trim()),
    surroundings: around,
  });
  link.start();
  return { asked, link, told };
}

const turn = () => new Promise((done) => { setImmediate(done); });

test("each socket has a pass of its own, also after it was cut", async () => {
  const around = new Around(0);
  const { asked } = lineTo(around);
  assert.equal(around.sockets.length, 0, "not before the pass is there");
  asked[0].give({ subprotocols: ["jiaohao", "ticket.one"] });
  await turn();
  assert.deepEqual(around.socket.subprotocols, ["jiaohao", "ticket.one"]);
  around.accept();
  around.cut();
  around.pass(1_000);
  asked[1].give({ subprotocols: ["jiaohao", "ticket.two"] });
  await turn();
  assert.deepEqual(around.socket.subprotocols, ["jiaohao", "ticket.two"]);
});

test("a pass that does not come is given up, and a late one opens nothing", async () => {
  const around = new Around(0);
  const { asked, told } = lineTo(around);
  around.pass(3_000);
  assert.deepEqual(told, ["lost unreachable"]);
  assert.ok(asked[0].until.aborted);
  around.pass(60_000);
  asked[0].give({ subprotocols: ["jiaohao", "ticket.late"] });
  await turn();
  assert.equal(around.sockets.length, 0);
  asked.at(-1).give({ subprotocols: ["jiaohao", "ticket.new"] });
  await turn();
  assert.deepEqual(around.sockets.map((one) => one.subprotocols[1]), ["ticket.new"]);
});

test("who may not come in is told so, and a line that is stopped asks no more", async () => {
  const around = new Around(0);
  const { asked, link, told } = lineTo(around);
  asked[0].give({ close: CLOSE.SIGNED_OUT, why: "not_signed_in" });
  await turn();
  assert.deepEqual(told, ["refused signed_out"]);
  link.retryNow();
  link.stop();
  assert.ok(asked[1].until.aborted);
  asked[1].give({ subprotocols: ["jiaohao", "ticket.x"] });
  await turn();
  assert.equal(around.sockets.length, 0);
});
