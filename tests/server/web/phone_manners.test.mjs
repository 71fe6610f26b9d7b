import assert from "node:assert/strict";
import { test } from "node:test";
import { Link } from "../../../server/web/static/link.mjs";
import { phoneManners } from "../../../server/web/static/phone_manners.mjs";
import { PROTOCOL } from "../../../server/web/static/wire_types.mjs";
import { Around } from "./around.mjs";

const TICKET = {
  type: "phone_ticket", seq: 1, number: "B031", state: "waiting", stage: "in_line", issued_at: 0, service_name: {},
  visit: { service_id: "again", channel: "kiosk", language: "zh-TW", visitor_class: "ordinary" },
  hall_name: {}, papers: [], missed_rule: {}, counter_noun: {}, time_zone: "Asia/Taipei",
};

function phone(luck) {
  const around = new Around(luck);
  const told = [];
  const options = { url: "ws://hall/ws/phone", onMessage: () => {}, onState: (state, reason) => told.push(`${state} ${reason}`.trim()) };
  new Link({ ...options, ...phoneManners(() => "a-token"), surroundings: around }).start();
  around.accept();
  assert.deepEqual(around.socket.sent, [{ type: "follow_ticket", protocol: PROTOCOL, token: "a-token" }]);
  around.say(TICKET);
  assert.deepEqual(told, ["connected"]);
  return { around, told };
}

for (const luck of [0, 0.5, 1]) {
  test(`a line that the network swallows is said within 30 s, with luck ${luck}`, () => {
    const { around, told } = phone(luck);
    around.pass(30_000);
    assert.equal(told[1], "lost silent");
  });
}

test("a hall where nothing happens is not called dead", () => {
  const { around, told } = phone(1);
  for (let minute = 0; minute < 10; minute += 1) {
    around.pass(24_500);
    assert.deepEqual(around.socket.sent.at(-1), { type: "probe" });
    around.say({ type: "pulse", at: 1 });
  }
  assert.deepEqual(told, ["connected"]);
});
