import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceLines } from "../../../server/web/static/device_list.mjs";

const TEXTS = {
  device_trouble: "{device}：{problem}{detail}", device_detail: "（{numbers}）", devices_good: "設備正常", devices_none: "沒有設備",
  device_ticket_printer: "取號機", device_server: "叫號主機", code_paper_out: "缺紙", code_disk_full: "硬碟已滿", code_any_warning: "需要留意",
};
const device = (changes) => ({
  device_id: "printer", kind: "ticket_printer", state: "ok", code: "", detail: "", since: 0, reported_by: "kiosk-1", ...changes,
});
const server = (changes) => device({ kind: "server", device_id: "store", reported_by: "server", ...changes });
const words = (...devices) => deviceLines(TEXTS, devices).map(({ text }) => text);

test("what is wrong with the server is told in words, without the names of its parts", () => {
  const full = server({ state: "trouble", code: "disk_full" });
  assert.deepEqual(words(device({}), full), ["叫號主機：硬碟已滿"]);
  const other = server({ device_id: "phones", state: "warning", code: "brand_new" });
  assert.deepEqual(words(full, other), ["叫號主機：硬碟已滿", "叫號主機：需要留意"]);
});

test("a server that is well is no device", () => {
  assert.deepEqual(words(), ["沒有設備"]);
  assert.deepEqual(words(server({})), ["沒有設備"]);
  assert.deepEqual(words(server({}), device({})), ["設備正常"]);
});

test("of two printers it says which", () => {
  const empty = device({ device_id: "k2", state: "trouble", code: "paper_out" });
  assert.deepEqual(words(device({}), empty), ["取號機 k2：缺紙"]);
  assert.deepEqual(words(empty), ["取號機：缺紙"]);
});
