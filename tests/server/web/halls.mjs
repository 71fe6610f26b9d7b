/** A small hall and messages about it, for the tests beside this file; and what the real hall said one morning. */
import { readFileSync } from "node:fs";
import { reduce } from "../../../server/web/static/hall_state.mjs";

const text = (zh, en) => ({ "zh-TW": zh, en });

/** @param {string} id @param {string} prefix @param {string} name */
const service = (id, prefix, name) => ({
  service_id: id, prefix, name: text(name, id), short_name: text(name, id), guide: { papers: [] },
});

export const HALL = {
  hall_id: "yongkang", name: text("永康就業中心", "Yongkang"), office: text("", ""), time_zone: "Asia/Taipei",
  languages: ["zh-TW", "en"], counter_noun: text("櫃檯", "Counter"),
  services: [service("again", "B", "給付再認定"), service("first", "A", "給付初次申請"), service("seek", "D", "求職登記")],
  counters: [
    { counter_id: "3", label: "3", primary: ["again"], backup: ["first"] },
    { counter_id: "4", label: "4", primary: ["seek"], backup: [] },
  ],
  recall_limit: 2,
};

export const STAFF = new Set([
  "issue_ticket", "call_next", "recall_ticket", "arrive_ticket", "finish_ticket", "miss_ticket", "restore_ticket",
  "hold_ticket", "resume_ticket", "pick_ticket", "transfer_ticket", "cancel_ticket", "void_ticket",
]);

const LIFE = {
  waiting: ["in_line", { pick: null, transfer: null }],
  called: ["called", { recall: null, arrive: null, finish: null, miss: null, transfer: null }],
  serving: ["serving", { finish: null, hold: null, transfer: null }], held: ["aside", { resume: null, transfer: null }], missed: ["aside", { restore: null, transfer: null }], served: ["gone", {}],
};

/** A ticket in a state of today; `changes` make it one of tomorrow. */
export const ticket = (number, state = "waiting", changes = {}) => {
  const [stage, allows] = LIFE[state] ?? [undefined, {}];
  return {
    ticket_id: `1-${number}`, number, state, stage, allows, issued_at: 1000, since: 1000, counter_id: null,
    called_at: null, recalls: 0,
    visit: {
      service_id: { A: "first", B: "again", D: "seek" }[number[0]], channel: "kiosk", language: "zh-TW",
      visitor_class: "ordinary",
    },
    ...changes,
  };
};

export const counter = (id, calls = 0, ...numbers) => (
  { counter_id: id, calls, tickets: numbers.map((number) => `1-${number}`) }
);

export const snapshot = (changes = {}) => ({
  type: "snapshot", seq: 10, at: 5000, hall: HALL, business_day: 1, date: "2026-11-23",
  services: ["again", "first", "seek"].map((id) => (
    { service_id: id, waiting: 0, open: true, opens_at: null, closes_at: null, numbers_left: true })),
  counters: ["3", "4"].map((id) => counter(id)),
  tickets: [], calls: [], devices: [], ...changes,
});

export const moved = (seq, changes = {}) => ({
  type: "hall_moved", seq, prev_seq: seq - 1, at: 6000, what: "something_new", rings: false, tickets: [], counters: [],
  waiting: {}, ...changes,
});

/** Who is next at counter 3. */
export const lines = (changes = {}, whole = {}) => ({
  type: "lines", seq: 10, at: 6000,
  counters: [{ counter_id: "3", next: [], waiting: 0, longest_since: null, aside: [], ...changes }],
  services: [], aside: [], ...whole,
});

export const play = (...messages) => messages.reduce(reduce, null);

/** @returns {{snapshot: any, steps: {did: string, said: any[], snapshot: any}[]}} written by `test_modules.py` */
export const realMorning = () => JSON.parse(readFileSync(process.env.REAL_MORNING ?? "", "utf-8"));
