import assert from "node:assert/strict";
import { test } from "node:test";
import { mayGiveUp } from "../../../server/web/static/giving_up.mjs";
import { NOTHING } from "../../../server/web/static/phone_state.mjs";

const known = (stage, changes = {}) => ({ ...NOTHING, ticket: { gives_up: ["in_line", "aside"] }, stage, ...changes });

test("a number may be given up where its server says so, and nowhere else", () => {
  assert.equal(mayGiveUp(known("in_line")), true);
  assert.equal(mayGiveUp(known("aside")), true);
  assert.equal(mayGiveUp(known("serving")), false);
  assert.equal(mayGiveUp(known("gone")), false);
  assert.equal(mayGiveUp(NOTHING), false);
});

test("a server of yesterday offers nothing, and a number that is being asked about is left in peace", () => {
  assert.equal(mayGiveUp(known("in_line", { ticket: {} })), false);
  assert.equal(mayGiveUp(known("in_line", { doubt: "asking" })), false);
  assert.equal(mayGiveUp(known("in_line", { doubt: "asked" })), true);
});
