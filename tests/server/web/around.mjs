/** A browser that does what it is told: sockets that open and break by hand, and time that stands still. */
export class Around {
  constructor(random = 1) {
    this.time = 0;
    this.timers = [];
    this.sockets = [];
    this.random = () => random;
    this.now = () => this.time;
    this.later = (run, ms) => {
      const timer = { at: this.time + ms, run };
      this.timers.push(timer);
      return timer;
    };
    this.cancel = (timer) => { this.timers = this.timers.filter((one) => one !== timer); };
    this.open = (url, subprotocols) => {
      const socket = { url, subprotocols, readyState: 0, sent: [], close: () => { socket.readyState = 3; } };
      socket.send = (text) => socket.sent.push(JSON.parse(text));
      this.sockets.push(socket);
      return socket;
    };
  }

  get socket() { return this.sockets.at(-1); }

  get waits() { return this.timers.map((timer) => timer.at - this.time); }

  accept() {
    this.socket.readyState = 1;
    this.socket.onopen();
  }

  say(message) { this.socket.onmessage({ data: JSON.stringify(message) }); }

  cut(code = 1006, reason = "") {
    this.socket.readyState = 3;
    this.socket.onclose({ code, reason });
  }

  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((one, two) => one.at - two.at)[0];
      if (!next) break;
      this.time = next.at;
      this.cancel(next);
      next.run();
    }
    this.time = end;
  }
}
