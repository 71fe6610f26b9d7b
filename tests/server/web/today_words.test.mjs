import assert from "node:assert/strict";
import { test } from "node:test";
import { doesText, extraId, handText, serviceName, setByHand, standing, typedQuota } from "../../../server/web/static/today_words.mjs";

const TEXTS = {
  file_has_none: "沒有", does_primary: "主要：{services}", does_backup: "支援：{services}", does_nothing: "不受理", list_comma: "、", list_semicolon: "；",
  hand_told: "{who}，{time}，{long}", hand_because: "（{reason}）", hand_somebody: "某位同仁", hand_today: "只限今天", hand_lasting: "直到恢復為止",
};
const STYLE = { date: "<month>月<day>日", weekdays: ["一", "二", "三", "四", "五", "六", "日"], months: [], year_offset: 0 };
const SERVICES = [
  { service_id: "apples", prefix: "A", name: { "zh-TW": "蘋果" } }, { service_id: "books", prefix: "", name: { "zh-TW": "書" } },
];
const NOON = Date.UTC(2026, 10, 24, 4);
const hand = (changes) => ({
  what: "counter_services", subject: "1", reason: "", lasting: false, at: NOON, by: "陳美玲", no_effect: false, ...changes,
});
const today = (by_hand, counters = []) => ({ date: "2026-11-24", counter_noun: {}, counters, services: SERVICES, by_hand });

test("what a counter does is said in words", () => {
  const said = (does) => doesText(TEXTS, SERVICES, does, "zh-TW");
  assert.equal(said({ primary: ["apples", "books"], backup: [] }), "主要：A 蘋果、書");
  assert.equal(said({ primary: ["books"], backup: ["apples"] }), "主要：書；支援：A 蘋果");
  assert.equal(said({ primary: [], backup: [] }), "不受理");
  assert.equal(said(null), "沒有");
  assert.equal(serviceName(SERVICES, "plums", "zh-TW"), "plums");
});

test("who set it, when, for how long and why", () => {
  const said = (changes) => handText(TEXTS, hand(changes), "Asia/Taipei", STYLE);
  assert.equal(said({}), "陳美玲，12:00，只限今天");
  assert.equal(said({ by: "", reason: "請假" }), "某位同仁，12:00，只限今天（請假）");
  assert.match(said({ lasting: true }), /11月24日.* 12:00，直到恢復為止$/);
});

test("only what has an effect stands beside its counter", () => {
  assert.equal(standing(today([hand({})]), "1", ["counter_services"])?.by, "陳美玲");
  assert.equal(standing(today([hand({ no_effect: true })]), "1", ["counter_services"]), null);
  assert.equal(standing(today([hand({})]), "1", ["service_closed"]), null);
  assert.equal(standing(today([hand({})]), "2", ["counter_services"]), null);
});

test("a quota is a number, or none", () => {
  assert.deepEqual(["", " ", "12", "１２", "9999"].map(typedQuota), [null, null, 12, 12, 9999]);
  assert.deepEqual(["0", "-1", "10000", "many", "1.5"].map(typedQuota), Array(5).fill(undefined));
});

test("a counter more has an id of its own", () => {
  assert.equal(extraId(today([])), "extra-1");
  assert.equal(extraId(today([hand({ subject: "extra-1" })], [{ counter_id: "extra-2" }])), "extra-3");
});

test("a command says what is set, or that the file's value is to hold again", () => {
  const set = setByHand("service_closed", "apples", {}, "k".repeat(22), { reason: "系統維修" });
  assert.deepEqual(set, {
    type: "set_by_hand", key: "k".repeat(22), what: "service_closed", subject: "apples", value: {}, reason: "系統維修", lasting: false, patience_ms: 5_000,
  });
  assert.equal(setByHand("service_closed", "apples", null, "k".repeat(22)).value, null);
});
