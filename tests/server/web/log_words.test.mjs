import assert from "node:assert/strict";
import { test } from "node:test";
import { factTexts, personText, whatText, whoText } from "../../../server/web/static/log_words.mjs";
import { sayer } from "../../../server/web/static/words.mjs";

const TEXTS = {
  log_erased: "已清除（{id}）", log_by_console: "主機", log_by_server: "系統", log_by_stranger: "陌生人", log_by_device: "設備（編號 {id}）", log_by_at: "{name}（在{counter}）",
  log_about: "對象：{name}", log_device: "設備：{name}", log_more: "另有 {n} 次", log_sources: "來自 {n} 個位址", log_seq: "第 {n} 筆", log_hash: "雜湊 {hash}…", log_from: "來自 {address}",
  log_where_pin: "PIN", role_clerk: "承辦人", kind_kiosk: "取號機", log_signed_in: "登入",
  log_role: "角色：{role}", log_new_role: "新角色：{role}", log_where_device_code: "設備代碼不正確", log_where_locked: "鎖定中",
  log_where_wrong_kind: "別種設備", log_why_not_from_this_page: "不是從本系統的網頁", log_origin: "網頁 {origin}",
};
const say = sayer(TEXTS);
const people = new Map([["a1", "陳美玲"], ["a2", ""]]);
const line = (changes) => ({
  seq: 1, at: 0, what: "signed_in", by: "", by_id: "", counter: "", subject_id: "", device: "", address: "", detail: {}, ...changes,
});
const facts = (changes) => factTexts(say, TEXTS, line(changes), people);

test("who it was, at which counter, also when nobody knows any more", () => {
  const who = (changes) => whoText(say, line(changes), people);
  assert.equal(who({}), "陌生人");
  assert.equal(who({ by: "console" }), "主機");
  assert.equal(who({ by: "server" }), "系統");
  assert.equal(who({ by: "device:d1", counter: "大門" }), "大門");
  assert.equal(who({ by: "device:d1" }), "設備（編號 d1）");
  assert.equal(who({ by: "device:d1", counter: "d1" }), "設備（編號 d1）", "one that was there once");
  assert.equal(who({ by: "of tomorrow" }), "of tomorrow");
  assert.equal(who({ by: "person:a1", by_id: "a1" }), "陳美玲");
  assert.equal(who({ by: "person:a1@device:d1", by_id: "a1", counter: "三號" }), "陳美玲（在三號）");
  assert.equal(who({ by: "person:a2", by_id: "a2" }), "已清除（a2）");
  assert.equal(personText(say, people, "a9"), "已清除（a9）");
});

test("what is known beside it", () => {
  assert.deepEqual(facts({}), []);
  assert.deepEqual(facts({ by_id: "a1", subject_id: "a1" }), []);
  assert.deepEqual(facts({ by_id: "a1", subject_id: "a2", device: "大門", address: "192.0.2.1" }), ["對象：已清除（a2）", "設備：大門", "來自 192.0.2.1"]);
  assert.deepEqual(facts({ detail: { where: "pin", role: "clerk", kind: "kiosk", more: 3 } }), ["PIN", "角色：承辦人", "取號機", "另有 3 次"]);
  assert.deepEqual(facts({ detail: { more: 3, sources: 2 } }), ["另有 3 次", "來自 2 個位址"]);
  assert.deepEqual(facts({ detail: { why: "<b>origin</b>", where: "of tomorrow", seq: 7, hash: "0123456789abcdef0123" } }), ["<b>origin</b>", "第 7 筆", "雜湊 0123456789abcdef…"]);
});

test("a role that was changed is the new one", () => {
  assert.deepEqual(facts({ what: "role_changed", detail: { role: "clerk" } }), ["新角色：承辦人"]);
});

test("a code of a device is not called wrong where nobody looked at it", () => {
  const said = (code) => facts({ detail: { where: "device_code", code } });
  assert.deepEqual([said("wrong_code"), said("locked"), said("wrong_kind")], [["設備代碼不正確"], ["鎖定中"], ["別種設備"]]);
});

test("known reasons of a refused connection are in words, unknown ones as they are", () => {
  const why = (reason) => facts({ what: "socket_refused", detail: { why: reason } });
  assert.deepEqual(why("not from this page"), ["不是從本系統的網頁"]);
  assert.deepEqual(why("not from this page; https://a.example; b"), ["不是從本系統的網頁", "網頁 https://a.example; b"]);
  assert.deepEqual(why("of tomorrow; https://a.example"), ["of tomorrow; https://a.example"]);
});

test("a word of a newer server is shown as it is", () => {
  assert.equal(whatText(TEXTS, line({})), "登入");
  assert.equal(whatText(TEXTS, line({ what: "brand_new" })), "brand_new");
});
