import assert from "node:assert/strict";
import { test } from "node:test";
import { cutRows, emsOf, longestNumber, moreIn, moreWords, tileWidth } from "../../../server/web/static/fit.mjs";
import { HALL } from "./halls.mjs";

const hall = (labels, numbers) => ({
  ...HALL,
  counters: labels.map((label) => ({ ...HALL.counters[0], counter_id: label, label })),
  services: numbers.map((last_number) => ({ ...HALL.services[0], last_number })),
});

test("a region says on which sides more stands than is in sight", () => {
  const seen = (scrollTop, clientHeight, scrollHeight) => moreIn({ scrollTop, clientHeight, scrollHeight });
  assert.equal(seen(0, 200, 200), "");
  assert.equal(seen(0, 200, 201), "", "a pixel is rounding");
  assert.equal(seen(0, 200, 900), "below");
  assert.equal(seen(300, 200, 900), "above below");
  assert.equal(seen(700, 200, 900), "above");
  assert.equal(seen(699.5, 200, 900), "above");
});

test("a row that stands in its region only in part is not seen, but for one that is higher than the region", () => {
  const region = { top: 100, bottom: 200 };
  const row = (top, bottom) => ({ top, bottom });
  assert.deepEqual(cutRows(region, [row(60, 100), row(100, 150), row(150, 201), row(200, 250)]), ["", "", "", "below"]);
  assert.deepEqual(cutRows(region, [row(100, 160), row(160, 220), row(220, 280)]), ["", "below", "below"]);
  assert.deepEqual(cutRows(region, [row(20, 90), row(90, 150), row(150, 200)]), ["", "above", ""]);
  assert.deepEqual(cutRows(region, [row(100, 260)]), [""]);
  assert.deepEqual(cutRows(region, [row(60, 260)]), [""]);
});

test("a list says how many of its rows are not in sight, and leads there and back", () => {
  assert.equal(moreWords(false, 0), null);
  assert.deepEqual(moreWords(false, 3), { key: "scroll_more", fields: { n: 3 } });
  assert.deepEqual(moreWords(true, 3), { key: "scroll_more", fields: { n: 3 } });
  assert.deepEqual(moreWords(true, 0), { key: "scroll_back", fields: {} });
});

test("rows are set for the longest number of the hall, and never for less than four letters", () => {
  assert.equal(longestNumber(hall(["1"], ["A899", "AB1999", "1999"])), 6);
  assert.equal(longestNumber(hall(["1"], [""])), 4, "a server that does not tell it");
  assert.equal(longestNumber(HALL), 4);
});

test("a Han character is as wide as its size, others less", () => {
  assert.equal(emsOf("服務台"), 3);
  assert.ok(emsOf("A101") > 2 && emsOf("A101") < 3);
  assert.equal(emsOf(""), 0);
});

test("a tile grows with the longest label, the longest number and the word for a free counter", () => {
  const small = tileWidth(hall(["1", "2"], ["A899"]), "空閒");
  assert.ok(small < 10, `two in a column of 20rem: ${small}`);
  assert.ok(tileWidth(hall(["1", "服務台"], ["A899"]), "空閒") > small + 1);
  assert.ok(tileWidth(hall(["1", "2"], ["AB1999"]), "空閒") > small + 1);
  assert.ok(tileWidth(hall(["1", "2"], ["A899"]), "nobody there") > small + 1);
});
