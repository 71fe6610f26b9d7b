/**
 * What the page of today says of counters, services and what was set by hand; and the commands that set it. Pure.
 *
 * @typedef {{primary: string[], backup: string[]}} Does
 * @typedef {{roster: import("./plan_times.mjs").Shift[], breaks: import("./plan_times.mjs").Span[]}} Plan
 * @typedef {{counter_id: string, label: string, with_noun: boolean, file: Does | null, now: Does, leaving: boolean,
 *   file_plan: Plan, plan: Plan}} Counter
 * @typedef {{service_id: string, prefix: string, name: Record<string, string>, open: boolean, opens_at: number | null,
 *   waiting: number, done_by_nobody: boolean, given: number, file_quota: number | null, quota: number | null}} Service
 * @typedef {{what: string, subject: string, reason: string, lasting: boolean, at: number, by: string, no_effect: boolean}} Hand
 * @typedef {{date: string, counter_noun: Record<string, string>, counters: Counter[], services: Service[], by_hand: Hand[]}} Today
 * @typedef {{label?: string, primary?: string[], backup?: string[], roster?: object[], breaks?: object[], quota?: number | null}} Value
 */
import { PATIENCE_MS } from "./clerk_commands.mjs";
import { clockText, dateText, inLanguage, sayer } from "./words.mjs";

/** What stands by hand for a subject. @param {Today} today @param {string} subject @param {readonly string[]} whats */
export function standing(today, subject, whats) {
  return today.by_hand.find((one) => one.subject === subject && whats.includes(one.what) && !one.no_effect) ?? null;
}

/**
 * What a counter does, in words.
 * @param {Record<string, string>} texts @param {readonly Service[]} services @param {Does | null} does @param {string} language
 */
export function doesText(texts, services, does, language) {
  if (does === null) return texts.file_has_none;
  const names = (/** @type {readonly string[]} */ ids) => ids.map((id) => serviceName(services, id, language)).join(texts.list_comma);
  const parts = [
    ...(does.primary.length ? [texts.does_primary.replace("{services}", names(does.primary))] : []),
    ...(does.backup.length ? [texts.does_backup.replace("{services}", names(does.backup))] : []),
  ];
  return parts.join(texts.list_semicolon) || texts.does_nothing;
}

/** @param {readonly Service[]} services @param {string} id @param {string} language */
export function serviceName(services, id, language) {
  const service = services.find((one) => one.service_id === id);
  if (!service) return id;
  const name = inLanguage(service.name, language);
  return service.prefix ? `${service.prefix} ${name}` : name;
}

/**
 * Who set it, when, why and for how long.
 * @param {Record<string, string>} texts @param {Hand} hand @param {string} zone @param {import("./words.mjs").Style} style
 */
export function handText(texts, hand, zone, style) {
  const say = sayer(texts);
  const time = hand.lasting ? `${dateText(hand.at, zone, style)} ${clockText(hand.at, zone)}` : clockText(hand.at, zone);
  const said = say("hand_told", { who: hand.by || texts.hand_somebody, time, long: texts[hand.lasting ? "hand_lasting" : "hand_today"] });
  return hand.reason ? `${said}${say("hand_because", { reason: hand.reason })}` : said;
}

/** @param {string} what @param {string} subject @param {Value | null} value null: back to the file's @param {string} key @param {{reason?: string, lasting?: boolean}} [more] */
export function setByHand(what, subject, value, key, { reason = "", lasting = false } = {}) {
  return { type: "set_by_hand", key, what, subject, value, reason, lasting, patience_ms: PATIENCE_MS };
}

/** What somebody typed for a quota: null for none, undefined where it is no number. @param {string} text @returns {number | null | undefined} */
export function typedQuota(text) {
  const plain = text.normalize("NFKC").trim();
  if (plain === "") return null;
  return /^[1-9]\d{0,3}$/.test(plain) ? Number(plain) : undefined;
}

/** An id for a counter more: the first that is free. @param {Today} today */
export function extraId(today) {
  const taken = new Set([...today.counters.map((one) => one.counter_id), ...today.by_hand.map((one) => one.subject)]);
  for (let n = 1; ; n += 1) if (!taken.has(`extra-${n}`)) return `extra-${n}`;
}
