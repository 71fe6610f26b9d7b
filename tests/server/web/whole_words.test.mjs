import assert from "node:assert/strict";
import { test } from "node:test";
import { piecesOf } from "../../../server/web/static/whole_words.mjs";

const WORDS = new Set(["服務", "服務台", "台北", "號碼"]);
const pieces = (text) => piecesOf(text, WORDS, 3);

test("a text falls into words of the list and what stands between them", () => {
  assert.deepEqual(pieces(""), [""]);
  assert.deepEqual(pieces("請稍候"), ["請稍候"]);
  assert.deepEqual(pieces("請洽服務台。"), ["請洽", "服務台", "。"]);
  assert.deepEqual(pieces("服務號碼"), ["", "服務", "", "號碼", ""]);
});

test("of two words that overlap the first is found, of two that begin together the longer", () => {
  assert.deepEqual(pieces("服務台北"), ["", "服務台", "北"]);
  assert.deepEqual(pieces("到台北"), ["到", "台北", ""]);
  assert.deepEqual(piecesOf("服務", new Set(), 0), ["服務"]);
});

test("nothing of a text is lost, whatever it is", () => {
  for (const text of ["服", "服務台服務", "𠀀服務𠀀", "A 012 → 3 號碼"]) assert.equal(pieces(text).join(""), text);
});
