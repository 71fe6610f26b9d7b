import assert from "node:assert/strict";
import { test } from "node:test";
import { burstsOf, voidBurst } from "../../../server/web/static/burst.mjs";
import { play, snapshot, ticket } from "./halls.mjs";

const NOW = 1_000_000;
const given = (number, deviceId, at, changes = {}) => (
  ticket(number, "waiting", { device_id: deviceId, issued_at: at, allows: { void: null }, ...changes })
);

test("a burst is what one kiosk gave lately and may be made void, the larger first", () => {
  const tickets = [
    given("B003", "one", NOW - 1_000), given("B001", "one", NOW - 3_000), given("B002", "one", NOW - 2_000),
    ...["A001", "A002", "A003", "A004"].map((number) => given(number, "two", NOW - 10_000)),
    given("B004", "one", NOW - 400_000), given("B005", "", NOW), given("B006", "one", NOW, { allows: {} }),
    given("D001", "three", NOW), given("D002", "three", NOW),
  ];
  const found = burstsOf(play(snapshot({ tickets })), NOW, 5);
  assert.deepEqual(found.map(({ deviceId, numbers }) => [deviceId, numbers]), [
    ["two", ["A001", "A002", "A003", "A004"]], ["one", ["B001", "B002", "B003"]],
  ]);
  assert.deepEqual(voidBurst(found[1], "key-1"), {
    type: "void_burst", key: "key-1", device_id: "one", since: NOW - 300_000, until: NOW, reason: "burst", patience_ms: 5000,
  });
});

test("instants are whole, whatever the page's clock says", () => {
  const tickets = ["A001", "A002", "A003"].map((number) => given(number, "two", NOW));
  const [burst] = burstsOf(play(snapshot({ tickets })), NOW + 0.25, 5);
  assert.deepEqual([burst.since, burst.until], [NOW - 300_000, NOW + 1]);
});

test("nothing is a burst where nobody took many", () => {
  assert.deepEqual(burstsOf(play(snapshot({ tickets: [] })), NOW, 60), []);
});
