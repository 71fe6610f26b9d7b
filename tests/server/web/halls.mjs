/** A small hall and messages about it, for the tests beside this file. */

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

export const ticket = (number, changes = {}) => ({
  ticket_id: `1-${number}`, number, service_id: { A: "first", B: "again", D: "seek" }[number[0]], state: "waiting",
  visitor_class: "ordinary", channel: "kiosk", language: "zh-TW", issued_at: 1000, place: 1000, counter_id: null,
  called_at: null, recalls: 0, ...changes,
});

export const snapshot = (changes = {}) => ({
  type: "snapshot", seq: 10, at: 5000, hall: HALL, business_day: 1, date: "2026-11-23",
  services: ["again", "first", "seek"].map((id) => (
    { service_id: id, waiting: 0, open: true, opens_at: null, closes_at: null, numbers_left: true })),
  counters: ["3", "4"].map((id) => ({ counter_id: id, calls: 0, ticket_id: null })),
  tickets: [], calls: [], devices: [], ...changes,
});

export const event = (type, seq, changed, changes = {}) => ({
  type, seq, prev_seq: seq - 1, at: 6000, ticket: changed, waiting: 0,
  ...(changed.counter_id ? { counter_id: changed.counter_id } : {}), ...changes,
});
