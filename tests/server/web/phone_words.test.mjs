import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING } from "../../../server/web/static/phone_state.mjs";
import { faceWords, titleWords } from "../../../server/web/static/phone_words.mjs";
import { emergencyLines } from "../../../server/web/static/words.mjs";

const TEXTS = {
  stage_in_line: "等候中", stage_called: "已叫號", stage_aside: "暫離", state_missed: "過號", phone_turn: "輪到您了",
  phone_go: "請到 {counter}", phone_turn_title: "輪到您了：{counter}", phone_serving: "正在為您服務",
  phone_serving_at: "{counter} 正在為您服務", phone_aside: "請洽服務台", phone_aside_missed: "您的號碼已經過號",
  phone_gone: "已經結束", phone_gone_hint: "請重新取號", phone_gone_served: "服務完成", phone_gone_hint_served: "可以關閉",
  phone_aside_held: "您的號碼已保留", phone_aside_hint_held: "辦好後請回來",
  phone_group: "最多 {n} 人一起叫號", phone_together: "一起叫號：{numbers}", names_separator: "、",
  phone_kept: "號碼不變。", phone_for_counter: "已轉給{counter}。", phone_for_officer: "已轉給承辦人。", phone_kept_for_counter: "號碼不變，已轉給{counter}。", phone_kept_for_officer: "號碼不變，已轉給承辦人。",
  phone_taken_back: "叫號已取消，順序不變", phone_checking: "正在確認", phone_over: "請稍候", phone_shut: "{why}號碼仍保留", shut_typhoon: "因颱風停止服務。", shut_other: "停止服務。", phone_title: "{number} {state}",
};
const TICKET = { number: "B031", missed_rule: { "zh-TW": "請洽櫃檯" } };
const face = (stage, state, counter = "", more = {}) => (
  faceWords(TEXTS, { ...NOTHING, ticket: TICKET, stage, state, ...more }, counter, "zh-TW")
);
const words = (changes) => ({ headline: "", where: "", status: "", hint: "", ...changes });

test("whoever was sent on is told that the number stays, and to whom", () => {
  const sent = (/** @type {object} */ more, sentTo = "") => (
    faceWords(TEXTS, { ...NOTHING, stage: "in_line", state: "waiting", ticket: { ...TICKET, ...more } }, "", "zh-TW", sentTo).hint
  );
  assert.equal(sent({}), "");
  assert.equal(sent({ kept: true }), "號碼不變。");
  assert.equal(sent({ kept: true, for_counter: "4" }, "4 號櫃檯"), "號碼不變，已轉給4 號櫃檯。");
  assert.equal(sent({ for_counter: "4" }, "4 號櫃檯"), "已轉給4 號櫃檯。");
  assert.equal(sent({ kept: true, for_officer: true }), "號碼不變，已轉給承辦人。");
  assert.equal(sent({ for_officer: true }), "已轉給承辦人。");
});

test("whoever is set aside until a time is told the time", () => {
  const texts = { ...TEXTS, phone_aside_dozing: "{time} 以後" };
  const state = { ...NOTHING, stage: "aside", state: "dozing", ticket: { ...TICKET, time_zone: "Asia/Taipei" }, returnsAt: Date.UTC(2026, 10, 27, 2, 40) };
  assert.equal(faceWords(texts, state, "", "zh-TW").headline, "10:40 以後");
});

test("an emergency is said in the reader's language first, then in the supervisor's words, then in the others", () => {
  const text = { "zh-TW": "火災！", en: "Fire!", vi: "Cháy!" };
  assert.deepEqual(emergencyLines(null, "en"), []);
  assert.deepEqual(emergencyLines(undefined, "en"), []);
  assert.deepEqual(emergencyLines({ kind: "fire", text, words: " 停車場 ", since: 1 }, "en"), ["Fire!", "停車場", "火災！", "Cháy!"]);
  assert.deepEqual(emergencyLines({ kind: "fire", text, since: 1 }, "xx"), ["火災！", "Fire!", "Cháy!"]);
  assert.deepEqual(emergencyLines({ kind: "other", words: "停車場", since: 1 }, "en"), ["停車場"]);
  const words_in = { "zh-TW": "停車場", en: "Car park" };
  const both = { kind: "fire", text, words: "停車場", words_in, since: 1 };
  assert.deepEqual(emergencyLines(both, "en"), ["Fire!", "Car park", "火災！停車場", "Cháy!"]);
  assert.deepEqual(emergencyLines(both, "vi"), ["Cháy!", "停車場", "火災！停車場", "Fire! Car park"]);
  assert.deepEqual(emergencyLines({ kind: "fire", text, words_in: { en: "Car park" }, since: 1 }, "zh-TW"), ["火災！", "Fire! Car park", "Cháy!"]);
});

test("each stage has its words; a state that is known has its own", () => {
  assert.deepEqual(face("in_line", "waiting"), words({ status: "等候中" }));
  assert.deepEqual(face("called", "called", "3 號櫃檯"), words({ headline: "輪到您了", where: "請到 3 號櫃檯" }));
  assert.deepEqual(face("serving", "serving", "3 號櫃檯"), words({ headline: "3 號櫃檯正在為您服務" }));
  assert.deepEqual(face("serving", "serving"), words({ headline: "正在為您服務" }));
  assert.deepEqual(face("aside", "missed"), words({ headline: "您的號碼已經過號", hint: "請洽櫃檯" }));
  assert.deepEqual(face("aside", "held"), words({ headline: "您的號碼已保留", hint: "辦好後請回來" }));
  assert.deepEqual(face("gone", "served"), words({ headline: "服務完成", hint: "可以關閉" }));
});

test("a state of tomorrow gets neutral words, never those of another state", () => {
  assert.deepEqual(face("in_line", "booked"), words({ status: "等候中" }));
  assert.deepEqual(face("called", "urgent", "4 號櫃檯"), words({ headline: "輪到您了", where: "請到 4 號櫃檯" }));
  assert.deepEqual(face("aside", "dozing"), words({ headline: "請洽服務台" }));
  assert.deepEqual(face("gone", "spirited_away"), words({ headline: "已經結束", hint: "請重新取號" }));
});

test("whose call was taken back hears that the place is kept", () => {
  const back = face("in_line", "waiting", "", { takenBack: true });
  assert.deepEqual(back, words({ status: "等候中", hint: "叫號已取消，順序不變" }));
});

test("a number in doubt shows what it last knew, and that it is being checked", () => {
  assert.equal(face("in_line", "waiting", "", { doubt: "asking" }).status, "正在確認");
  const called = face("called", "called", "3 號櫃檯", { doubt: "asking" });
  assert.deepEqual(called, words({ headline: "輪到您了", where: "請到 3 號櫃檯", status: "正在確認" }));
});

test("the title tells the state, and a call by its counter", () => {
  const title = (stage, state, counter = "") => titleWords(TEXTS, { ...NOTHING, ticket: TICKET, stage, state }, counter);
  assert.equal(title("called", "called", "3 號櫃檯"), "▶ 輪到您了：3 號櫃檯");
  assert.equal(title("aside", "missed"), "B031 過號");
  assert.equal(title("aside", "dozing"), "B031 暫離");
});

test("what is of another time says so, and sends nobody", () => {
  const texts = { ...TEXTS, state_waiting: "等候中", phone_as_of: "截至 {time}：{words}", phone_was_called: "已叫到您的號碼", phone_then_title: "截至 {time}" };
  const then = (stage, state, more = {}) => (
    faceWords(texts, { ...NOTHING, ticket: TICKET, stage, state, ...more }, "3 號櫃檯", "zh-TW", "", "09:14"));
  assert.deepEqual(then("called", "called"), words({ headline: "截至 09:14：已叫到您的號碼", where: "3 號櫃檯" }));
  assert.deepEqual(then("called", "called", { doubt: "asking" }), then("called", "called"));
  assert.equal(then("serving", "serving").headline, "截至 09:14：3 號櫃檯正在為您服務");
  assert.equal(then("in_line", "waiting").status, "截至 09:14：等候中");
  assert.deepEqual(then("aside", "missed"), words({ headline: "截至 09:14：您的號碼已經過號", hint: "請洽櫃檯" }));
  assert.equal(titleWords(texts, { ...NOTHING, ticket: TICKET, stage: "called", state: "called" }, "3 號櫃檯", "09:14"), "B031 截至 09:14");
});

test("whose service gives no more numbers today is told to wait, for its own service only", () => {
  const ticket = { ...TICKET, visit: { service_id: "youth" } };
  const hint = (over) => face("in_line", "waiting", "", { ticket, board: { over } }).hint;
  assert.equal(hint(["youth"]), "請稍候");
  assert.equal(hint(["training"]), "");
  assert.equal(hint(undefined), "");
  assert.equal(face("called", "called", "3 號櫃檯", { ticket, board: { over: ["youth"] } }).hint, "");
});

test("a hall that is closed for today says why to all who are not at a counter", () => {
  const ticket = { ...TICKET, visit: { service_id: "youth" } };
  const hint = (closed, stage = "in_line", state = "waiting") => (
    face(stage, state, "", { ticket, board: { closed, over: ["youth"] } }).hint
  );
  assert.equal(hint("typhoon"), "因颱風停止服務。號碼仍保留");
  assert.equal(hint("eclipse"), "停止服務。號碼仍保留");
  assert.equal(hint("typhoon", "aside", "missed"), "因颱風停止服務。號碼仍保留");
  assert.equal(hint("typhoon", "serving", "serving"), "");
  assert.equal(hint(null), "請稍候");
});

test("whoever is called with others hears of it while waiting, and with whom when called", () => {
  const group = { ...TICKET, group: 4 };
  assert.equal(face("in_line", "waiting", "", { ticket: group }).hint, "最多 4 人一起叫號");
  assert.equal(face("in_line", "waiting", "", { ticket: group, takenBack: true }).hint, "叫號已取消，順序不變");
  const called = face("called", "called", "3 號櫃檯", { together: ["B032", "B033"] });
  assert.deepEqual(called, words({ headline: "輪到您了", where: "請到 3 號櫃檯", hint: "一起叫號：B032、B033" }));
});
