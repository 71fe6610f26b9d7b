/** The console of one counter. */
import { ask, beyond, callGroup, callNext, offered, verbsAtCounter } from "./clerk_commands.mjs";
import { CounterWork } from "./counter_work.mjs";
import { el, fromTemplate, partsOf, setNumber, setText, show, syncList } from "./dom.mjs";
import { fillGroups, fillTogether } from "./group_calls.mjs";
import { GuideDialog } from "./guide_dialog.mjs";
import { counterView, groupsAt, lineOf, nextAt, prefixOf, presentAt } from "./hall_state.mjs";
import { newKey } from "./new_key.mjs";
import { fillPresent } from "./present_view.mjs";
import { Question } from "./question.mjs";
import { ReasonMenu } from "./reason_menu.mjs";
import { fillAside, fillCounters, fillLine, fillServices, longestWords, nameOfService, priorityMark, waitedWords } from "./rows.mjs";
import { transferMenu } from "./transfer_menu.mjs";
import { doneForOthers } from "./watch_words.mjs";
import { whyWords } from "./why.mjs";
import { clockText, refusal } from "./words.mjs";
import { breaksText } from "./plan_times.mjs";

/** What is said of a call, by what it was. @type {Record<string, string>} */
const CALLED = { ticket_called: "next", group_called: "group" };
/** Rows of the line that are shown; of the rest only how many. */
const LINE_ROWS = 7;
/** After a call *next* rests this long: the second half of a double press is no second intent. */
const REST_MS = 700;
/** What may be pressed for less than this is counted down. */
const SOON_MS = 60_000;
const ARRIVAL_NOTICE_MS = 12_000;

/**
 * @typedef {import("./clerk_commands.mjs").Verb} Verb
 * @typedef {import("./hall_state.mjs").HallState} HallState
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 */

export class CounterView {
  /** @param {import("./console.mjs").Console} app @param {string} counterId */
  constructor(app, counterId) {
    this.app = app;
    this.counterId = counterId;
    const { root, parts } = fromTemplate("counter-view");
    this.root = root;
    this.parts = parts;
    this.resting = false;
    /** @type {string | null} of several at the counter, whom the buttons are about */
    this.chosen = null;
    /** @type {string | null} the service whose group is called next; null: whoever is next */
    this.group = null;
    this.calledByFinish = false;
    /** @type {number | null} how many waited when last looked */
    this.waited = null;
    /** @type {string | null} the ticket that ended the quiet */
    this.announced = null;
    this.question = new Question(app, counterId, parts, (outcome) => this.#call(outcome));
    this.reasons = new ReasonMenu(app, root, (verb, ticket, reason) => this.#give(verb, ticket, reason));
    this.work = new CounterWork(app, counterId, parts.work);
    this.guide = new GuideDialog(app, root);
    parts["guide-open"].addEventListener("click", () => this.#openGuide());
    parts.next.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2) this.next();
    });
    /** @type {Record<string, () => void>} */
    this.keys = { F1: () => this.#openGuide(), F2: () => this.next(), "Shift+F2": () => this.#firstGroup() };
    for (const verb of verbsAtCounter(app.rights)) this.keys[verb.key ?? ""] = () => this.#key(verb);
    this.hints = ["F1 guide", ...(app.rights.has("call_next") ? ["F2 next"] : []), ...hintsOf(verbsAtCounter(app.rights))].sort();
  }

  /** The next one, once it is clear what becomes of the present one; nothing while a command is on its way. */
  next() {
    if (this.app.rights.has("call_next")) this.#ask(null);
  }

  #openGuide() {
    if (this.app.state) this.guide.press(presentAt(this.app.state, this.counterId, this.chosen));
  }

  /** @param {string | null} group the service whose group is called; null: whoever is next */
  #ask(group) {
    const { state } = this.app;
    if (!state || !this.#free()) return;
    const here = state.counters.get(this.counterId)?.state ?? "open";
    if (here !== "open") {
      this.app.tell("trouble", refusal(this.app.texts, `counter_${here}`));
      return;
    }
    this.group = group;
    if (!this.resting && !this.question.ask(state)) this.#call(null);
  }

  #firstGroup() {
    const { state, rights } = this.app;
    const ready = state && groupsAt(state, this.counterId).find((group) => group.ready);
    if (ready && rights.has("call_group")) this.#ask(ready.service_id);
  }

  /** What a verb's button means now; nothing while another command is on its way. @param {Verb} verb */
  press(verb) {
    const { app } = this;
    const ticket = app.state && presentAt(app.state, this.counterId, this.chosen);
    if (ticket && !this.calledByFinish) this.#pressFor(verb, ticket);
  }

  /** @param {Verb} verb @param {TicketView} ticket there, or in a row */
  #pressFor(verb, ticket) {
    const { app } = this;
    if (!this.#free() || !offered(ticket, verb, app.rights, app.now())) return;
    if (verb.aims) transferMenu(app).ask(ticket, this.counterId);
    else if (verb.reasons) this.reasons.ask(verb, ticket);
    else this.#give(verb, ticket, null);
  }

  /** @param {Verb} verb @param {TicketView} ticket @param {string | null} reason */
  #give(verb, ticket, reason) {
    const { app } = this;
    if (!app.ready()) return;
    void app.run(ask(verb, ticket, this.counterId, newKey(), reason), (answer) => {
      if (answer.what !== "ticket_called") return app.done(verb.verb, answer);
      this.calledByFinish = true; // a second press of the finish is not meant for that one
      this.#rest();
      return app.done("next", answer);
    });
  }

  /** @param {Verb} verb */
  #key(verb) {
    if (this.question.open && verb.outcome) this.question.answer(verb.outcome);
    else this.press(verb);
  }

  #free() {
    return this.app.ready() && !this.question.open && !this.reasons.open && !this.work.open && !transferMenu(this.app).open;
  }

  /** @param {import("./clerk_commands.mjs").Outcome | null} present */
  async #call(present) {
    const { app } = this;
    if (!app.state || !app.ready()) return;
    const command = this.group === null
      ? callNext(app.state, this.counterId, newKey(), present)
      : callGroup(app.state, this.counterId, this.group, newKey(), present);
    await app.run(command, (answer) => (
      answer.what in CALLED ? app.done(CALLED[answer.what], answer) : { kind: "calm", text: app.say("done_next_none") }
    ));
    this.chosen = null;
    this.#rest();
    app.update();
  }

  #rest() {
    this.resting = true;
    setTimeout(() => {
      this.resting = this.calledByFinish = false;
      this.app.update();
    }, REST_MS);
  }

  /** @param {HallState} state */
  render(state) {
    const counter = counterView(state, this.counterId);
    if (!counter) return;
    const next = nextAt(state, this.counterId);
    this.question.follow(state);
    this.reasons.follow(state);
    this.work.render(state);
    this.guide.follow(presentAt(state, this.counterId, this.chosen));
    this.#fillNext(state, next[0]);
    this.#fillLine(state, next, counter);
    this.#fillActions(state);
    this.#fillGroups(state);
    fillPresent(this.app, state, this.counterId, this.parts, this.chosen);
    fillAside(this.app, state, this.parts, this.counterId, (verb, ticket) => this.#pressFor(verb, ticket));
    fillServices(this.app, state, this.parts.services, counter);
    const others = doneForOthers(this.app, state, this.counterId);
    setText(this.parts["for-others"], others.join("\n"));
    show(this.parts["for-others"], others.length > 0);
    setText(this.parts.breaks, breaksText(this.app.texts, counter.breaks ?? []));
    fillCounters(this.app, state, this.parts.counters, this.counterId);
    if (state.lines) this.#notice(next, lineOf(state, this.counterId).waiting ?? 0);
  }

  /** @param {HallState} state */
  #fillGroups(state) {
    const { app, counterId, parts } = this;
    const open = (state.counters.get(counterId)?.state ?? "open") === "open";
    fillGroups(app, state, counterId, parts.groups, open && !this.resting, (group) => this.#ask(group.service_id));
    fillTogether(app, state, counterId, parts.together, presentAt(state, counterId, this.chosen), (ticketId) => {
      this.chosen = ticketId;
      app.update();
    });
  }

  /** @returns {string} before the page's title */
  get badge() {
    return this.waited ? `(${this.waited}) ` : "";
  }

  /** @param {HallState} state @param {TicketView | undefined} first */
  #fillNext(state, first) {
    const { app, parts } = this;
    show(parts.next, app.rights.has("call_next"));
    app.enable(parts.next, (state.counters.get(this.counterId)?.state ?? "open") === "open", this.resting);
    parts.next.classList.toggle("next-empty", !first);
    const mark = first ? priorityMark(app, first.visit) : null;
    setNumber(parts["next-number"], first?.number ?? "", prefixOf(state, first?.visit), mark);
    // A line of backup services that have not waited long enough is no empty one.
    const [none, hint] = lineOf(state, this.counterId).waiting
      ? ["next_none_here", "next_none_here_hint"]
      : ["next_none", "next_none_hint"];
    setText(parts["next-service"], first ? nameOfService(app, state, first.visit.service_id) : app.say(none));
    setText(parts["next-why"], first ? this.#whyNext(state, first) : app.say(hint));
  }

  /** By which rule it is next, and how long it has waited. @param {HallState} state @param {TicketView} first */
  #whyNext(state, first) {
    const { next = [], rules = [] } = lineOf(state, this.counterId);
    const why = whyWords(this.app, state, first, rules[next.indexOf(first.ticket_id)]);
    return this.app.facts([...(why ? [why] : []), waitedWords(this.app, first.issued_at)]);
  }

  /**
   * @param {HallState} state
   * @param {TicketView[]} next
   * @param {import("./wire_types.mjs").CounterView} counter
   */
  #fillLine(state, next, counter) {
    const { app, parts } = this;
    const { waiting = 0, longest_since: longest = null } = lineOf(state, this.counterId);
    const total = waiting ? [app.say("line_total", { n: waiting })] : [];
    if (longest !== null) total.push(...longestWords(app, longest));
    setText(parts["line-total"], app.facts(total));
    const rows = next.slice(0, LINE_ROWS);
    fillLine(app, state, parts.line, rows, counter, (verb, ticket) => this.#pressFor(verb, ticket));
    show(parts["line-empty"], rows.length === 0);
    setText(parts["line-empty"], app.say(waiting ? "next_none_here" : "line_empty"));
    show(parts["line-more"], waiting > rows.length && rows.length > 0);
    setText(parts["line-more"], app.say("line_unlisted", { n: waiting - rows.length }));
  }

  /** @param {HallState} state */
  #fillActions(state) {
    const { app } = this;
    const ticket = presentAt(state, this.counterId, this.chosen);
    const create = (/** @type {Verb} */ verb) => {
      const button = el("button", { type: "button", class: `action action-${verb.look}${verb.rare ? " action-rare" : ""}`, "data-command": verb.verb },
        el("span", {}, app.say(verb.text)), el("kbd", { class: "key" }, verb.key ?? ""), el("small", { "data-part": "hint" }));
      button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (event.detail < 2) this.press(verb);
      });
      return button;
    };
    syncList(this.parts.actions, verbsAtCounter(app.rights), (verb) => verb.verb, create, (button, verb) => {
      app.enable(button, offered(ticket, verb, app.rights, app.now()), this.calledByFinish);
      setText(partsOf(button).hint, ticket ? this.#hint(state, ticket, verb) : "");
    });
  }

  /** What a button's small print says. @param {HallState} state @param {TicketView} ticket @param {Verb} button */
  #hint(state, ticket, button) {
    const { say } = this.app;
    const { verb } = button;
    if (beyond(ticket, button, this.app.rights)) return say("transfer_supervisor");
    const until = ticket.allows[verb];
    if (typeof until === "number" && until < this.app.now()) return "";
    if (typeof until === "number" && until - this.app.now() < SOON_MS) {
      return say("seconds_left", { n: Math.max(0, Math.ceil((until - this.app.now()) / 1000)) });
    }
    if (typeof until === "number") return say("until", { time: clockText(until, state.hall.time_zone) });
    if (verb !== "recall" || ticket.stage !== "called") return "";
    if (until === undefined) return say("recall_none_left");
    const rests = (ticket.rests_until?.[verb] ?? 0) - this.app.now();
    if (rests > 0) return say("recall_rests", { n: Math.ceil(rests / 1000) });
    return say("recall_left", { n: ticket.recalls ?? 0, limit: state.hall.recall_limit ?? 0 });
  }

  /** A line that was empty is no longer: said and shown, once. @param {TicketView[]} next @param {number} waiting */
  #notice(next, waiting) {
    const began = this.waited === 0 && waiting > 0;
    this.waited = waiting;
    if (!began || !next[0]) {
      if (!next.some((ticket) => ticket.ticket_id === this.announced)) setText(this.parts.arrival, "");
      return;
    }
    this.announced = next[0].ticket_id;
    this.app.chime.ring();
    setText(this.parts.arrival, this.app.say("arrivals_notice", { number: next[0].number }));
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => setText(this.parts.arrival, ""), ARRIVAL_NOTICE_MS);
  }
}

/** @param {Verb[]} verbs */
function hintsOf(verbs) {
  return verbs.map((verb) => `${verb.key} ${verb.text}`);
}
