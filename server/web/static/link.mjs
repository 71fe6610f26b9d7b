/**
 * The page's line to its hall: reconnects for ever, sends unanswered commands again with the same key, and tells how
 * it is. Knows nothing of what the messages mean, except the greeting and the answers to its commands.
 *
 * @typedef {"connecting" | "connected" | "lost" | "refused"} LinkState
 *
 * @typedef {object} Surroundings what the browser gives; tests bring their own
 * @property {(url: string) => WebSocket} open
 * @property {() => number} now monotonic milliseconds
 * @property {(run: () => void, ms: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} random 0 to 1
 *
 * @typedef {object} LinkOptions
 * @property {string} url
 * @property {() => object} greeting first message on every new socket
 * @property {(message: any) => boolean} ready the message that makes the line usable
 * @property {(message: any) => void} onMessage every message but the answers to commands
 * @property {(state: LinkState, detail: string) => void} onState
 * @property {() => object} [probe] sent after `silenceMs` without a message; without it the socket is replaced
 * @property {number} [silenceMs]
 * @property {Surroundings} [surroundings]
 *
 * @typedef {{message: any, deadline: number | null, resolve: (answer: any) => void, timer: any}} Pending
 */

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const GREETING_MS = 10_000;
const PROBE_MS = 5_000;

/** @returns {Surroundings} */
function browser() {
  return {
    open: (url) => new WebSocket(url),
    now: () => performance.now(),
    later: (run, ms) => setTimeout(run, ms),
    cancel: (timer) => clearTimeout(timer),
    random: Math.random,
  };
}

export class Link {
  /** @param {LinkOptions} options */
  constructor(options) {
    this.options = options;
    this.around = options.surroundings ?? browser();
    /** @type {LinkState} */
    this.state = "connecting";
    /** @type {WebSocket | null} */
    this.socket = null;
    this.attempt = 0;
    /** @type {Map<string, Pending>} */
    this.pending = new Map();
    this.retryTimer = null;
    this.watchTimer = null;
  }

  start() {
    this.#connect();
  }

  /** Closes the line for good; `start` opens it again. */
  stop() {
    this.around.cancel(this.retryTimer);
    this.#drop();
    this.state = "connecting";
  }

  /** Tries at once instead of waiting out the delay. Does nothing on a line that stands. */
  retryNow() {
    if (this.state === "connected") return;
    this.attempt = 0;
    this.#connect();
  }

  /** Opens a fresh socket; what is shown stays "connected" unless that fails. */
  renew() {
    if (this.state === "connected") this.#connect();
  }

  /** Sends a message that has no answer of its own. Lost when the line is down. @param {object} message */
  tell(message) {
    if (this.state === "connected") this.#send(message);
  }

  /**
   * Sends a command until it is answered: again after each reconnect, with the patience that is left. One whose
   * patience is used up is answered here with the code "unanswered"; one without `patience_ms` waits for ever.
   * @param {any} message a command with its key
   * @returns {Promise<any>} the `accepted` or `refused` message
   */
  ask(message) {
    return new Promise((resolve) => {
      const patience = message.patience_ms ?? null;
      const deadline = patience === null ? null : this.around.now() + patience;
      const timer = patience === null ? null : this.around.later(() => this.#giveUp(message.key), patience);
      this.pending.set(message.key, { message, deadline, resolve, timer });
      if (this.state === "connected") this.#send(message);
    });
  }

  #connect() {
    this.around.cancel(this.retryTimer);
    this.#drop();
    const socket = this.around.open(this.options.url);
    this.socket = socket;
    this.#watch(GREETING_MS, () => this.#lost("no greeting"));
    socket.onopen = () => socket === this.socket && this.#send(this.options.greeting());
    socket.onmessage = (event) => socket === this.socket && this.#read(event.data);
    socket.onclose = (event) => socket === this.socket && this.#lost(String(event.code ?? ""));
    socket.onerror = () => {};
  }

  /** @param {any} data */
  #read(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      this.#lost("malformed");
      return;
    }
    this.#listen();
    if ((message.type === "accepted" || message.type === "refused") && this.pending.has(message.key)) {
      this.#settle(message.key, message);
      return;
    }
    if (message.type === "refused" && String(message.code).startsWith("protocol_")) {
      this.#change("refused", message.code);
      return;
    }
    const opened = this.state !== "connected" && this.options.ready(message);
    this.options.onMessage(message);
    if (opened) this.#opened();
  }

  #opened() {
    this.attempt = 0;
    this.#change("connected", "");
    for (const { message, deadline } of this.pending.values()) {
      if (deadline === null) this.#send(message);
      else this.#send({ ...message, patience_ms: Math.max(0, Math.floor(deadline - this.around.now())) });
    }
  }

  /** Silence may be peace or a dead line: after a while it is tried. */
  #listen() {
    const { silenceMs, probe } = this.options;
    if (!silenceMs) {
      this.around.cancel(this.watchTimer);
      return;
    }
    this.#watch(silenceMs * (1 + this.around.random() / 3), () => {
      if (this.state !== "connected") this.#lost("silent");
      else if (probe) {
        this.#send(probe());
        this.#watch(PROBE_MS, () => this.#lost("silent"));
      } else this.renew();
    });
  }

  /** @param {string} detail */
  #lost(detail) {
    this.#drop();
    if (this.state !== "refused") this.#change("lost", detail);
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.attempt, 10));
    this.attempt += 1;
    this.retryTimer = this.around.later(() => this.#connect(), this.around.random() * ceiling);
  }

  #drop() {
    this.around.cancel(this.watchTimer);
    this.watchTimer = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** @param {number} ms @param {() => void} run */
  #watch(ms, run) {
    this.around.cancel(this.watchTimer);
    this.watchTimer = this.around.later(run, ms);
  }

  /** @param {string} key */
  #giveUp(key) {
    this.#settle(key, { type: "refused", key, code: "unanswered", detail: "", ticket: null });
  }

  /** @param {string} key @param {any} answer */
  #settle(key, answer) {
    const pending = this.pending.get(key);
    if (!pending) return;
    this.pending.delete(key);
    this.around.cancel(pending.timer);
    pending.resolve(answer);
  }

  /** @param {object} message */
  #send(message) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  /** @param {LinkState} state @param {string} detail */
  #change(state, detail) {
    this.state = state;
    this.options.onState(state, detail);
  }
}
