import assert from "node:assert/strict";
import { test } from "node:test";
import { isCounter, placesOf, safePlace, signInAddress, stepOf } from "../../../server/web/static/me.mjs";

const me = (changes = {}) => ({
  signed_in: true, account_id: "a", login: "a", name: "A", role: "clerk", rights: [], pages: [], device: null,
  must_change: false, totp: "off", pin: false, server_time: 0, ...changes,
});

test("what stands between somebody and the hall, one after the other", () => {
  assert.equal(stepOf(me({ signed_in: false }), true), "first");
  assert.equal(stepOf(me({ signed_in: false }), false), "sign-in");
  assert.equal(stepOf(me({ must_change: true, totp: "needed" }), false), "change");
  assert.equal(stepOf(me({ totp: "needed" }), false), "totp");
  assert.equal(stepOf(me({ totp: "on" }), false), "go");
});

test("only pages that may be opened are offered, each once", () => {
  const paths = (pages) => placesOf(me({ pages })).map((place) => place.path);
  assert.deepEqual(paths(["console", "own_account"]), ["/console", "/account"]);
  assert.deepEqual(paths(["accounts", "unlock", "devices"]), ["/accounts", "/devices"]);
  assert.deepEqual(paths(["unlock", "anchor"]), ["/accounts", "/anchor"]);
  assert.deepEqual(paths(["unlock"]), ["/accounts"]);
  assert.deepEqual(paths(["staff_log"]), ["/staff-log"]);
  assert.deepEqual(placesOf(me({ pages: ["own_account"], totp: "needed" })), [], "what stands before the hall comes first");
  assert.deepEqual(placesOf(me({ pages: ["own_account"], must_change: true })), []);
});

test("nobody is sent to another site, nor to a page that is none", () => {
  for (const bad of ["//evil.example/console", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/api/sign-out",
    "console", "", null, "/console/../x", "\t/console", "/sign-in?to=/sign-in"]) {
    assert.equal(safePlace(bad), "/console", String(bad));
  }
  assert.equal(safePlace("/console?counter=3"), "/console?counter=3");
  assert.equal(safePlace("/devices#x"), "/devices");
});

test("the sign-in page leads back, and says why", () => {
  assert.equal(signInAddress("idle", "/console?counter=3", "en"), "/sign-in?to=%2Fconsole%3Fcounter%3D3&why=idle&lang=en");
  assert.equal(signInAddress("", "//evil.example", null), "/sign-in?to=%2Fconsole");
});

test("only an enrolled counter is one", () => {
  assert.ok(isCounter(me({ device: { kind: "counter" } })));
  assert.ok(!isCounter(me({ device: { kind: "kiosk" } })));
  assert.ok(!isCounter(me()));
});
