import assert from "node:assert/strict";
import { test } from "node:test";
import { doubts, NOTHING, over, reducePhone, rings, stillWaits } from "../../../server/web/static/phone_state.mjs";

const STAGES = { waiting: "in_line", called: "called", serving: "serving", missed: "aside", served: "gone", lapsed: "gone" };
const mine = (state = "waiting", seq = 1, changes = {}) => ({
  type: "phone_ticket", seq, number: "B031", state, stage: STAGES[state], issued_at: 0, service_name: { "zh-TW": "給付" },
  visit: { service_id: "again", channel: "kiosk", language: "zh-TW", visitor_class: "ordinary" },
  hall_name: {}, papers: [], missed_rule: {}, counter_noun: {}, time_zone: "Asia/Taipei", ...changes,
});
const board = (seq, changes = {}) => ({ type: "phone_board", seq, at: 0, lines: {}, calls: [], aside: [], ...changes });
const call = (number, seq, changes = {}) => ({ number, counter: "3", state: "called", stage: "called", seq, ...changes });
const waiting = { lines: { again: ["B029", "B030", "B031"], other: ["A001"] } };
const play = (...messages) => messages.reduce(reducePhone, NOTHING);
const place = ({ stage, state, counter, ahead }) => [stage, state, counter, ahead];

test("it counts who stands before it in the line that it is in", () => {
  const state = play(mine(), board(1, waiting));
  assert.deepEqual(place(state), ["in_line", "waiting", "", 2]);
  assert.equal(reducePhone(state, board(2, { lines: { other: ["A001", "B031"] } })).ahead, 1, "moved to another line");
});

test("called, serving, aside and back are read from the board, in its words", () => {
  const called = play(mine(), board(1, waiting), board(2, { calls: [call("B031", 2)] }));
  assert.deepEqual(place(called), ["called", "called", "3", null]);
  const serving = reducePhone(called, board(3, { calls: [call("B031", 2, { state: "serving", stage: "serving" })] }));
  assert.deepEqual(place(serving), ["serving", "serving", "3", null]);
  const aside = reducePhone(serving, board(4, { aside: [{ number: "B031", state: "dozing" }] }));
  assert.deepEqual(place(aside), ["aside", "dozing", "", null]);
  assert.deepEqual(place(reducePhone(aside, board(5, waiting))), ["in_line", "waiting", "", 2]);
  assert.equal(aside.returnsAt, null);
  const until = reducePhone(aside, board(5, { aside: [{ number: "B031", state: "dozing", returns_at: 77 }] }));
  assert.deepEqual([until.returnsAt, reducePhone(until, board(6, waiting)).returnsAt], [77, null]);
});

test("a call that was taken back is said, until the next one", () => {
  const called = play(mine(), board(1, waiting), board(2, { calls: [call("B031", 2)] }));
  const back = reducePhone(called, board(3, waiting));
  assert.deepEqual([...place(back), back.takenBack], ["in_line", "waiting", "", 2, true]);
  assert.equal(reducePhone(back, board(4, { lines: { again: ["B031"] } })).takenBack, true);
  const again = reducePhone(back, board(4, { calls: [call("B031", 4)] }));
  assert.deepEqual([again.takenBack, rings(back, again)], [false, true]);
  const elsewhere = reducePhone(called, board(3, { lines: { other: ["B031"] } }));
  assert.equal(elsewhere.takenBack, false, "it waits for something else now");
  const restored = play(mine(), board(1, { aside: [{ number: "B031", state: "missed" }] }), board(2, waiting));
  assert.equal(restored.takenBack, false);
});

test("a counter whose label is a name is told without the noun, until another calls", () => {
  const desk = play(mine(), board(2, { calls: [call("B031", 2, { counter: "服務台", with_noun: false })] }));
  assert.deepEqual([desk.counter, desk.withNoun], ["服務台", false]);
  const third = reducePhone(desk, board(3, { calls: [call("B031", 3)] }));
  assert.deepEqual([third.counter, third.withNoun], ["3", true]);
});

test("that the visit is over is told in person; the board that follows changes nothing of it", () => {
  const serving = play(mine(), board(3, { calls: [call("B031", 2, { state: "serving", stage: "serving" })] }));
  assert.equal(over(serving), false);
  const served = reducePhone(serving, mine("served", 4));
  assert.deepEqual([served.stage, served.state, over(served)], ["gone", "served", true]);
  for (const late of [board(3, { calls: serving.board.calls }), board(4), board(9)]) {
    const after = reducePhone(served, late);
    assert.deepEqual([after.state, after.doubt], ["served", ""], `board ${late.seq}`);
    assert.equal(after.board, late, "what others are called still shows");
  }
});

test("a number that is nowhere keeps what it last knew and is asked about, once", () => {
  for (const last of [waiting, { calls: [call("B031", 1)] }, { aside: [{ number: "B031", state: "missed" }] }]) {
    const known = play(mine(), board(1, last));
    const lost = reducePhone(known, board(2));
    assert.deepEqual(place(lost), place(known));
    assert.deepEqual([lost.doubt, over(lost), doubts(known, lost)], ["asking", false, true]);
    const still = reducePhone(lost, board(3));
    assert.equal(doubts(lost, still), false);
    const told = reducePhone(still, mine("serving", 3));
    assert.deepEqual([told.stage, told.doubt], ["serving", "asked"]);
    const again = reducePhone(told, board(4));
    assert.deepEqual([again.stage, doubts(told, again)], ["serving", false], "asked once, not for every board");
    const found = reducePhone(again, board(5, waiting));
    assert.deepEqual([found.stage, found.doubt], ["in_line", ""]);
    assert.equal(doubts(found, reducePhone(found, board(6))), true, "a new loss is a new question");
  }
});

test("asked, and told that it is over: no doubt is left to act on", () => {
  const lost = play(mine(), board(1, waiting), board(2));
  const told = reducePhone(lost, mine("lapsed", 2));
  assert.deepEqual([told.state, told.doubt, over(told)], ["lapsed", "asked", true]);
});

test("a board that is older than the word about the ticket does not place it", () => {
  const state = play(board(4, waiting), mine("serving", 5));
  assert.deepEqual(place(state), ["serving", "serving", "", null]);
  assert.equal(state.doubt, "");
  assert.deepEqual(place(play(board(5, waiting), mine("waiting", 5))), ["in_line", "waiting", "", 2], "as old: it does");
});

test("it rings at a call and at a recall, whatever else moved on that board", () => {
  const steps = [
    [board(1, waiting), false, "in line"],
    [board(2, { calls: [call("B031", 2)] }), true, "called"],
    [board(3, { calls: [call("A001", 3), call("B031", 2)] }), false, "another counter calls"],
    [board(5, { calls: [call("B031", 5), call("A001", 3)], lines: { again: ["B032"] } }), true, "recalled, and one took a number"],
    [board(6, { calls: [call("B031", 5)], lines: { again: ["B032"] } }), false, "another counter finishes"],
    [board(7, { calls: [call("B031", 5)], lines: { again: ["B032"] } }), false, "the same again, only newer: a new config"],
    [board(8, { calls: [call("B031", 8, { counter: "4", state: "urgent" })] }), true, "a call of a new kind"],
    [board(9, { calls: [call("B031", 8, { state: "serving", stage: "serving" })] }), false, "arrived"],
    [board(10, { aside: [{ number: "B031", state: "missed" }] }), false, "missed"],
    [board(12, { calls: [call("B031", 12)] }), true, "back and called again"],
  ];
  let state = play(mine());
  for (const [message, expected, why] of steps) {
    const after = reducePhone(state, message);
    assert.equal(rings(state, after), expected, why);
    state = after;
  }
  const again = reducePhone(reducePhone(state, mine("called", 12)), board(12, { calls: [call("B031", 12)] }));
  assert.equal(rings(state, again), false, "a fresh line tells the same call");
});

test("a page that is opened on a call rings when it learns of it, not before", () => {
  const told = play(mine("called", 7));
  assert.equal(rings(NOTHING, told), false);
  assert.equal(rings(told, reducePhone(told, board(7, { calls: [call("B031", 6)] }))), true);
});

test("a board before the ticket, and unknown messages, are harmless", () => {
  assert.equal(play(board(1, waiting)).stage, null);
  const state = play(mine());
  for (const type of ["from_a_newer_server", "pulse"]) assert.equal(reducePhone(state, { type }), state);
});

test("who was called by the same call is told, and nobody else", () => {
  const calls = [call("B031", 5), call("B032", 5), call("B030", 5, { counter: "4" }), call("B029", 2)];
  const called = play(mine(), board(5, { calls }));
  assert.deepEqual(called.together, ["B032"]);
  const again = reducePhone(called, board(6, { calls: [call("B031", 6), call("B032", 5)] }));
  assert.deepEqual(again.together, [], "called again alone");
  assert.deepEqual(reducePhone(called, board(6, waiting)).together, []);
});

test("how long it still waits is what the board says of its number, in line only, while that is good", () => {
  const range = { says: "range", low: 15, high: 25 };
  const timed = { ...waiting, waits: { B031: range, B030: { says: "next" } }, waits_good_ms: 60_000 };
  const state = play(mine(), board(1, timed));
  assert.deepEqual(stillWaits(state, 0), range);
  assert.deepEqual(stillWaits(state, 60_000), range);
  assert.equal(stillWaits(state, 60_001), null, "too old");
  assert.equal(stillWaits(play(mine(), board(1, { ...timed, waits: { B030: range } })), 0), null, "nothing is said of it");
  assert.equal(stillWaits(play(mine(), board(1, waiting)), 0), null, "a server that says no waits");
  assert.equal(stillWaits(reducePhone(state, board(2, { ...waiting, ...timed, closed: "typhoon" })), 0), null, "closed for today");
  const called = reducePhone(state, board(2, { ...timed, lines: {}, calls: [call("B031", 2)] }));
  assert.equal(stillWaits(called, 0), null, "it is called");
});
