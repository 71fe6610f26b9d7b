/**
 * The visitor's phone page. The token comes from the address's fragment, which browsers never send, and goes to the
 * hall as the first message of the socket; it is kept nowhere else.
 */
import { byId, el, pageData, setNumber, setText, show, syncList } from "./dom.mjs";
import { Link } from "./link.mjs";
import { NOTHING, over, reducePhone, rings } from "./phone_state.mjs";
import { PROTOCOL } from "./wire_types.mjs";
import { bestLanguage, clockText, counterName, inLanguage, sayer } from "./words.mjs";

const SILENCE_MS = 90_000;
const CALLS_SHOWN = 3;
const VIBRATION = [400, 200, 400, 200, 800];

class Phone {
  constructor() {
    this.page = pageData();
    this.offered = this.page.languages.map((/** @type {{tag: string}} */ one) => one.tag);
    this.chosen = false;
    this.state = NOTHING;
    /** @type {import("./link.mjs").LinkState} */
    this.linkState = "connecting";
    /** @type {"" | "unknown" | "no_token"} why there is no ticket to show */
    this.trouble = "";
    this.frozenAt = 0;
    this.updatedAt = 0;
    this.offset = Date.now() - performance.now();
    /** @type {string} */
    this.language = bestLanguage(this.offered, navigator.languages);
    this.say = sayer(this.page.texts[this.language]);
    this.speak(this.language);
    this.link = new Link({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/phone`,
      greeting: () => ({ type: "follow_ticket", protocol: PROTOCOL, token: this.token() }),
      ready: (message) => message.type === "phone_ticket",
      silenceMs: SILENCE_MS,
      onMessage: (message) => this.receive(message),
      onState: (state) => this.linkChanged(state),
    });
  }

  start() {
    addEventListener("hashchange", () => this.follow());
    addEventListener("online", () => this.link.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !over(this.state) && !this.trouble) {
        this.link.retryNow();
        this.link.renew();
      }
    });
    byId("reload").addEventListener("click", () => location.reload());
    this.follow();
  }

  token() {
    return location.hash.slice(1);
  }

  /** Starts over with the token that the address has now. */
  follow() {
    this.link.stop();
    this.state = NOTHING;
    this.linkState = "connecting";
    this.trouble = /^[\w-]{16,64}$/.test(this.token()) ? "" : "no_token";
    if (!this.trouble) this.link.start();
    this.draw();
  }

  now() {
    return performance.now() + this.offset;
  }

  /** @param {string} language */
  speak(language) {
    this.language = language;
    this.say = sayer(this.page.texts[language]);
    document.documentElement.lang = language;
  }

  /** @param {any} message */
  receive(message) {
    if (message.type === "refused") {
      if (message.code !== "unknown_token" && message.code !== "malformed") return;
      this.trouble = "unknown";
      this.link.stop();
      this.draw();
      return;
    }
    const before = this.state;
    this.state = reducePhone(before, message);
    if (message.type === "phone_board") this.offset = message.at - performance.now();
    this.updatedAt = this.now();
    if (message.type === "phone_ticket" && !this.chosen && this.offered.includes(message.language)) {
      this.speak(message.language);
    }
    if (rings(before, this.state)) this.ring();
    if (this.state.status === "ended" && before.status !== "ended") this.link.renew();
    this.draw();
  }

  ring() {
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(VIBRATION);
    setText(byId("spoken"), `${this.say("phone_turn")}。${this.say("phone_go", { counter: this.counter(this.state.counter) })}`);
  }

  /** @param {import("./link.mjs").LinkState} state */
  linkChanged(state) {
    if (this.linkState === "connected") this.frozenAt = this.updatedAt;
    this.linkState = state;
    this.draw();
  }

  /** @param {string} label */
  counter(label) {
    return counterName(this.say, this.state.ticket?.counter_noun ?? {}, label, this.language);
  }

  draw() {
    const { state, say } = this;
    const { ticket } = state;
    this.drawLanguages();
    const shown = ticket !== null && !this.trouble;
    show(byId("ticket"), shown);
    show(byId("message"), !shown);
    setText(byId("hall-name"), inLanguage(ticket?.hall_name ?? this.page.hall_name, this.language));
    if (!shown) this.drawMessage();
    if (shown) this.drawTicket(ticket);
    const lost = shown && this.linkState !== "connected" && !over(state);
    const zone = ticket?.time_zone ?? "UTC";
    setText(byId("lost"), !lost ? "" : this.linkState === "refused"
      ? say("phone_old")
      : say("phone_lost", { time: clockText(this.frozenAt, zone) }));
    show(byId("lost"), lost);
    setText(byId("updated"), shown ? say("phone_updated", { time: clockText(this.updatedAt, zone, true) }) : "");
    document.title = this.title();
  }

  drawLanguages() {
    const group = byId("languages");
    group.setAttribute("aria-label", this.say("phone_language"));
    show(group, this.offered.length > 1);
    const create = (/** @type {{tag: string, name: string}} */ one) => {
      const button = el("button", { type: "button", lang: one.tag }, one.name);
      button.addEventListener("click", () => {
        this.chosen = true;
        this.speak(one.tag);
        this.draw();
      });
      return button;
    };
    syncList(group, this.page.languages, (one) => one.tag, create, (button, one) => {
      button.setAttribute("aria-pressed", String(one.tag === this.language));
    });
  }

  drawMessage() {
    const key = this.linkState === "refused" ? "old" : this.trouble || "connecting";
    setText(byId("message-title"), this.say(`phone_${key}`));
    const hint = key === "old" || (key === "connecting" && this.linkState === "connecting") ? "" : this.say(`phone_${key}_hint`);
    setText(byId("message-hint"), hint);
    show(byId("reload"), key === "old");
    setText(byId("reload"), this.say("phone_reload"));
  }

  /** @param {import("./wire_types.mjs").PhoneTicket} ticket */
  drawTicket(ticket) {
    const { state, say } = this;
    const status = state.status ?? "waiting";
    const counter = state.counter && this.counter(state.counter);
    byId("face").dataset.state = status === "ended" ? "lapsed" : status;
    setNumber(byId("number"), ticket.number);
    setText(byId("service"), inLanguage(ticket.service_name, this.language));
    const headline = /** @type {Record<string, string>} */ ({
      called: say("phone_turn"),
      serving: state.counter ? say("phone_serving_at", { counter }) : say("phone_serving"),
      missed: say("phone_missed"), served: say("phone_served"),
      ended: say("phone_ended"), lapsed: say("phone_ended"), cancelled: say("phone_ended"), void: say("phone_ended"),
    })[status] ?? "";
    setText(byId("turn"), headline);
    show(byId("turn"), headline !== "");
    setText(byId("counter"), say("phone_go", { counter }));
    show(byId("counter"), status === "called" && counter !== "");
    byId("state").dataset.state = status;
    setText(byId("state"), say("state_waiting"));
    show(byId("state"), status === "waiting");
    setText(byId("issued"), say("phone_issued", { time: clockText(ticket.issued_at, ticket.time_zone) }));
    const rule = inLanguage(ticket.missed_rule, this.language);
    const hint = status === "missed" ? rule : status === "served" ? say("phone_served_hint") : over(state) ? say("phone_ended_hint") : "";
    setText(byId("face-hint"), hint);
    show(byId("face-hint"), hint !== "");
    setText(byId("rule"), rule);
    show(byId("rule"), status === "waiting" && rule !== "");
    this.drawLine();
    this.drawPapers(ticket);
  }

  drawLine() {
    const { state, say } = this;
    show(byId("ahead"), state.ahead !== null);
    setText(byId("ahead-label"), say("phone_ahead"));
    setText(byId("ahead-value"), say("people", { n: state.ahead ?? 0 }));
    const calls = (state.board?.calls ?? []).slice(0, CALLS_SHOWN);
    show(byId("now"), state.board !== null && (state.status === "waiting" || state.status === "missed"));
    setText(byId("now-label"), say("phone_now"));
    setText(byId("now-none"), say("phone_now_none"));
    show(byId("now-none"), calls.length === 0);
    const create = () => el("li", {}, el("span"), el("span"));
    syncList(byId("calls"), calls, (call) => call.number, create, (row, call) => {
      setNumber(row.firstElementChild, call.number);
      setText(row.lastElementChild, `→ ${this.counter(call.counter)}`);
    });
  }

  /** @param {import("./wire_types.mjs").PhoneTicket} ticket */
  drawPapers(ticket) {
    setText(byId("prepare-heading"), this.say("phone_papers"));
    show(byId("prepare"), ticket.papers.length > 0 && !over(this.state) && this.state.status !== "serving");
    const create = (/** @type {import("./wire_types.mjs").PaperView} */ paper) => {
      const words = el("span", {}, inLanguage(paper.name, this.language));
      const note = inLanguage(paper.note, this.language);
      if (note) words.append(el("small", {}, note));
      return el("li", {}, words);
    };
    syncList(byId("papers"), ticket.papers, (paper) => `${this.language}|${ticket.papers.indexOf(paper)}`, create, () => {});
  }

  title() {
    const { ticket, status, counter } = this.state;
    if (!ticket || this.trouble) return inLanguage(this.page.hall_name, this.language);
    if (status === "called") return `▶ ${this.say("phone_turn_title", { counter: this.counter(counter) })}`;
    const state = this.say(`state_${status === "ended" ? "lapsed" : status ?? "waiting"}`);
    return this.say("phone_title", { number: ticket.number, state });
  }
}

new Phone().start();
