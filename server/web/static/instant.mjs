/**
 * What a command says of when it was asked, so that its server knows its age without equal clocks. Pure; the same as
 * `wire/instant.py`, which says why.
 */
const DRIFT = 0.0005;

/** Of one line; `now` is the page's own steady clock, ms. */
export class HeardInstant {
  /** @type {{at: number, steady: number} | null} */
  #heard = null;

  begin() {
    this.#heard = null;
  }

  /** @param {number} now @param {any} message */
  hear(now, message) {
    const { type, steady } = message;
    if ((type !== "welcome" && type !== "pulse") || steady === null) return;
    if (this.#heard && steady - this.#heard.steady < (now - this.#heard.at) * (1 - DRIFT)) return;
    this.#heard = { at: now, steady };
  }

  /** @template {any} M @param {number} now @param {M} message @returns {M} */
  stamped(now, message) {
    const patience = /** @type {any} */ (message)?.patience_ms ?? null;
    if (patience === null || this.#heard === null) return message;
    const { at, steady } = this.#heard;
    return { .../** @type {any} */ (message), heard: steady, since_ms: Math.max(0, Math.floor(now - at)) };
  }
}
