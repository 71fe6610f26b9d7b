/**
 * The hall's messages without gaps: a missing event is proved by `prev_seq`, and nothing of the hall is handed on from
 * there to the next snapshot. It holds what was left out; lines come again right after it. Pure; the same as
 * `wire/stream.py`.
 */
const PART_OF_A_SNAPSHOT = new Set(["opening_changed", "device_changed", "lines"]);

export class Stream {
  constructor() {
    /** @type {number | null} */
    this.lastSeq = null;
    this.gap = true;
  }

  /** A fresh line: its snapshot comes by itself. */
  begin() {
    this.gap = true;
  }

  /** Look at `gap` after it. @param {any} message */
  mayHandOn(message) {
    if (message.type === "snapshot") {
      this.lastSeq = message.seq;
      this.gap = false;
      return true;
    }
    if (message.type === "hall_moved" || message.type === "hall_edited") return this.#follows(message);
    return !(this.gap && PART_OF_A_SNAPSHOT.has(message.type));
  }

  /** @param {import("./wire_types.mjs").HallMoved | import("./wire_types.mjs").HallEdited} moved */
  #follows(moved) {
    if (this.gap || (this.lastSeq !== null && moved.seq <= this.lastSeq)) return false;
    this.gap = moved.prev_seq !== this.lastSeq;
    if (!this.gap) this.lastSeq = moved.seq;
    return !this.gap;
  }
}
