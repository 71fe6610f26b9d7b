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
  if (!line.by_id) return line.counter || line.by;
  const name = personText(say, people, line.by_id);
  return line.counter ? say("log_by_at", { name, counter: line.counter }) : name;
}

/** Details that are words of their own, and the texts of their values. @type {Record<string, string>} */
const WORDS = { where: "log_where_", role: "role_", kind: "kind_" };

/**
 * What is known beside what happened and who did it: whom it is about, which device, from where, how often.
 * @param {Say} say @param {Record<string, string>} texts @param {Line} line @param {People} people @returns {string[]}
 */
export function factTexts(say, texts, line, people) {
  const facts = [];
  if (line.subject_id && line.subject_id !== line.by_id) facts.push(say("log_about", { name: personText(say, people, line.subject_id) }));
  if (line.device && line.device !== line.counter) facts.push(say("log_device", { name: line.device }));
  for (const [key, start] of Object.entries(WORDS)) {
    const text = texts[start + line.detail[key]];
    if (text) facts.push(text);
  }
  if (typeof line.detail.why === "string") facts.push(line.detail.why);
  if (typeof line.detail.more === "number") facts.push(say("log_more", { n: line.detail.more }));
  if (typeof line.detail.seq === "number") facts.push(say("log_seq", { n: line.detail.seq }));
  if (typeof line.detail.hash === "string") facts.push(say("log_hash", { hash: line.detail.hash.slice(0, 16) }));
  if (line.address) facts.push(say("log_from", { address: line.address }));
  return facts;
}

/** What happened; a word of a newer server as it is. @param {Record<string, string>} texts @param {Line} line */
export function whatText(texts, line) {
  return texts[`log_${line.what}`] ?? line.what;
}
