/** What needs a second press: the first only arms it, for a few seconds and as long as the button has the focus. */

/** How long the second press may take, ms. */
export const ARMED_MS = 5_000;

export class SecondPress {
  /** @param {HTMLElement} button @param {() => void} changed told when it is armed, and when it no longer is */
  constructor(button, changed) {
    this.changed = changed;
    this.armed = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    button.addEventListener("blur", () => this.disarm());
  }

  /** Whether this press counts; the second half of a double click does not. @param {MouseEvent} event */
  press(event) {
    if (event.detail > 1) return false;
    const counts = this.armed;
    if (counts) {
      this.disarm();
    } else {
      this.armed = true;
      this.timer = setTimeout(() => this.disarm(), ARMED_MS);
      this.changed();
    }
    return counts;
  }

  disarm() {
    clearTimeout(this.timer);
    if (!this.armed) return;
    this.armed = false;
    this.changed();
  }
}
