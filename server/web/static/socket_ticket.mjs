/** With what a page of staff opens its socket: a ticket of its session, good once. Pure but for the `fetch` that it is given. */
import { ask } from "./api.mjs";
import { CLOSE } from "./wire_types.mjs";

/** How a socket that never was has ended (RFC 6455 section 7.4.1). */
const LOST_WITHOUT_A_WORD = 1006;

/**
 * Nothing here throws.
 * @param {AbortSignal} until @param {typeof fetch} [asked]
 * @returns {Promise<import("./link.mjs").Pass>}
 */
export async function socketTicket(until, asked = fetch) {
  const { ok, status, code, body } = await ask("/api/socket-ticket", {}, asked, until);
  if (ok) return { subprotocols: ["jiaohao", `ticket.${body?.ticket}`] };
  return { close: status === 401 || status === 403 ? CLOSE.SIGNED_OUT : LOST_WITHOUT_A_WORD, why: code };
}
