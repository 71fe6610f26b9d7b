/** Who is at work at which counter, by the names that staff see. The hall's stream has ids only. */
import { ask } from "./api.mjs";

/**
 * @typedef {import("./console.mjs").Console} Console
 * @typedef {{officer: string, name: string, counter_id: string}} Officer `counter_id` "": at none now
 */

/** A name that is not known is asked for again only after so long, ms. */
const ASKED_AGAIN_MS = 10_000;

/** @type {WeakMap<Console, {list: Officer[], asked: number}>} */
const heard = new WeakMap();

/** Those at work now, as the server says it; those heard last when it does not answer. @param {Console} app @returns {Promise<Officer[]>} */
export async function officersNow(app) {
  const known = heard.get(app) ?? { list: [], asked: 0 };
  heard.set(app, known);
  known.asked = performance.now();
  const answer = await ask("/api/officers");
  if (answer.ok) known.list = answer.body;
  return known.list;
}

/** What staff call somebody; while that is not known, "" and it is asked. @param {Console} app @param {string} officer */
export function officerName(app, officer) {
  const known = heard.get(app);
  const found = known?.list.find((one) => one.officer === officer);
  if (!found && (!known || performance.now() - known.asked > ASKED_AGAIN_MS)) void officersNow(app).then(() => app.update());
  return found?.name ?? "";
}
