/** What an entry of the staff log says, in words. Pure. */

/**
 * @typedef {import("./words.mjs").Say} Say
 * @typedef {{seq: number, at: number, what: string, by: string, by_id: string, counter: string, subject_id: string,
 *   device: string, address: string, detail: Record<string, string | number | boolean>}} Line
 * @typedef {Map<string, string>} People names by id; "" of who was erased
 */

/** Somebody of staff, by name or by what is left. @param {Say} say @param {People} people @param {string} id */
export function personText(say, people, id) {
  const name = people.get(id);
  return name || say("log_erased", { id });
}

/** Who did it, and at which counter. @param {Say} say @param {Line} line @param {People} people */
export function whoText(say, line, people) {
  if (line.by === "console" || line.by === "server") return say(`log_by_${line.by}`);
  if (!line.by) return say("log_by_stranger");
  if (!line.by_id) return deviceText(say, line);
  const name = personText(say, people, line.by_id);
  return line.counter ? say("log_by_at", { name, counter: line.counter }) : name;
}

/** A device by its name; one that has none, or is not known any more, by its id. @param {Say} say @param {Line} line */
function deviceText(say, line) {
  const id = line.by.startsWith(DEVICE) ? line.by.slice(DEVICE.length) : "";
  return id && (!line.counter || line.counter === id) ? say("log_by_device", { id }) : line.counter || line.by;
}

const DEVICE = "device:";

/** What was guessed wrong: a code of a device may also be right, but not heard, or not for it. @param {Line} line */
function whereOf(line) {
  const { where, code } = line.detail;
  return where === "device_code" && (code === "locked" || code === "wrong_kind") ? code : where;
}

/** Why a connection was refused: a reason that is known in words, then the page that it came from; else as it is.
 * @param {Say} say @param {Record<string, string>} texts @param {string} why @returns {string[]} */
function whyTexts(say, texts, why) {
  const [reason, ...page] = why.split("; ");
  const text = texts[`log_why_${reason.toLowerCase().replace(/[^a-z]+/g, "_")}`];
  if (!text) return [why];
  return page.length ? [text, say("log_origin", { origin: page.join("; ") })] : [text];
}

/**
 * What is known beside what happened and who did it: whom it is about, which device, from where, how often.
 * @param {Say} say @param {Record<string, string>} texts @param {Line} line @param {People} people @returns {string[]}
 */
export function factTexts(say, texts, line, people) {
  const facts = [];
  if (line.subject_id && line.subject_id !== line.by_id) facts.push(say("log_about", { name: personText(say, people, line.subject_id) }));
  if (line.device && line.device !== line.counter) facts.push(say("log_device", { name: line.device }));
  const where = texts[`log_where_${whereOf(line)}`];
  if (where) facts.push(where);
  const role = texts[`role_${line.detail.role}`];
  if (role) facts.push(say(line.what === "role_changed" ? "log_new_role" : "log_role", { role }));
  const kind = texts[`kind_${line.detail.kind}`];
  if (kind) facts.push(kind);
  if (typeof line.detail.why === "string") facts.push(...whyTexts(say, texts, line.detail.why));
  if (typeof line.detail.more === "number") facts.push(say("log_more", { n: line.detail.more }));
  if (typeof line.detail.sources === "number") facts.push(say("log_sources", { n: line.detail.sources }));
  if (typeof line.detail.seq === "number") facts.push(say("log_seq", { n: line.detail.seq }));
  if (typeof line.detail.hash === "string") facts.push(say("log_hash", { hash: line.detail.hash.slice(0, 16) }));
  if (line.address) facts.push(say("log_from", { address: line.address }));
  return facts;
}

/** What happened; a word of a newer server as it is. @param {Record<string, string>} texts @param {Line} line */
export function whatText(texts, line) {
  return texts[`log_${line.what}`] ?? line.what;
}
