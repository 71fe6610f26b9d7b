import assert from "node:assert/strict";
import { test } from "node:test";

import { needsNoPapers } from "../../../server/web/static/present_view.mjs";

const both = { "zh-TW": "領表", en: "Form" };

test("that a service needs no papers is said where its guide says something", () => {
  assert.equal(needsNoPapers({}), false);
  assert.equal(needsNoPapers({ papers: [], minutes: 5, fee: both }), false);
  assert.equal(needsNoPapers({ title: both }), true);
  assert.equal(needsNoPapers({ steps: [both], papers: [] }), true);
  assert.equal(needsNoPapers({ title: both, papers: [{ name: both }] }), false);
});
