/**
 * The hall's messages without gaps: a missing event is proved by `prev_seq`, and nothing of the hall is handed on from
 * there to the next snapshot. Pure; the same as `wire/stream.py`.
 */
export class Stream {
  /** @type {any} the newest lines: no snapshot has them, and the hall sends them only when they change */
  #held = null;

  constructor() {
    /** @type {number | null} */
    this.lastSeq = null;
    this.gap = true;
  }

  /** A fresh line: its snapshot comes by itself. */
  begin() {
    this.gap = true;
    this.#held = null;
  }

  /** What to hand on now. Look at `gap` after it. @param {any} message @returns {any[]} */
  take(message) {
    if (message.type === "snapshot") {
      const held = this.#held === null ? [] : [this.#held];
      this.lastSeq = message.seq;
      this.gap = false;
      this.#held = null;
      return [message, ...held];
    }
    if (message.type === "hall_moved") return this.#moved(message);
    if (this.gap && message.type === "lines") {
      this.#held = message;
      return [];
    }
    return this.gap && (message.type === "opening_changed" || message.type === "device_changed") ? [] : [message];
  }

  /** @param {any} moved */
  #moved(moved) {
    if (this.gap || (this.lastSeq !== null && moved.seq <= this.lastSeq)) return [];
    if (moved.prev_seq !== this.lastSeq) {
      this.gap = true;
      return [];
    }
    this.lastSeq = moved.seq;
    return [moved];
  }
}
