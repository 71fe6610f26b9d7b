/** How old what a phone shows is, while nothing is heard of the hall. */

/** After so long without the hall whoever was called then has come, as on the wall. */
const OLD_MS = 60_000;

export class Age {
  /** Of when it is what is shown, by the hall's clock in ms, once the line was lost. */
  frozenAt = 0;
  /** When the line was lost, by either clock; null: it is there, or never was. @type {{ran: number, said: number} | null} */
  #lost = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #turnsOld = undefined;

  /** @param {() => void} changed what is to be done when it turns old */
  constructor(changed) {
    this.changed = changed;
  }

  /** @param {number} updatedAt of when it is what is shown */
  lost(updatedAt) {
    this.frozenAt = updatedAt;
    this.#lost = { ran: performance.now(), said: Date.now() };
    this.#turnsOld = setTimeout(this.changed, OLD_MS + 1);
  }

  found() {
    this.#lost = null;
    clearTimeout(this.#turnsOld);
  }

  /** Nobody is sent by it any more. The one clock stands still while a phone sleeps, the other may be set: the further one counts. */
  get old() {
    if (!this.#lost) return false;
    const { ran, said } = this.#lost;
    return Math.max(performance.now() - ran, Date.now() - said) >= OLD_MS;
  }
}
