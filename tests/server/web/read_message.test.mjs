import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Malformed, readMessage } from "../../../server/web/static/read_message.mjs";
import { MESSAGES } from "../../../server/web/static/wire_shapes.mjs";

const GOLDEN = new URL("../../contract/golden/", import.meta.url);
const golden = (folder) => readdirSync(new URL(`${folder}/`, GOLDEN))
  .map((name) => [name, readFileSync(new URL(`${folder}/${name}`, GOLDEN), "utf8")]);

/** What was read, without the fields that this message, written before they were added, does not have. */
const asWritten = (read, written) => {
  if (Array.isArray(written)) return read.map((one, place) => asWritten(one, written[place]));
  if (written === null || typeof written !== "object") return read;
  return Object.fromEntries(Object.keys(written).map((name) => [name, asWritten(read[name], written[name])]));
};

test("every message of the server is read as it was written", () => {
  const read = golden("wire-2").filter(([, text]) => JSON.parse(text).type in MESSAGES);
  assert.equal(read.length, Object.keys(MESSAGES).length);
  for (const [name, text] of read) {
    const written = JSON.parse(text);
    assert.deepEqual(asWritten(readMessage(text), written), written, name);
  }
});

test("a ticket of before holds had a reason has none; of a morning with held ones nothing is lost", () => {
  const text = readFileSync(new URL("wire-2/accepted.json", GOLDEN), "utf8");
  assert.equal("reason" in JSON.parse(text).ticket, false);
  assert.equal(readMessage(text).ticket.reason, null);
  const morning = readFileSync(new URL("morning_with_held.jsonl", GOLDEN), "utf8").trim().split("\n");
  for (const line of morning) {
    const written = JSON.parse(line);
    assert.deepEqual(asWritten(readMessage(line), written), written);
  }
  const reasons = morning.flatMap((line) => readMessage(line).tickets ?? []).map((ticket) => ticket.reason);
  assert.ok(reasons.includes("papers") && reasons.includes(null));
});

test("a message of tomorrow is read as far as this page knows it", () => {
  for (const [name, text] of golden("wire-tomorrow")) {
    const message = readMessage(text);
    if (name.startsWith("unheard_of")) assert.equal(message, null);
    else assert.equal(message.type, JSON.parse(text).type);
  }
});

test("what may be missing has its default, one of its own for each message", () => {
  const text = '{"type":"hall_moved","seq":2,"prev_seq":1,"at":0,"what":"x","new":1}';
  const whole = { type: "hall_moved", seq: 2, prev_seq: 1, at: 0, what: "x", rings: false, tickets: [], counters: [], waiting: {} };
  assert.deepEqual(readMessage(text), whole);
  assert.notEqual(readMessage(text).waiting, readMessage(text).waiting);
});

test("a fault is named with its place", () => {
  const faults = {
    '{"type":"pulse","at":"1"}': /pulse\.at/,
    '{"type":"lines","seq":1,"at":1,"counters":[{"counter_id":"1","next":[1]}],"services":[]}': /lines\.counters\.0\.next\.0/,
    '{"type":"fate","key":"k","fate":""}': /fate\.fate/,
    '{"type":"pulse"}': /pulse\.at is missing/,
    "[]": /no type/,
    "{": /no JSON/,
  };
  for (const [text, place] of Object.entries(faults)) {
    assert.throws(() => readMessage(text), (fault) => fault instanceof Malformed && place.test(fault.message), text);
  }
  assert.throws(() => readMessage(new ArrayBuffer(2)), Malformed);
  assert.equal(readMessage('{"type":"constructor"}'), null);
});

test("lengths count characters", () => {
  const fate = "𠮷".repeat(40);
  assert.equal(readMessage(JSON.stringify({ type: "fate", key: "k", fate })).fate, fate);
});
