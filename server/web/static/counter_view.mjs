/** The console of one counter. */
import { callNext, forPresent, newKey, possible, recallLimit, recallsLeft } from "./clerk_commands.mjs";
import { fromTemplate, setNumber, setText, show } from "./dom.mjs";
import { counterView, lineFor, presentAt, servicesOf } from "./hall_state.mjs";
import { fillPresent } from "./present_view.mjs";
import { Question } from "./question.mjs";
import { fillCounters, fillLine, fillMissed, fillServices, longestWords, nameOfService, priorityMark, waitedWords } from "./rows.mjs";

/** Rows of the line that are shown; the rest is counted. */
const LINE_ROWS = 7;
/** After a call *next* rests this long: the second half of a double press is no second intent. */
const REST_MS = 700;
const ARRIVAL_NOTICE_MS = 12_000;

/** @typedef {import("./clerk_commands.mjs").Action} Action */

export class CounterView {
  /** @param {import("./console.mjs").Console} app @param {string} counterId */
  constructor(app, counterId) {
    this.app = app;
    this.counterId = counterId;
    const { root, parts } = fromTemplate("counter-view");
    this.root = root;
    this.parts = parts;
    this.resting = false;
    /** @type {number | null} how many waited when last looked */
    this.waited = null;
    /** @type {string | null} the ticket that ended the quiet */
    this.announced = null;
    this.question = new Question(app, counterId, parts, (outcome) => this.#call(outcome));
    for (const button of root.querySelectorAll("[data-command]")) {
      const action = /** @type {Action} */ (/** @type {HTMLElement} */ (button).dataset.command);
      button.addEventListener("click", (event) => {
        if (/** @type {MouseEvent} */ (event).detail < 2) this.press(action);
      });
    }
    this.keys = {
      F2: () => this.press("next"),
      F3: () => this.press("recall"),
      F4: () => this.press("arrive"),
      F6: () => (this.question.open ? this.question.answer("missed") : this.press("miss")),
      F8: () => (this.question.open ? this.question.answer("served") : this.press("finish")),
    };
    this.hints = ["F2 next", "F3 recall", "F4 arrive", "F6 miss", "F8 finish"];
  }

  /** What a key or button means now; nothing while another command is on its way. @param {Action} action */
  press(action) {
    const { state } = this.app;
    if (!state || !this.app.ready() || this.question.open || !possible(state, this.counterId)[action]) return;
    if (action === "next") {
      if (!this.resting && !this.question.ask(state)) this.#call(null);
      return;
    }
    const command = forPresent(action, state, this.counterId, newKey());
    if (command) void this.app.run(command, (ticket) => this.app.say(`done_${action}`, { number: ticket.number }));
  }

  /** @param {"served" | "missed" | null} present */
  async #call(present) {
    const { app } = this;
    if (!app.state || !app.ready()) return;
    const { say } = app;
    await app.run(callNext(app.state, this.counterId, newKey(), present), (ticket) => (
      ticket ? say("done_next", { number: ticket.number }) : say("done_next_none")
    ));
    this.resting = true;
    setTimeout(() => {
      this.resting = false;
      app.update();
    }, REST_MS);
    app.update();
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  render(state) {
    const counter = counterView(state, this.counterId);
    if (!counter) return;
    const line = lineFor(state, servicesOf(counter));
    this.question.follow(state);
    this.#fillNext(state, line);
    this.#fillLine(state, line, counter);
    this.#fillActions(state);
    fillPresent(this.app, state, this.counterId, this.parts);
    fillMissed(this.app, state, this.parts, counter);
    fillServices(this.app, state, this.parts.services, counter);
    fillCounters(this.app, state, this.parts.counters, this.counterId);
    this.#notice(line);
  }

  /** @returns {string} before the page's title */
  get badge() {
    return this.waited ? `(${this.waited}) ` : "";
  }

  /** @param {import("./hall_state.mjs").HallState} state @param {import("./wire_types.mjs").TicketView[]} line */
  #fillNext(state, line) {
    const { app, parts } = this;
    const first = line[0];
    app.enable(parts.next, true, this.resting);
    parts.next.classList.toggle("next-empty", !first);
    setNumber(parts["next-number"], first?.number ?? "", first ? priorityMark(app, first) : null);
    setText(parts["next-service"], first ? nameOfService(app, state, first.service_id) : app.say("next_none"));
    setText(parts["next-why"], first
      ? app.say("next_why", { waited: waitedWords(app, first.issued_at) })
      : app.say("next_none_hint"));
  }

  /**
   * @param {import("./hall_state.mjs").HallState} state
   * @param {import("./wire_types.mjs").TicketView[]} line
   * @param {import("./wire_types.mjs").CounterView} counter
   */
  #fillLine(state, line, counter) {
    const { app, parts } = this;
    const longest = line.length ? Math.min(...line.map((ticket) => ticket.issued_at)) : null;
    const total = longest === null ? [] : [app.say("line_total", { n: line.length }), ...longestWords(app, longest)];
    setText(parts["line-total"], app.facts(total));
    fillLine(app, state, parts.line, line.slice(0, LINE_ROWS), new Set(counter.backup ?? []));
    show(parts["line-empty"], line.length === 0);
    show(parts["line-more"], line.length > LINE_ROWS);
    setText(parts["line-more"], app.say("line_more", { n: line.length - LINE_ROWS }));
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  #fillActions(state) {
    const { app, parts } = this;
    const may = possible(state, this.counterId);
    for (const button of parts.actions.querySelectorAll("[data-command]")) {
      app.enable(button, may[/** @type {Action} */ (button.dataset.command)]);
    }
    const ticket = presentAt(state, this.counterId);
    setText(parts["recall-count"], ticket?.state !== "called" ? "" : recallsLeft(state, ticket) > 0
      ? app.say("recall_left", { n: ticket.recalls ?? 0, limit: recallLimit(state) })
      : app.say("recall_none_left"));
  }

  /** A line that was empty is no longer: said and shown, once. @param {import("./wire_types.mjs").TicketView[]} line */
  #notice(line) {
    const began = this.waited === 0 && line.length > 0;
    this.waited = line.length;
    if (!began) {
      if (!line.some((ticket) => ticket.ticket_id === this.announced)) setText(this.parts.arrival, "");
      return;
    }
    this.announced = line[0].ticket_id;
    this.app.chime.ring();
    setText(this.parts.arrival, this.app.say("arrivals_notice", { number: line[0].number }));
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => setText(this.parts.arrival, ""), ARRIVAL_NOTICE_MS);
  }
}
