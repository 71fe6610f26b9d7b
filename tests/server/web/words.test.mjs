import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bestLanguage, clockText, counterName, dateText, deviceProblem, durationText, inLanguage, minutesSince, numberParts,
  refusal, refusedLine, sayer, stateWords, waitWords,
} from "../../../server/web/static/words.mjs";

const AT = Date.parse("2026-11-21T01:14:32Z");
const CHINESE = {
  name: "中文", date: "<roc>年<month>月<day>日（<weekday>）", weekdays: [..."一二三四五六日"],
  months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"], counter: "{label} 號{noun}",
  list_separator: "、", fact_separator: "・", fonts: ["Noto Sans TC"],
};
const ENGLISH = {
  ...CHINESE, name: "English", date: "<weekday> <day> <month_name> <year>",
  weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], counter: "{noun} {label}",
};
const TEXTS = {
  device_trouble: "{device}：{problem}{detail}", device_detail: "（{numbers}）",
  device_ticket_printer: "取號機", code_paper_out: "缺紙", code_any_trouble: "故障", no_expired: "等太久", no_other: "沒有進行（{code}）",
};

test("times are the hall's, in 24 hours, dates in the reader's way", () => {
  assert.equal(clockText(AT, "Asia/Taipei"), "09:14");
  assert.equal(clockText(AT, "Asia/Taipei", true), "09:14:32");
  assert.equal(clockText(Date.parse("2026-11-20T16:00:00Z"), "Asia/Taipei"), "00:00");
  assert.equal(dateText(AT, "Asia/Taipei", CHINESE), "115年11月21日（六）");
  assert.equal(dateText(AT, "Asia/Taipei", ENGLISH), "Sat 21 Nov 2026");
});

test("durations count up and never run backwards", () => {
  assert.equal(durationText(402_999), "06:42");
  assert.equal(durationText(3_661_000), "1:01:01");
  assert.equal(durationText(-5), "00:00");
  assert.equal(minutesSince(0, 119_000), 1);
  assert.equal(minutesSince(5, 0), 0);
});

test("texts fill in their fields; a missing text is our fault", () => {
  const say = sayer(TEXTS);
  assert.equal(counterName(CHINESE, { "zh-TW": "櫃檯" }, { label: "3", with_noun: true }, "zh-TW"), "3 號櫃檯");
  assert.equal(counterName(ENGLISH, { en: "Counter" }, { label: "3" }, "en"), "Counter 3", "an older hall says no more");
  for (const style of [CHINESE, ENGLISH]) {
    assert.equal(counterName(style, { en: "Counter" }, { label: "服務台", with_noun: false }, "en"), "服務台");
    assert.equal(counterName(style, { en: "Counter" }, { label: "", with_noun: true }, "en"), "", "no counter at all");
  }
  assert.equal(sayer({ go: "請到 {counter}" })("go", { counter: "3 號櫃檯" }), "請到 3 號櫃檯");
  assert.equal(sayer({ go: "請到 {counter}" })("go", { counter: "服務台" }), "請到服務台");
  assert.throws(() => say("nowhere"));
  assert.equal(refusal(TEXTS, "expired"), "等太久");
  assert.equal(refusal(TEXTS, "brand_new"), "沒有進行（brand_new）");
  assert.equal(inLanguage({ "zh-TW": "中" }, "en"), "中");
  assert.equal(inLanguage(undefined, "en"), "");
});

test("a state without words is named by its stage, a refused line by its reason", () => {
  const texts = { state_missed: "過號", stage_aside: "暫離", refused_revoked: "已被停用", refused_other: "拒絕（{reason}）" };
  assert.equal(stateWords(texts, { state: "missed", stage: "aside" }), "過號");
  assert.equal(stateWords(texts, { state: "dozing", stage: "aside" }), "暫離");
  assert.equal(refusedLine(texts, "revoked"), "已被停用");
  assert.equal(refusedLine(texts, "moon_phase"), "拒絕（moon_phase）");
});

test("devices tell their trouble in words, ticket numbers included, other details not", () => {
  const device = { device_id: "p1", kind: "ticket_printer", state: "trouble", code: "paper_out", detail: "" };
  assert.equal(deviceProblem(TEXTS, device, false), "取號機：缺紙");
  assert.equal(deviceProblem(TEXTS, { ...device, detail: "A012 B003" }, true), "取號機 p1：缺紙（A012 B003）");
  for (const numbers of ["1001", "AB1999 001", "0012 90012 A1012"]) {
    assert.equal(deviceProblem(TEXTS, { ...device, detail: numbers }, false), `取號機：缺紙（${numbers}）`);
  }
  for (const detail of ["INFO 001", "training", "5", "A", "I001", "A01 2", "A001 ", "a001"]) {
    assert.equal(deviceProblem(TEXTS, { ...device, detail }, false), "取號機：缺紙", detail);
  }
  assert.equal(deviceProblem(TEXTS, { ...device, code: "brand_new", detail: "errno 5" }, false), "取號機：故障");
});

test("a trouble of a device says which, by the name that it was given", () => {
  const texts = { ...TEXTS, code_identity_taken: "有另一支程式冒用「{name}」的身分" };
  const device = { device_id: "devices", kind: "server", state: "warning", code: "identity_taken", detail: "A001" };
  assert.match(deviceProblem(texts, device, true), /：有另一支程式冒用「A001」的身分$/);
});

test("a trouble of several is about them and not about the server, with the language's own comma", () => {
  const texts = { ...TEXTS, device_server: "叫號主機", names_separator: "、", code_numbers_burst: "「{names}」取了很多號碼" };
  const device = { device_id: "numbers", kind: "server", state: "warning", code: "numbers_burst", detail: "大門取號機, 陳志工" };
  assert.equal(deviceProblem(texts, device, false), "「大門取號機、陳志工」取了很多號碼");
});

test("numbers and languages", () => {
  const numbers = [["B031", "B"], ["A1012", "A"], ["A1012", "A1"], ["1001", ""], ["1001", "1"], ["A012", "B"], ["AB012", "A"], ["A1012", "B"], ["", "A"]];
  assert.deepEqual(numbers.map(([number, prefix]) => numberParts(number, prefix)), [
    ["B", "031"], ["A", "1012"], ["A1", "012"], ["", "1001"], ["1", "001"], ["A", "012"], ["AB", "012"], ["", "A1012"], ["", ""],
  ]);
  assert.equal(bestLanguage(["zh-TW", "en"], ["fr", "en-GB"]), "en");
  assert.equal(bestLanguage(["zh-TW", "en"], ["zh-Hant"]), "zh-TW");
  assert.equal(bestLanguage(["zh-TW", "en"], ["ja"]), "zh-TW");
});

test("a wait is said as the hall says it, and a word of tomorrow not at all", () => {
  const texts = {
    wait_range: "約 {low} 到 {high} 分鐘", wait_within: "{high} 分鐘內", wait_next: "很快輪到", wait_short_range: "約 {low}–{high} 分",
  };
  assert.equal(waitWords(texts, { says: "range", low: 25, high: 40 }), "約 25 到 40 分鐘");
  assert.equal(waitWords(texts, { says: "range", low: 25, high: 40 }, true), "約 25–40 分");
  assert.equal(waitWords(texts, { says: "range", low: 0, high: 10 }), "10 分鐘內");
  assert.equal(waitWords(texts, { says: "next", low: 0, high: 0 }), "很快輪到");
  assert.equal(waitWords(texts, { says: "after_lunch", low: 5, high: 10 }), "");
  assert.equal(waitWords(texts, null), "");
});
