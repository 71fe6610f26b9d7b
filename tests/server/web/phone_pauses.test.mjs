import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING } from "../../../server/web/static/phone_state.mjs";
import { pauseWords } from "../../../server/web/static/phone_words.mjs";

const TICKET = { number: "B031" };

test("who waits is told which counters of the service are paused, and until when while that lies ahead", () => {
  const texts = { phone_paused: "{counter} 暫停", phone_paused_until: "{counter} 暫停，{time} 恢復" };
  const at = Date.UTC(2026, 10, 23, 5, 30);
  const board = { paused: [
    { counter: "3", services: ["youth"], back_at: at }, { counter: "服務台", services: ["youth"], with_noun: false },
    { counter: "4", services: ["training"], back_at: at },
  ] };
  const ticket = { ...TICKET, visit: { service_id: "youth" }, time_zone: "Asia/Taipei" };
  const said = (stage, now, changes = {}) => (
    pauseWords(texts, { ...NOTHING, ticket, stage, board, ...changes }, (label, noun = true) => (noun ? `${label} 號` : label), now)
  );
  assert.deepEqual(said("in_line", at - 1), ["3 號暫停，13:30 恢復", "服務台暫停"]);
  assert.deepEqual(said("in_line", at), ["3 號暫停", "服務台暫停"]);
  for (const stage of ["called", "serving", "aside", "gone"]) assert.deepEqual(said(stage, at - 1), []);
  assert.deepEqual(said("in_line", 0, { board: {} }), [], "a server of before says nothing of pauses");
  assert.deepEqual(said("in_line", 0, { board: null }), []);
});
