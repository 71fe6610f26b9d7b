/** Two questions that pages of administrators share: a code that is shown once, and whether somebody is sure. */
import { grouped, spelled, timeLeft } from "./codes.mjs";
import { byId, el, onClosed, setText, show } from "./dom.mjs";

/**
 * @typedef {object} ShownCode
 * @property {string} heading
 * @property {string} hint
 * @property {string} code
 * @property {number | null} expiresAt ms; null: it says nothing about its end
 * @property {string} [fingerprint]
 * @property {readonly string[]} [addresses] where the server is found
 */

export class CodeDialog {
  /** @type {any} */
  #timer = null;

  /** @param {import("./staff_page.mjs").StaffPage} page */
  constructor(page) {
    this.page = page;
    this.dialog = byId("code-dialog");
    byId("code-close").addEventListener("click", () => this.dialog.close());
    onClosed(this.dialog, () => this.#forget());
  }

  /** @param {ShownCode} shown */
  show({ heading, hint, code, expiresAt, fingerprint = "", addresses = [] }) {
    setText(byId("code-heading"), heading);
    setText(byId("code-hint"), hint);
    byId("code").replaceChildren(...grouped(code).split(" ").map((group) => el("span", {}, group)));
    setText(byId("code-spelled"), spelled(code));
    show(byId("code-where"), addresses.length > 0);
    show(byId("code-whom"), fingerprint !== "");
    setText(byId("code-fingerprint"), fingerprint);
    byId("code-addresses").replaceChildren(...addresses.map((one) => el("li", {}, one)));
    clearInterval(this.#timer);
    show(byId("code-left"), expiresAt !== null);
    if (expiresAt !== null) {
      this.#tick(expiresAt);
      this.#timer = setInterval(() => this.#tick(expiresAt), 1000);
    }
    if (!this.dialog.open) this.dialog.showModal();
  }

  get open() {
    return this.dialog.open;
  }

  close() {
    this.dialog.close();
  }

  /** @param {number} expiresAt */
  #tick(expiresAt) {
    const left = expiresAt - this.page.now();
    const state = byId("code-left");
    state.dataset.state = left > 0 ? "ok" : "lost";
    setText(state, left > 0 ? this.page.say("code_left", { time: timeLeft(expiresAt, this.page.now()) }) : this.page.say("code_over"));
    byId("code").classList.toggle("over", left <= 0);
  }

  #forget() {
    clearInterval(this.#timer);
    for (const id of ["code", "code-spelled", "code-fingerprint", "code-addresses"]) byId(id).replaceChildren();
  }
}

/**
 * Whether somebody is sure. "No" has the focus, so that Enter does nothing.
 * @param {string} text @param {string} hint @param {string} yes @returns {Promise<boolean>}
 */
export function sure(text, hint, yes) {
  const dialog = byId("sure-dialog");
  setText(byId("sure-text"), text);
  setText(byId("sure-hint"), hint);
  setText(byId("sure-yes"), yes);
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ is) => {
      dialog.onclose = null;
      if (dialog.open) dialog.close();
      resolve(is);
    };
    byId("sure-yes").onclick = () => answer(true);
    byId("sure-no").onclick = () => answer(false);
    dialog.onclose = () => { if (!dialog.open) answer(false); }; // as `onClosed`, until the answer
    dialog.showModal();
    byId("sure-no").focus();
  });
}
