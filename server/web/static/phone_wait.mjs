/**
 * The newest wait on the phone page of a number, and beside it what the paper says.
 *
 * @typedef {object} Reader the page
 * @property {import("./phone_state.mjs").PhoneState} state
 * @property {import("./words.mjs").Say} say
 * @property {import("./words.mjs").Texts} texts
 * @property {string} linkState
 * @property {number} boardAt when the newest board came, by `performance.now()`
 */
import { byId, setText, show } from "./dom.mjs";
import { stillWaits } from "./phone_state.mjs";
import { waitWords } from "./words.mjs";

/** @param {Reader} phone */
export function fillWait(phone) {
  const { state, say } = phone;
  const connected = phone.linkState === "connected";
  const now = waitWords(phone.texts, connected ? stillWaits(state, performance.now() - phone.boardAt) : null);
  const promise = state.stage === "in_line" && !state.board?.closed ? waitWords(phone.texts, state.ticket?.promise) : "";
  setText(byId("wait-label"), say("phone_wait"));
  setText(byId("wait-value"), now);
  show(byId("wait-now"), now !== "");
  setText(byId("wait-promise"), promise && say("phone_promise", { wait: promise }));
  show(byId("wait-promise"), promise !== "");
  show(byId("wait"), now !== "" || promise !== "");
}
