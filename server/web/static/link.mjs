/**
 * The page's line to its hall: a `Conversation` with a WebSocket and a timer. It reconnects for ever, sends unanswered
 * commands again with the same key, closes gaps, and tells how it is.
 *
 * @typedef {import("./verdicts.mjs").LinkState} LinkState
 * @typedef {import("./verdicts.mjs").Reason} Reason
 *
 * @typedef {object} Surroundings what the browser gives; tests bring their own
 * @property {(url: string, subprotocols?: string[]) => WebSocket} open
 * @property {() => number} now monotonic milliseconds
 * @property {(run: () => void, ms: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} random 0 to 1
 *
 * @typedef {{subprotocols: string[]} | {close: number, why: string}} Pass what a socket is opened with; or the code that it
 *   has closed with before it was opened
 *
 * @typedef {object} LinkOptions
 * @property {string} url
 * @property {(until: AbortSignal) => Promise<Pass>} [pass] asked before each socket, and ended when that is not wanted any
 *   more; without it there is nothing to bring
 * @property {(lastSeq: number | null) => any} greeting first message on every new socket: `hello` or `follow_ticket`.
 *   `lastSeq` is the last log position that was handed on, for the hello's `last_seq`
 * @property {string} [hallId] the hall that this page belongs to, put into a `hello` that names none. Another hall's
 *   server is refused with the reason "wrong_hall". Absent or "": any hall
 * @property {(message: any) => boolean} ready the message that makes the line usable
 * @property {(message: any) => void} onMessage every message that this page knows, whole and without gaps in the log,
 *   but answers to what was asked here; an answer that came too late for its asker is among them. The message that
 *   makes the line usable comes before the state "connected"
 * @property {(state: LinkState, reason: Reason, sentence: string) => void} onState how the line is, why (a word: see
 *   `wire/verdicts.py`), and a sentence for logs. What went wrong stays until the line stands again
 * @property {() => object} [probe] sent after `silenceMs` without a message, asked for once; without it the socket is
 *   replaced, as `renew` does
 * @property {number} [silenceMs] absent or 0: silence is peace
 * @property {Surroundings} [surroundings]
 */
import { Conversation } from "./conversation.mjs";

/** @returns {Surroundings} */
function browser() {
  return {
    open: (url, subprotocols) => new WebSocket(url, subprotocols),
    now: () => performance.now(),
    later: (run, ms) => setTimeout(run, ms),
    cancel: (timer) => clearTimeout(timer),
    random: Math.random,
  };
}

export class Link {
  /** @type {import("./outputs.mjs").Output[]} */
  #todo = [];
  #doing = false;
  /** @type {Map<string, ((answer: any) => void)[]>} by what was asked and its key */
  #askers = new Map();
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {AbortController | null} of the pass that is waited for */
  #asking = null;
  /** @type {any} */
  #timer = null;

  /** @param {LinkOptions} options */
  constructor(options) {
    this.options = options;
    this.around = options.surroundings ?? browser();
    this.conversation = new Conversation({
      greeting: (lastSeq) => this.#greeting(lastSeq),
      ready: options.ready,
      random: () => this.around.random(),
      silenceMs: options.silenceMs ?? 0,
      probe: options.probe?.() ?? null,
    });
  }

  /** @returns {LinkState} */
  get state() {
    return this.conversation.state;
  }

  start() {
    this.#do(this.conversation.start(this.around.now()));
  }

  /** Closes the line for good, without a word; `start` opens it again. What was asked goes on waiting. */
  stop() {
    this.#do(this.conversation.stop());
  }

  /** The server's clock, ms since the epoch, once it has been heard, also while no line stands; null before. */
  serverTime() {
    return this.conversation.clock.read(this.around.now());
  }

  /** Tries at once instead of waiting out the delay. Does nothing on a line that stands or is stopped. */
  retryNow() {
    this.#do(this.conversation.retryNow(this.around.now()));
  }

  /** Opens a fresh socket; what is shown stays "connected" unless that fails. Nothing that was asked is lost. */
  renew() {
    this.#do(this.conversation.renew(this.around.now()));
  }

  /** Sends a message that has no answer of its own. Lost when the line is down. @param {object} message */
  tell(message) {
    this.#do(this.conversation.tell(message));
  }

  /**
   * Sends a command until it is answered: again after each reconnect, with the patience that is left. After `giveUpMs`,
   * else the command's `patience_ms`, it is answered here with `refused` and the code "expired": its fate is not known
   * then, and `fate` can ask for it. One without either waits for ever.
   * @param {any} message a command with its key @param {number} [giveUpMs]
   * @returns {Promise<any>} the `accepted` or `refused` message
   */
  ask(message, giveUpMs) {
    return this.#asked("ask", message.key, () => this.conversation.ask(this.around.now(), message, giveUpMs ?? null));
  }

  /** What became of a key. @param {string} key @returns {Promise<any>} `fate`, or `refused` when the server would not tell */
  fate(key) {
    return this.#asked("fate", key, () => this.conversation.fate(this.around.now(), key));
  }

  /**
   * A key that had no effect yet shall have none; its command is not sent again.
   * @param {string} key
   * @returns {Promise<any>} `fate`, or `refused` when the server would not tell
   */
  cancel(key) {
    return this.#asked("cancel", key, () => this.conversation.cancel(this.around.now(), key));
  }

  /** @param {import("./questions.mjs").Kind} to @param {string} key @param {() => import("./outputs.mjs").Output[]} ask */
  #asked(to, key, ask) {
    return new Promise((resolve) => {
      const at = `${to} ${key}`;
      this.#askers.set(at, [...(this.#askers.get(at) ?? []), resolve]);
      this.#do(ask());
    });
  }

  /**
   * Does everything in its order; what is wanted by whoever is told comes after it. A fault of theirs is an uncaught
   * error of the page and keeps nothing else from being done.
   * @param {import("./outputs.mjs").Output[]} outputs
   */
  #do(outputs) {
    this.#todo.push(...outputs);
    if (this.#doing) return;
    this.#doing = true;
    for (let one = this.#todo.shift(); one; one = this.#todo.shift()) {
      try {
        this.#one(one);
      } catch (fault) {
        this.around.later(() => { throw fault; }, 0);
      }
    }
    this.#doing = false;
    this.#wake();
  }

  /** @param {import("./outputs.mjs").Output} output */
  #one(output) {
    switch (output.kind) {
      case "open":
        this.#open(output.line);
        break;
      case "close":
        this.#asking?.abort();
        this.#socket?.close();
        this.#asking = this.#socket = null;
        break;
      case "send":
        if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(output.message));
        break;
      case "deliver":
        this.options.onMessage(output.message);
        break;
      case "state":
        this.options.onState(output.state, output.reason, output.sentence);
        break;
      case "answered":
        this.#answer(`${output.to} ${output.key}`, output.answer);
    }
  }

  /** @param {number} line */
  #open(line) {
    const { pass } = this.options;
    if (!pass) {
      this.#connect(line);
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    void pass(asking.signal).then((given) => {
      if (this.#asking !== asking) return;
      this.#asking = null;
      if ("subprotocols" in given) this.#connect(line, given.subprotocols);
      else this.#do(this.conversation.closed(this.around.now(), line, given.close, given.why));
    });
  }

  /** @param {number} line @param {string[]} [subprotocols] */
  #connect(line, subprotocols) {
    const told = this.conversation;
    const { now } = this.around;
    let socket;
    try {
      socket = this.around.open(this.options.url, subprotocols);
    } catch (fault) {
      this.#do(told.openFailed(now(), line, String(fault)));
      return;
    }
    this.#socket = socket;
    socket.onopen = () => this.#do(told.opened(now(), line));
    socket.onmessage = (event) => this.#do(told.received(now(), line, event.data));
    socket.onclose = ({ code, reason }) => this.#do(told.closed(now(), line, code, reason ?? ""));
    socket.onerror = () => {};
  }

  /** @param {string} at @param {any} answer */
  #answer(at, answer) {
    const askers = this.#askers.get(at) ?? [];
    this.#askers.delete(at);
    for (const resolve of askers) resolve(answer);
  }

  /** @param {number | null} lastSeq */
  #greeting(lastSeq) {
    const greeting = this.options.greeting(lastSeq);
    const { hallId } = this.options;
    return greeting.type === "hello" && hallId && !greeting.hall_id ? { ...greeting, hall_id: hallId } : greeting;
  }

  /** One timer, for whatever comes first. */
  #wake() {
    this.around.cancel(this.#timer);
    const { wakeAt } = this.conversation;
    if (wakeAt === null) return;
    const wait = Math.max(0, wakeAt - this.around.now());
    this.#timer = this.around.later(() => this.#do(this.conversation.tick(this.around.now())), wait);
  }
}
