/**
 * A page's half of the conversation, without sockets, clocks or chance: told what happened, it says what to do. It never
 * gives up the line, and never gives one command two answers.
 *
 * The same as `wire/conversation.py`, which says what each rule is for. `tests/contract/test_one_conversation.py` drives
 * both with the same messages, losses and clocks: their outputs are equal, so a change here is a change there.
 *
 * @typedef {import("./verdicts.mjs").Verdict} Verdict
 * @typedef {import("./outputs.mjs").Output} Output
 *
 * @typedef {object} Manners
 * @property {(lastSeq: number | null) => any} greeting first message of every line; a hall that it names must be the
 *   server's
 * @property {(message: any) => boolean} ready knows the message that makes a line usable
 * @property {() => number} random 0 to 1
 * @property {number} silenceMs after so long without a message `probe` is sent; 0: never
 * @property {any} probe a message; null: a silent line is renewed
 */
import { Pauses } from "./pauses.mjs";
import { Questions } from "./questions.mjs";
import { Malformed, readMessage } from "./read_message.mjs";
import { ServerClock } from "./server_clock.mjs";
import { Stream } from "./stream.mjs";
import { CONNECTED, lost, ofClose, ofRefusal, ofWelcome, turnsAway, UNKNOWN_YET } from "./verdicts.mjs";

const OPEN_MS = 3_000;
const OPEN_FAR_MS = 10_000;
const GREETING_MS = 10_000;
const PROBE_MS = 5_000;
const ANSWERS = new Set(["accepted", "refused", "fate"]);

/** Every input says what to do. Times are monotonic milliseconds, 0 anywhere. At `wakeAt` it wants a `tick`. */
export class Conversation {
  #questions = new Questions();
  #stream = new Stream();
  /** @type {Map<string, any>} newest report of each device */
  #reports = new Map();
  /** @type {Output[]} */
  #out = [];
  #shown = UNKNOWN_YET;
  /** @type {"stopped" | "paused" | "opening" | "greeting" | "usable"} */
  #phase = "stopped";
  #line = 0;
  #watchAt = /** @type {number | null} */ (null);
  #snapshotAt = /** @type {number | null} */ (null);
  #greeted = /** @type {any} */ (null);
  #welcomed = false;
  #probed = false;
  #silence = 0;

  /** @param {Manners} manners */
  constructor(manners) {
    this.manners = manners;
    this.pauses = new Pauses(manners.random);
    this.near = manners.greeting(null).type === "hello";
    this.clock = new ServerClock(this.near && manners.probe?.type === "probe");
  }

  /** @returns {import("./verdicts.mjs").LinkState} */
  get state() {
    return this.#shown.state;
  }

  /** @returns {number | null} */
  get wakeAt() {
    const times = [this.#watchAt, this.#snapshotAt, this.#questions.nextGiveUp].filter((at) => at !== null);
    return times.length ? Math.min(...times) : null;
  }

  /** @param {number} now */
  start(now) {
    if (this.#phase === "stopped") this.#open(now);
    return this.#done();
  }

  /** Ends the line for good, without a word to the page; `start` begins anew. What was asked goes on waiting. */
  stop() {
    this.#drop();
    this.#phase = "stopped";
    this.#shown = UNKNOWN_YET;
    this.#watchAt = null;
    this.pauses.reset();
    return this.#done();
  }

  /** Tries at once instead of waiting; nothing for a line that stands or is stopped. @param {number} now */
  retryNow(now) {
    if (this.#phase === "stopped" || this.state === "connected") return this.#done();
    this.pauses.reset();
    this.#open(now);
    return this.#done();
  }

  /** A fresh line instead of one that stands. It stays shown as connected unless that fails. @param {number} now */
  renew(now) {
    if (this.#phase === "usable") this.#open(now);
    return this.#done();
  }

  /** @param {number} now @param {any} command @param {number | null} [giveUpMs] */
  ask(now, command, giveUpMs = null) {
    return this.#ask(this.#questions.ask(now, command, giveUpMs));
  }

  /** @param {number} now @param {string} key */
  fate(now, key) {
    return this.#ask(this.#questions.fate(now, key));
  }

  /** @param {number} now @param {string} key */
  cancel(now, key) {
    return this.#ask(this.#questions.cancel(now, key));
  }

  /**
   * Something without an answer. The newest report of each device is repeated over every line; anything else is gone
   * when no line stands.
   * @param {any} message
   */
  tell(message) {
    if (message.type === "device_report") this.#reports.set(message.device_id, message);
    return this.#ask(message);
  }

  /** @param {number} now @param {number} line */
  opened(now, line) {
    if (line === this.#line && this.#phase === "opening") {
      this.#phase = "greeting";
      this.#watchAt = now + GREETING_MS;
      this.#welcomed = this.#probed = false;
      this.#stream.begin();
      this.#questions.instant.begin();
      this.clock.begin(now);
      this.#silence = this.manners.silenceMs * (1 + this.manners.random() / 3);
      this.#greeted = this.manners.greeting(this.#stream.lastSeq);
      this.#out.push({ kind: "send", message: this.#greeted });
    }
    return this.#done();
  }

  /** @param {number} now @param {number} line @param {string} detail */
  openFailed(now, line, detail) {
    if (line === this.#line && this.#phase === "opening") {
      this.#phase = "paused";
      this.#end(now, lost("unreachable", `no connection: ${detail}`));
    }
    return this.#done();
  }

  /**
   * The other side ended the line, or the network did (1006). One that never opened has failed to open, unless the code
   * says that it was turned away.
   * @param {number} now @param {number} line @param {number} code @param {string} text
   */
  closed(now, line, code, text) {
    const turnedAway = this.#phase === "opening" && turnsAway(code);
    if (line === this.#line && (this.#talking() || turnedAway)) {
      this.#phase = "paused";
      this.#end(now, ofClose(code, text, this.#hallId()));
    }
    return this.openFailed(now, line, String(code));
  }

  /** A frame. @param {number} now @param {number} line @param {any} data */
  received(now, line, data) {
    if (line !== this.#line || !this.#talking()) return this.#done();
    let message;
    try {
      message = readMessage(data);
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      this.#end(now, lost("malformed", `the server cannot be understood: ${fault.message}`));
      return this.#done();
    }
    this.#listen(now);
    if (message !== null) this.#read(now, message);
    return this.#done();
  }

  /** The time. What is due at that time is done. @param {number} now */
  tick(now) {
    this.#out.push(...this.#questions.giveUp(now));
    if (this.#snapshotAt !== null && now >= this.#snapshotAt) {
      this.#end(now, lost("silent", "no snapshot closed the gap"));
    } else if (this.#watchAt !== null && now >= this.#watchAt) this.#watched(now);
    return this.#done();
  }

  /** @param {number} now @param {any} message */
  #read(now, message) {
    const verdict = this.#verdict(now, message);
    if (verdict) this.#end(now, verdict);
    else if (ANSWERS.has(message.type)) {
      const settled = this.#questions.settle(message);
      this.#out.push(.../** @type {Output[]} */ (settled.length ? settled : [{ kind: "deliver", message }]));
    } else this.#handOn(now, message);
  }

  /** @param {number} now @param {any} message */
  #handOn(now, message) {
    this.#questions.instant.hear(now, message);
    this.clock.hear(now, message);
    const stood = !this.#stream.gap;
    if (this.#stream.mayHandOn(message)) this.#out.push({ kind: "deliver", message });
    if (!this.#stream.gap) this.#snapshotAt = null;
    else if (stood) {
      this.#snapshotAt = now + GREETING_MS;
      this.#out.push({ kind: "send", message: { type: "ask_snapshot" } });
    }
    if (this.#phase === "greeting" && this.manners.ready(message)) this.#usable(now);
  }

  /** Why this message ends the line, if it does. @param {number} now @param {any} message @returns {Verdict | null} */
  #verdict(now, message) {
    if (message.type === "refused") return ofRefusal(message, this.#hallId());
    if (message.type === "welcome") {
      this.#welcomed = true;
      this.#watchAt = now + GREETING_MS;
      return ofWelcome(message, this.#hallId());
    }
    if (!this.near || this.#welcomed) return null;
    return lost("no_greeting", "the server said something else before its welcome");
  }

  /** @param {number} now */
  #usable(now) {
    this.#phase = "usable";
    this.pauses.reset();
    this.#listen(now);
    this.#show(CONNECTED);
    for (const message of [...this.#reports.values(), ...this.#questions.again(now)]) {
      this.#out.push({ kind: "send", message });
    }
  }

  /** @param {any} message */
  #ask(message) {
    if (message !== null && this.#phase === "usable") this.#out.push({ kind: "send", message });
    return this.#done();
  }

  /** Something was heard. Silence may be peace or a dead line: after a while it is tried. @param {number} now */
  #listen(now) {
    if (this.#phase !== "usable") return;
    this.#probed = false;
    this.#watchAt = this.manners.silenceMs ? Math.min(now + this.#silence, this.clock.askAt) : null;
  }

  /** @param {number} now */
  #watched(now) {
    if (this.#phase === "paused") this.#open(now);
    else if (this.#phase === "opening") this.#end(now, lost("unreachable", "no connection in time"));
    else if (this.#phase === "greeting") this.#end(now, lost("no_greeting", "no greeting in time"));
    else if (this.#probed) this.#end(now, lost("silent", "the server is silent"));
    else if (this.manners.probe === null) this.#open(now);
    else {
      this.#probed = true;
      this.#watchAt = now + PROBE_MS;
      this.clock.ask(now);
      this.#out.push({ kind: "send", message: this.manners.probe });
    }
  }

  /** @param {number} now */
  #open(now) {
    this.#drop();
    this.#line += 1;
    this.#phase = "opening";
    this.#watchAt = now + (this.near ? OPEN_MS : OPEN_FAR_MS);
    this.#out.push({ kind: "open", line: this.#line });
  }

  #drop() {
    if (this.#phase === "opening" || this.#talking()) this.#out.push({ kind: "close", line: this.#line });
    this.#snapshotAt = null;
  }

  /** @param {number} now @param {Verdict} verdict */
  #end(now, verdict) {
    this.#drop();
    this.#phase = "paused";
    this.#watchAt = now + this.pauses.after(verdict, this.near);
    this.#show(verdict);
  }

  /** @param {Verdict} verdict */
  #show(verdict) {
    const { state, reason, sentence } = this.#shown;
    const same = verdict.state === state && verdict.reason === reason;
    // a line lost once more for the same reason is no news, whatever the details
    if (same && (verdict.sentence === sentence || verdict.state === "lost")) return;
    this.#shown = verdict;
    this.#out.push({ kind: "state", ...verdict });
  }

  #talking() {
    return this.#phase === "greeting" || this.#phase === "usable";
  }

  #hallId() {
    return this.#greeted?.hall_id ?? "";
  }

  #done() {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}
