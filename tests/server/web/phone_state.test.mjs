import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING, over, reducePhone, rings } from "../../../server/web/static/phone_state.mjs";

const mine = (state = "waiting") => ({
  type: "phone_ticket", number: "B031", service_id: "again", service_name: { "zh-TW": "給付" }, hall_name: {}, state,
  language: "zh-TW", issued_at: 0, papers: [], missed_rule: {}, counter_noun: {}, time_zone: "Asia/Taipei",
});
const board = (changes = {}) => ({
  type: "phone_board", seq: 1, at: 0, lines: { again: ["B029", "B030", "B031"] }, calls: [], missed: [], ...changes,
});
const call = (number, serving = false, counter = "3") => ({ number, counter, serving });
const play = (...messages) => messages.reduce(reducePhone, NOTHING);

test("it counts who stands before it in the same line", () => {
  const state = play(mine(), board());
  assert.deepEqual([state.status, state.ahead], ["waiting", 2]);
  assert.equal(reducePhone(state, board({ lines: { again: ["B031"] } })).ahead, 0);
});

test("called, serving, missed and back are read from the board", () => {
  const called = play(mine(), board(), board({ seq: 2, lines: {}, calls: [call("B031")] }));
  assert.deepEqual([called.status, called.counter, called.ahead], ["called", "3", null]);
  assert.equal(reducePhone(called, board({ lines: {}, calls: [call("B031", true)] })).status, "serving");
  const missed = reducePhone(called, board({ lines: {}, missed: ["B031"] }));
  assert.deepEqual([missed.status, missed.counter], ["missed", ""]);
  assert.equal(reducePhone(missed, board()).status, "waiting");
});

test("a number that leaves the board after its call was served; one that only waited has ended", () => {
  const gone = board({ seq: 3, lines: {} });
  const served = play(mine(), board({ calls: [call("B031", true)] }), gone);
  assert.equal(served.status, "served");
  assert.equal(over(served), true);
  const ended = play(mine(), board(), gone);
  assert.equal(ended.status, "ended");
  assert.equal(play(mine("lapsed"), gone).status, "lapsed");
});

test("it rings at a call and again at a recall, not while others are called", () => {
  const waiting = play(mine(), board());
  const called = reducePhone(waiting, board({ seq: 2, lines: {}, calls: [call("B031")] }));
  assert.equal(rings(waiting, called), true);
  const other = reducePhone(called, board({ seq: 3, lines: {}, calls: [call("A001"), call("B031")] }));
  assert.equal(rings(called, other), false);
  const recalled = reducePhone(other, board({ seq: 4, lines: {}, calls: [call("B031"), call("A001")] }));
  assert.equal(rings(other, recalled), true);
  const again = reducePhone(recalled, board({ seq: 5, lines: {}, calls: [call("B031"), call("A001")] }));
  assert.equal(rings(recalled, again), true, "the same board, only newer: the newest call was repeated");
  const issued = reducePhone(again, board({ seq: 6, lines: { again: ["B032"] }, calls: again.board.calls }));
  assert.equal(rings(again, issued), false);
  assert.equal(rings(again, reducePhone(again, { ...again.board })), false, "the same board sent again is no recall");
  const serving = reducePhone(again, board({ seq: 7, lines: {}, calls: [call("B031", true)] }));
  assert.equal(rings(again, serving), false);
});

test("a board before the ticket, and unknown messages, are harmless", () => {
  assert.equal(play(board()).status, null);
  const state = play(mine());
  assert.equal(state.status, "waiting");
  assert.equal(reducePhone(state, { type: "from_a_newer_server" }), state);
});
