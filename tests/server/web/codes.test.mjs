import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, originFor, plain, spelled, timeLeft, typedAddress, typedPage } from "../../../server/web/static/codes.mjs";
import { agoText, skewText } from "../../../server/web/static/moments.mjs";
import { onlyDigits, pressed, whole } from "../../../server/web/static/pin_pad.mjs";

test("a code is read in groups and typed as anybody likes", () => {
  assert.equal(grouped("HJKMNPRT"), "HJKM NPRT");
  assert.equal(grouped("BTFN-SSHU-WGCE"), "BTFN SSHU WGCE");
  assert.equal(grouped("ABCDE"), "ABCD E");
  assert.equal(plain(" hjkm – nprt "), "HJKMNPRT");
});

test("every letter has its word", () => {
  assert.equal(spelled("AZ"), "Alfa Zulu");
  assert.equal(spelled("X-2"), "X-ray 2");
  for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") assert.ok(spelled(letter).length > 3 || letter === "P", letter);
});

test("what is left of a code's time is never below nothing", () => {
  assert.equal(timeLeft(600_000, 0), "10:00");
  assert.equal(timeLeft(65_001, 1), "1:05");
  assert.equal(timeLeft(0, 5), "0:00");
});

test("the pad takes digits, as many as a PIN has", () => {
  assert.equal(pressed("12", "3"), "123");
  assert.equal(pressed("12345678", "9"), "12345678");
  assert.equal(pressed("12", "back"), "1");
  assert.equal(pressed("", "back"), "");
  assert.equal(pressed("12", "clear"), "");
  assert.equal(pressed("12", "Enter"), "12");
  assert.equal(onlyDigits("12 ab-34567890"), "12345678");
  assert.deepEqual(["12345", "123456", "12345678"].map(whole), [false, true, true]);
});

const say = (key, fields = {}) => [key, ...Object.values(fields)].join(" ");
const style = { date: "<day>.<month>.", months: Array(12).fill(""), weekdays: Array(7).fill("") };
const ago = (at, now) => agoText(say, at, now, "Asia/Taipei", style);
const NOON = Date.UTC(2026, 10, 24, 4);

test("the longer ago, the more is said of it", () => {
  assert.equal(ago(null, NOON), "never");
  assert.equal(ago(NOON - 59_000, NOON), "just_now");
  assert.equal(ago(NOON + 5_000, NOON), "just_now");
  assert.equal(ago(NOON - 59 * 60_000, NOON), "minutes_ago 59");
  assert.equal(ago(NOON - 3 * 3600_000, NOON), "09:00");
  assert.equal(ago(NOON - 13 * 3600_000, NOON), "23.11. 23:00");
});

test("a clock that is right is no news", () => {
  assert.deepEqual([null, 0, 2_000, -2_000].map((skew) => skewText(say, skew)), ["", "", "", ""]);
  assert.equal(skewText(say, 95_400), "skew_ahead 95");
  assert.equal(skewText(say, -3_000), "skew_behind 3");
});

test("an address is told as a person types it", () => {
  assert.equal(typedAddress("wss://192.0.2.10:8765/ws"), "192.0.2.10");
  assert.equal(typedAddress("wss://hall-pc.local:8800/ws"), "hall-pc.local:8800");
  assert.equal(typedAddress("wss://queue.example.tw/ws"), "queue.example.tw:443");
  assert.equal(typedAddress("wss://[2001:db8::1]:8765/ws"), "2001:db8::1");
  assert.equal(typedAddress("wss://[2001:db8::1]:8800/ws"), "[2001:db8::1]:8800");
  assert.equal(typedAddress("ws://127.0.0.1:8765/ws"), "ws://127.0.0.1:8765/ws");
});

test("a page on the server's own computer tells no address for others", () => {
  const place = (/** @type {string} */ page) => new URL(page);
  assert.equal(typedPage(place("https://192.0.2.10:8765/devices")), "192.0.2.10");
  assert.equal(typedPage(place("https://queue.example.tw/devices")), "queue.example.tw:443");
  for (const own of ["https://localhost:8765/", "https://127.0.0.1:8765/", "https://[::1]:8765/", "http://192.0.2.10:8765/"]) {
    assert.equal(typedPage(place(own)), "");
  }
});

test("a counter is told an address that leads to the server from there", () => {
  const links = ["wss://192.0.2.10:8765/ws", "wss://hall-pc:8765/ws"];
  assert.equal(originFor(new URL("https://localhost:8765/devices"), links), "https://192.0.2.10:8765");
  assert.equal(originFor(new URL("https://hall-pc:8765/devices"), links), "https://hall-pc:8765");
  assert.equal(originFor(new URL("http://127.0.0.1:8765/devices"), []), "http://127.0.0.1:8765");
});
