import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, faultWords, isSignedOut } from "../../../server/web/static/api.mjs";

const answering = (status, body) => async (path, options) => {
  answering.asked = { path, ...options };
  return { ok: status < 400, status, json: async () => body };
};

test("what is posted is JSON, what is read is not kept", async () => {
  const answer = await ask("/api/x", { a: 1 }, answering(200, { b: 2 }));
  assert.deepEqual(answer.body, { b: 2 });
  assert.equal(answering.asked.method, "POST");
  assert.equal(answering.asked.headers["content-type"], "application/json");
  assert.equal(answering.asked.body, '{"a":1}');
  await ask("/api/me", undefined, answering(200, {}));
  assert.equal(answering.asked.method, undefined);
  assert.equal(answering.asked.cache, "no-store");
});

test("a server that is away is an answer, and one that answers no JSON too", async () => {
  const away = await ask("/api/x", {}, async () => { throw new TypeError("no network"); });
  assert.deepEqual([away.ok, away.status, away.code], [false, 0, "unreachable"]);
  const odd = await ask("/api/x", {}, async () => ({ ok: false, status: 502, json: async () => { throw new SyntaxError(); } }));
  assert.deepEqual([odd.status, odd.code], [502, "status_502"]);
});

test("a wrong password signs nobody out", () => {
  assert.ok(isSignedOut({ status: 401, code: "not_signed_in" }));
  assert.ok(!isSignedOut({ status: 401, code: "wrong_credentials" }));
  assert.ok(!isSignedOut({ status: 401, code: "totp_needed" }));
  assert.ok(!isSignedOut({ status: 403, code: "not_allowed" }));
});

const texts = {
  no_locked: "locked", no_locked_for: "locked for {n}", no_wrong_code: "wrong code", no_other: "no ({code})",
  no_weak_password: "weak", because_too_short: "short", because_too_soon: "once a day", because_not_now: "not now", no_not_now: "a ticket's",
};
const words = (code, more = {}) => faultWords(texts, { code, detail: "", retryAfterS: null, ...more });

test("every refusal has words, with the minutes that are left", () => {
  assert.equal(words("locked", { retryAfterS: 61 }), "locked for 2");
  assert.equal(words("locked"), "locked");
  assert.equal(words("wrong_code"), "wrong code");
  assert.equal(words("weak_password", { detail: "too_short" }), "short");
  assert.equal(words("weak_password", { detail: "of tomorrow" }), "weak");
  assert.equal(words("not_now", { retryAfterS: 9 }), "once a day");
  assert.equal(words("not_now"), "not now");
  assert.equal(words("of tomorrow"), "no (of tomorrow)");
});
