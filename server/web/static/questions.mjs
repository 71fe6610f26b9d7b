/**
 * What a page asked and nobody has answered yet: commands, and what became of a key. Pure; the same as
 * `wire/questions.py`, which says what each rule is for.
 *
 * @typedef {"ask" | "fate" | "cancel"} Kind
 * @typedef {{kind: "answered", to: Kind, key: string, answer: any}} Answered
 * @typedef {{to: Kind, message: any, asked: number, giveUp: number | null}} Question
 */
import { HeardInstant } from "./instant.mjs";
import { CODES } from "./wire_types.mjs";

/** Each is answered exactly once, or still waits. One that waits already is not asked twice: both get one answer. */
export class Questions {
  /** @type {Map<string, Question>} in the order they were asked */
  #waiting = new Map();
  /** What commands name, so that their patience counts from now, whenever they arrive. */
  instant = new HeardInstant();

  /**
   * What to send now; null when the key waits already or is being cancelled. Without `giveUpMs` the command's own
   * patience counts; a command that has none waits for ever.
   * @param {number} now @param {any} command @param {number | null} giveUpMs
   */
  ask(now, command, giveUpMs) {
    const patience = giveUpMs ?? command.patience_ms ?? null;
    const added = this.#add("ask", command, now, patience === null ? null : now + patience);
    return added === null || this.#cancelled(command.key) ? null : this.instant.stamped(now, added);
  }

  /** @param {number} now @param {string} key */
  fate(now, key) {
    return this.#add("fate", { type: "ask_fate", key }, now, null);
  }

  /**
   * The key's command is not sent again from here on: it might overtake its own cancellation.
   * @param {number} now @param {string} key
   */
  cancel(now, key) {
    return this.#add("cancel", { type: "cancel_key", key }, now, null);
  }

  /** Everything for a fresh line, in the order it was asked; commands with what is left of their patience. @param {number} now */
  again(now) {
    return [...this.#waiting.values()]
      .filter(({ to, message }) => to !== "ask" || !this.#cancelled(message.key))
      .map((question) => this.instant.stamped(now, withPatienceLeft(question, now)));
  }

  /** @returns {number | null} */
  get nextGiveUp() {
    const times = [...this.#waiting.values()].map((one) => one.giveUp).filter((at) => at !== null);
    return times.length ? Math.min(...times) : null;
  }

  /** Answers those whose time is over. @param {number} now @returns {Answered[]} */
  giveUp(now) {
    return [...this.#waiting.values()]
      .filter(({ giveUp }) => giveUp !== null && giveUp <= now)
      .map(({ to, message: { key } }) => this.#answer(to, key, noAnswer(key)));
  }

  /**
   * Whom the server's answer is for; nobody when it came too late. A refusal is the command's while that waits; after
   * that it is taken for the question about its key. A fate that is final answers the command too, and so does any that
   * was told to who cancelled it: nobody waits any more.
   * @param {any} answer @returns {Answered[]}
   */
  settle(answer) {
    const { key, type } = answer;
    if (key === null) return [];
    const to = this.#questionAbout(key);
    const asked = this.#waiting.has(`ask ${key}`);
    const settled = [];
    if (type === "fate") {
      const final = finalAnswer(answer) ?? (to === "cancel" ? noAnswer(key) : null);
      if (asked && final) settled.push(this.#answer("ask", key, final));
    } else if (asked) return [this.#answer("ask", key, answer)];
    if (to && type !== "accepted") settled.push(this.#answer(to, key, answer));
    return settled;
  }

  /** @param {string} key */
  #cancelled(key) {
    return this.#waiting.has(`cancel ${key}`);
  }

  /** @param {Kind} to @param {any} message @param {number} now @param {number | null} giveUp */
  #add(to, message, now, giveUp) {
    const at = `${to} ${message.key}`;
    if (this.#waiting.has(at)) return null;
    this.#waiting.set(at, { to, message, asked: now, giveUp });
    return message;
  }

  /** @param {Kind} to @param {string} key @param {any} answer @returns {Answered} */
  #answer(to, key, answer) {
    this.#waiting.delete(`${to} ${key}`);
    return { kind: "answered", to, key, answer };
  }

  /** The server answers questions about a key in the order they were asked. @param {string} key */
  #questionAbout(key) {
    return [...this.#waiting.values()].find(({ to, message }) => to !== "ask" && message.key === key)?.to ?? null;
  }
}

/** @param {string} key */
function noAnswer(key) {
  return refused(CODES.EXPIRED, key, "no answer in time");
}

/** @param {any} fate */
function finalAnswer(fate) {
  if (fate.fate === "cancelled") return refused(CODES.CANCELLED, fate.key, "");
  return fate.fate === "done" ? fate.done : null;
}

/** @param {string} code @param {string} key @param {string} detail */
function refused(code, key, detail) {
  return { type: "refused", code, key, detail, ticket: null, retry_after_s: null };
}

/** @param {Question} question @param {number} now */
function withPatienceLeft({ message, asked }, now) {
  if ((message.patience_ms ?? null) === null) return message;
  return { ...message, patience_ms: Math.max(0, Math.floor(message.patience_ms - (now - asked))) };
}
