import assert from "node:assert/strict";
import { test } from "node:test";
import { breaksText, spansText, typedSpans } from "../../../server/web/static/plan_times.mjs";

test("times are read as people type them, and shown as they are typed", () => {
  const noon = { start: 720, end: 750 };
  const tea = { start: 900, end: 910 };
  assert.deepEqual(typedSpans("12:00-12:30、15:00-15:10", false), [noon, tea]);
  assert.deepEqual(typedSpans(" 1200～1230 ; 15:00 – 15:10", false), [noon, tea]);
  assert.deepEqual(typedSpans("１２：００－１２：３０", false), [noon]);
  assert.deepEqual(typedSpans("", false), []);
  assert.deepEqual(typedSpans("8:00-12:00 王小明", true), [{ start: 480, end: 720, who: "王小明" }]);
  assert.equal(spansText([noon, tea], "、"), "12:00-12:30、15:00-15:10");
  assert.equal(spansText([{ start: 480, end: 720, who: "王小明" }], "、"), "08:00-12:00 王小明");
});

test("what cannot be read is not guessed", () => {
  for (const text of ["noon", "12:30-12:00", "12:00-12:00", "12:70-13:00", "23:00-25:00", "12:00", "12:00-12:30 王"]) {
    assert.equal(typedSpans(text, false), null, text);
  }
  assert.equal(typedSpans("08:00-12:00", true), null, "a shift has a name");
});

test("a clerk sees the breaks, and nothing where there are none", () => {
  const texts = { breaks_at: "休息 {times}", list_comma: "、" };
  assert.equal(breaksText(texts, [{ start: 720, end: 750 }]), "休息 12:00-12:30");
  assert.equal(breaksText(texts, []), "");
});
