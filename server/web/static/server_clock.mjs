/** The server's clock, carried to the page. Pure; the same as `wire/server_clock.py`, which says why. */

const ASK_MS = 10_000;
const DRIFT = 0.0005;
const RESOLUTION_MS = 1;
const SAVED_MS = 1_000;

/** `now` is the page's own steady clock, in milliseconds from anywhere. */
export class ServerClock {
  #ahead = /** @type {number | null} */ (null);
  #since = 0;
  #asked = /** @type {number | null} */ (null);
  #said = -Infinity;
  #period;
  askAt = Infinity;

  /** @param {boolean} [asked] it wants a probe at `askAt`; else that is never */
  constructor(asked = true) {
    this.#period = asked ? ASK_MS : Infinity;
  }

  /** The server's clock, ms since the epoch; null: not heard. @param {number} now */
  read(now) {
    return this.#ahead === null ? null : now + this.#ahead;
  }

  /** A fresh line is greeted: the welcome answers. @param {number} now */
  begin(now) {
    this.#asked = now;
    this.#said = -Infinity;
    this.askAt = now + this.#period;
  }

  /** A probe goes out: a pulse answers. @param {number} now */
  ask(now) {
    this.#asked ??= now;
    this.askAt = now + this.#period;
  }

  /** Anything that the server says. @param {number} now @param {any} message */
  hear(now, message) {
    if (message.type === "hall_moved") this.#moved(now, message.at);
    if (message.type !== "welcome" && message.type !== "pulse") return;
    let floor = message.at - now;
    if (this.#ahead !== null) {
      const kept = this.#ahead - DRIFT * (now - this.#since);
      const setBack = this.#asked !== null && kept > message.at - this.#asked + RESOLUTION_MS;
      floor = setBack ? floor : Math.max(floor, kept);
    }
    this.#ahead = floor;
    this.#since = now;
    this.#asked = null;
    this.#said = message.at;
  }

  /** @param {number} now @param {number} at */
  #moved(now, at) {
    if (at < this.#said - SAVED_MS) {
      this.#ahead = at - now;
      this.#since = now;
      this.#said = at;
    }
    this.#said = Math.max(this.#said, at);
  }
}
