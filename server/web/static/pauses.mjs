/** How long to wait before the next attempt at a line. Pure; the same as `wire/pauses.py`, which says why. */

const FIRST_PAUSE_MS = 500;
const LONGEST_NEAR_MS = 1_500;
const LONGEST_PAUSE_MS = 30_000;
const SHORT_TRIES = 8;

export class Pauses {
  #attempt = 0;

  /** @param {() => number} random 0 to 1 */
  constructor(random) {
    this.random = random;
  }

  reset() {
    this.#attempt = 0;
  }

  /**
   * Milliseconds.
   * @param {import("./verdicts.mjs").Verdict} verdict
   * @param {boolean} near a screen of the hall; phones are too many to come back at once
   */
  after(verdict, near) {
    if (verdict.reason === "revoked" || verdict.reason === "signed_out") return LONGEST_PAUSE_MS;
    if (verdict.state === "refused") return this.random() * LONGEST_PAUSE_MS;
    if (verdict.reason === "going_away" && near) this.#attempt = -SHORT_TRIES;
    const longest = near ? LONGEST_NEAR_MS : LONGEST_PAUSE_MS;
    const ceiling = Math.min(longest, FIRST_PAUSE_MS * 2 ** Math.max(0, Math.min(this.#attempt, 10)));
    this.#attempt += 1;
    return this.random() * ceiling;
  }
}
