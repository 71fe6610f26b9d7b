/**
 * Numbers, times and names in the reader's words. Pure.
 *
 * @typedef {(key: string, fields?: Record<string, string | number>) => string} Say
 * @typedef {Record<string, string>} Texts
 * @typedef {{name: string, date: string, weekdays: string[], months: string[], counter: string, list_separator: string,
 *   fact_separator: string, fonts: string[]}} Style how a language is written: [style] of its file
 */

/**
 * Texts of one language as a function: `say("minutes", {n: 5})`. A key that does not exist is our fault and throws.
 * @param {Texts} texts
 * @returns {Say}
 */
export function sayer(texts) {
  return (key, fields = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`no text ${key}`);
    return filled(text, fields);
  };
}

/** @param {string} text @param {Record<string, string | number>} fields */
export function filled(text, fields) {
  // 請到 3 號櫃檯 has a space before the figure; 請到服務台 has none.
  return text.replace(/\{(\w+)\}/g, (_, name) => String(fields[name] ?? "")).replace(HAN_SPACE, "");
}

const HAN_SPACE = /(?<=[⺀-鿿豈-﫿]) (?=[⺀-鿿豈-﫿])/g;

/** Sets the page's fonts: those that the language names come first. @param {Style} style */
export function useFonts({ fonts }) {
  document.documentElement.style.setProperty("--language-fonts", fonts.map((one) => JSON.stringify(one)).join(", "));
}

/** Why a command was refused, in plain words. @param {Texts} texts @param {string} code */
export function refusal(texts, code) {
  const say = sayer(texts);
  return texts[`no_${code}`] === undefined ? say("no_other", { code }) : say(`no_${code}`);
}

/** Why the hall does not talk to this page at all. @param {Texts} texts @param {string} reason a word of the link's */
export function refusedLine(texts, reason) {
  return texts[`refused_${reason}`] ?? sayer(texts)("refused_other", { reason });
}

/** Why the hall is closed for today; a reason that is newer than this page has the words of any other. @param {Texts} texts @param {string} reason */
export function closedWords(texts, reason) {
  return texts[`shut_${reason}`] ?? sayer(texts)("shut_other");
}

/** What kind of emergency it is, for staff; one that is newer than this page has the words of any other. @param {Texts} texts @param {string} kind */
export function emergencyKind(texts, kind) {
  return texts[`emergency_${kind}`] ?? sayer(texts)("emergency_other");
}

/**
 * What is said in an emergency, line by line: the reader's language, what the supervisor added in it (or, where nobody
 * wrote it, in any other), then the others, each with what was added in it.
 * @param {import("./wire_types.mjs").EmergencyView | null | undefined} emergency @param {string} language
 * @returns {string[]}
 */
export function emergencyLines(emergency, language) {
  if (!emergency) return [];
  const { text = {}, words_in: added = {} } = emergency;
  const tags = [...new Set([language, ...Object.keys(text), ...Object.keys(added)])].filter((tag) => text[tag] || added[tag]);
  const first = tags[0] ?? language;
  const words = (added[first] || emergency.words || "").trim();
  const others = tags.slice(1).filter((tag) => text[tag] || added[tag] !== words);
  return [text[first] ?? "", words, ...others.map((tag) => joined(text[tag] ?? "", added[tag] ?? ""))].filter((line) => line !== "");
}

/** Behind a full stop of Chinese no space stands. @param {string} text @param {string} words */
function joined(text, words) {
  return /[。！]$/.test(text) ? text + words : `${text} ${words}`.trim();
}

/**
 * What a ticket's state is called; of one that is newer than this page, where the ticket is.
 * @param {Texts} texts @param {{state: string, stage: string}} ticket
 */
export function stateWords(texts, { state, stage }) {
  return texts[`state_${state}`] ?? sayer(texts)(`stage_${stage}`);
}

/**
 * How long one waits, as the hall says it; empty where nothing is known, and for a word that is newer than this page.
 * @param {Texts} texts @param {import("./wire_types.mjs").WaitView | null | undefined} wait @param {boolean} [short]
 */
export function waitWords(texts, wait, short = false) {
  if (!wait) return "";
  const says = wait.says === "range" && !wait.low ? "within" : wait.says;
  const text = texts[`wait_${short ? "short_" : ""}${says}`];
  return text === undefined ? "" : filled(text, { low: wait.low ?? 0, high: wait.high ?? 0 });
}

/** In which a visitor may have a number. @param {import("./wire_types.mjs").HallView} hall */
export function visitLanguages(hall) {
  return [...hall.languages, ...(hall.kiosk_languages ?? [])];
}

/** A hall's own text in a language, else in the first it has, else empty. @param {Texts | undefined} texts @param {string} language */
export function inLanguage(texts, language) {
  return texts?.[language] || Object.values(texts ?? {})[0] || "";
}

/**
 * "3 號櫃檯", "Counter 3"; a label that is a name itself as it is written: "服務台".
 * @param {Style} style @param {Texts} noun @param {{label: string, with_noun?: boolean}} counter @param {string} language
 */
export function counterName(style, noun, { label, with_noun: withNoun = true }, language) {
  return withNoun && label ? filled(style.counter, { noun: inLanguage(noun, language), label }) : label;
}

const ONE_READING = /^(?:([A-Z]{1,2})([0-9]{3})|([A-Z]{2})([0-9]{4}))$/u;

/**
 * Prefix and digits of a ticket number, set apart on the page: `parted` of wire/numbers.py. The prefix of its service
 * now decides where the text has more than one reading; a number that came from another service may stay in one piece.
 * @param {string} number @param {string} prefix @returns {[string, string]}
 */
export function numberParts(number, prefix) {
  const read = ONE_READING.exec(number);
  if (read) return [read[1] ?? read[3], read[2] ?? read[4]];
  return number.startsWith(prefix) ? [prefix, number.slice(prefix.length)] : ["", number];
}

/** "09:14", or "09:14:32". @param {number} at ms @param {string} zone @param {boolean} [seconds] */
export function clockText(at, zone, seconds = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { hour: "2-digit", minute: "2-digit", ...(seconds && { second: "2-digit" }) };
  return new Intl.DateTimeFormat("en-GB", { ...parts, hourCycle: "h23", timeZone: zone }).format(at);
}

/** The day of the Republic's first year is 1 January 1912. */
const ROC_BEFORE_FIRST_YEAR = 1911;

/**
 * "115年11月21日（六）", "Sat 21 Nov 2026": after the language's own pattern, as program/dates.py explains it.
 * @param {number} at ms @param {string} zone @param {Style} style
 */
export function dateText(at, zone, style) {
  const format = new Intl.DateTimeFormat("en-GB", {
    year: "numeric", month: "numeric", day: "numeric", weekday: "short", timeZone: zone,
  });
  const { year, month, day, weekday } = Object.fromEntries(format.formatToParts(at).map((one) => [one.type, one.value]));
  const two = (/** @type {string} */ digits) => digits.padStart(2, "0");
  /** @type {Record<string, string>} */
  const words = {
    roc: String(Number(year) - ROC_BEFORE_FIRST_YEAR), year, month: String(Number(month)), month2: two(month),
    month_name: style.months[Number(month) - 1], day: String(Number(day)), day2: two(day),
    weekday: style.weekdays[WEEKDAYS.indexOf(weekday)],
  };
  return style.date.replace(/<(\w+)>/g, (_, name) => words[name]);
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "06:42", from an hour on "1:06:42". Never negative. @param {number} ms */
export function durationText(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** Whole minutes since, never negative. @param {number} since @param {number} now */
export function minutesSince(since, now) {
  return Math.max(0, Math.floor((now - since) / 60_000));
}

/** What a device reports beside its code, as far as it is ticket numbers; the rest is for logs. */
const NUMBERS = /^[A-HJ-NP-Z0-9]{0,2}\d{3,4}( [A-HJ-NP-Z0-9]{0,2}\d{3,4})*$/;

/** Between the names that a trouble of the server is about; it knows no language. */
const NAMES_APART = ", ";

/**
 * "取號機：缺紙". Where the trouble names whoever has it, it begins with their names. With several devices of a kind, says which.
 * @param {Texts} texts
 * @param {import("./wire_types.mjs").DeviceView} device
 * @param {boolean} several
 */
export function deviceProblem(texts, device, several) {
  const say = sayer(texts);
  const kind = texts[`device_${device.kind}`] ?? device.kind;
  const problem = texts[`code_${device.code}`] ?? texts[`code_any_${device.state}`] ?? device.state;
  const numbers = device.detail ?? "";
  if (problem.includes("{names}")) return filled(problem, { names: numbers.split(NAMES_APART).join(texts.names_separator) });
  if (problem.includes("{name}")) {
    return say("device_trouble", { device: kind, problem: filled(problem, { name: numbers }), detail: "" });
  }
  const detail = NUMBERS.test(numbers) ? say("device_detail", { numbers }) : "";
  return say("device_trouble", { device: several ? `${kind} ${device.device_id}` : kind, problem, detail });
}

/** The hall's language that the browser's user reads best, else the first. @param {readonly string[]} offered @param {readonly string[]} wanted */
export function bestLanguage(offered, wanted) {
  const primary = (/** @type {string} */ tag) => tag.toLowerCase().split("-")[0];
  for (const tag of wanted) {
    const found = offered.find((one) => one.toLowerCase() === tag.toLowerCase())
      ?? offered.find((one) => primary(one) === primary(tag));
    if (found) return found;
  }
  return offered[0];
}
