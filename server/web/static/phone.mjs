/**
 * The visitor's phone page. The token comes from the address's fragment, which browsers never send, and goes to the
 * hall as the first message of the socket; it is kept nowhere else.
 */
import { byId, el, pageData, setNumber, setText, show, syncList } from "./dom.mjs";
import { keepFit, refit } from "./fit.mjs";
import { GivingUp } from "./giving_up.mjs";
import { Link } from "./link.mjs";
import { Age } from "./phone_age.mjs";
import { phoneManners } from "./phone_manners.mjs";
import { fillGuide, fillPapers } from "./phone_prepare.mjs";
import { doubts, NOTHING, over, reducePhone, rings } from "./phone_state.mjs";
import { fillWait } from "./phone_wait.mjs";
import { faceWords, pauseWords, titleWords } from "./phone_words.mjs";
import { bestLanguage, clockText, counterName, emergencyLines, inLanguage, sayer, useFonts } from "./words.mjs";

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
    /** Why the line is refused or lost, as a word. */
    this.reason = "";
    /** @type {"" | "unknown" | "no_token"} why there is no ticket to show */
    this.trouble = "";
    this.age = new Age(() => this.draw());
    this.updatedAt = 0;
    /** When the newest board came, by `performance.now()`. */
    this.boardAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waitEnds = undefined;
    this.offset = Date.now() - performance.now();
    /** @type {string} */
    this.language = bestLanguage(this.offered, navigator.languages);
    this.say = sayer(this.page.texts[this.language]);
    this.speak(this.language);
    this.link = new Link({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/phone`,
      ...phoneManners(() => this.token()),
      onMessage: (message) => this.receive(message),
      onState: (state, reason) => this.linkChanged(state, reason),
    });
    this.givingUp = new GivingUp(this);
  }

  start() {
    addEventListener("hashchange", () => this.follow());
    addEventListener("online", () => this.link.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !over(this.state) && !this.trouble) {
        this.link.retryNow();
        this.link.renew();
        this.draw(); // time has passed that no timer of the page has counted
      }
    });
    keepFit();
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
    this.givingUp.reset();
    this.linkState = "connecting";
    this.age.found();
    this.trouble = /^[\w-]{16,64}$/.test(this.token()) ? "" : "no_token";
    if (!this.trouble) this.link.start();
    this.draw();
  }

  now() {
    return performance.now() + this.offset;
  }

  /** In the language that is shown. @returns {Record<string, string>} */
  get texts() {
    return this.page.texts[this.language];
  }

  /** How it is written. @returns {import("./words.mjs").Style} */
  get style() {
    return this.page.styles[this.language];
  }

  /** @param {string} language */
  speak(language) {
    this.language = language;
    useFonts(this.style);
    this.say = sayer(this.page.texts[language]);
    document.documentElement.lang = language;
  }

  /** @param {any} message */
  receive(message) {
    if (message.type === "refused") {
      if (message.code !== "unknown_token" && message.code !== "malformed") return;
      if (over(this.state)) {
        this.link.stop(); // a server that has restarted forgets whose visit is over; this page need not
        return;
      }
      this.trouble = "unknown";
      this.link.stop();
      this.draw();
      return;
    }
    const before = this.state;
    this.state = reducePhone(before, message);
    if (message.type === "phone_board" || message.type === "pulse") this.offset = message.at - performance.now();
    this.updatedAt = this.now();
    if (message.type === "phone_board") this.watchWait(message.waits_good_ms ?? 0);
    if (message.type === "phone_ticket" && !this.chosen && this.offered.includes(message.visit.language)) {
      this.speak(message.visit.language);
    }
    if (rings(before, this.state)) this.ring();
    if (this.state.takenBack && !before.takenBack) byId("spoken").replaceChildren(this.say("phone_taken_back"));
    if (doubts(before, this.state)) this.link.renew();
    this.draw();
  }

  /** What is said of the wait is taken off when it is old, also while nothing comes any more. @param {number} goodMs */
  watchWait(goodMs) {
    this.boardAt = performance.now();
    clearTimeout(this.waitEnds);
    if (goodMs > 0) this.waitEnds = setTimeout(() => this.draw(), goodMs + 1);
  }

  ring() {
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(VIBRATION);
    const words = this.say("phone_spoken", { counter: this.here });
    byId("spoken").replaceChildren(words); // anew also when the words are the same: a recall is spoken too
  }

  /** @param {import("./link.mjs").LinkState} state @param {string} reason */
  linkChanged(state, reason) {
    if (this.linkState === "connected" && state !== "connected") this.age.lost(this.updatedAt);
    if (state === "connected") this.age.found();
    this.linkState = state;
    this.reason = reason;
    this.draw();
  }

  /** Of when it is what stands here, where that is of another time, in words; else empty. */
  get asOf() {
    return this.age.old && !over(this.state) ? this.lastHeard : "";
  }

  get lastHeard() {
    return clockText(this.age.frozenAt, this.state.ticket?.time_zone ?? "UTC");
  }

  /** Is this page of another version than the hall's server? */
  get old() {
    return this.linkState === "refused" && this.reason.startsWith("protocol_");
  }

  /** @param {string} label @param {boolean} [withNoun] */
  counter(label, withNoun) {
    const noun = this.state.ticket?.counter_noun ?? {};
    // Of a language that only the kiosks speak, the hall need not have one.
    const said = noun[this.language] ? noun : { [this.language]: this.say("counter") };
    return counterName(this.style, said, { label, with_noun: withNoun }, this.language);
  }

  /** The counter that calls or serves this ticket, in words; empty when none does. */
  get here() {
    return this.counter(this.state.counter, this.state.withNoun);
  }

  draw() {
    const { state, say } = this;
    const { ticket } = state;
    this.drawLanguages();
    this.drawEmergency();
    const shown = ticket !== null && !this.trouble;
    show(byId("ticket"), shown);
    show(byId("message"), !shown);
    setText(byId("hall-name"), inLanguage(ticket?.hall_name ?? this.page.hall_name, this.language));
    if (!shown) this.drawMessage();
    if (shown) this.drawTicket(ticket);
    const lost = shown && this.linkState !== "connected" && !over(state);
    const zone = ticket?.time_zone ?? "UTC";
    setText(byId("lost"), lost ? this.lostWords : "");
    show(byId("lost"), lost);
    byId("ticket").toggleAttribute("data-old", this.asOf !== "");
    setText(byId("updated"), shown ? say("phone_updated", { time: clockText(this.updatedAt, zone, true) }) : "");
    document.title = this.title();
    refit();
  }

  /** While there is no line. */
  get lostWords() {
    const { say, asOf } = this;
    if (this.old) return say("phone_old");
    if (asOf) return say("phone_lost_long", { time: asOf });
    return this.linkState === "refused" ? say("phone_refused") : say("phone_lost", { time: this.lastHeard });
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
    const refused = this.old ? "old" : "refused";
    const key = this.trouble || (this.linkState === "refused" ? refused : "connecting");
    setText(byId("message-title"), this.say(`phone_${key}`));
    const hint = key === "old" || (key === "connecting" && this.linkState === "connecting") ? "" : this.say(`phone_${key}_hint`);
    setText(byId("message-hint"), hint);
    show(byId("reload"), key === "old");
    setText(byId("reload"), this.say("phone_reload"));
  }

  /** @param {import("./wire_types.mjs").PhoneTicket} ticket */
  drawTicket(ticket) {
    const { state, say } = this;
    const { headline, where, status, hint } = faceWords(this.texts, state, this.here, this.language,
      ticket.for_counter ? this.counter(ticket.for_counter, ticket.for_counter_noun) : "", this.asOf);
    Object.assign(byId("face").dataset, { stage: state.stage, state: state.state });
    byId("face").toggleAttribute("data-news", Boolean(state.takenBack || state.board?.closed));
    setNumber(byId("number"), ticket.number, ticket.prefix ?? "");
    setText(byId("service"), inLanguage(ticket.service_name, this.language));
    for (const [id, words] of Object.entries({ turn: headline, counter: where, state: status, "face-hint": hint })) {
      setText(byId(id), words);
      show(byId(id), words !== "");
    }
    byId("state").dataset.stage = state.doubt === "asking" ? "unknown" : state.stage;
    const priority = ticket.priority || ticket.visit.visitor_class === "priority";
    setText(byId("class"), priority ? `◆ ${say("class_priority")}` : "");
    show(byId("class"), priority);
    const { slot } = ticket.visit;
    setText(byId("issued"), say(slot ? "phone_appointed" : "phone_issued", {
      time: clockText(ticket.issued_at, ticket.time_zone), ...(slot && { appointed: clockText(slot, ticket.time_zone) }),
    }));
    const rule = inLanguage(ticket.missed_rule, this.language);
    setText(byId("rule"), rule);
    show(byId("rule"), state.stage === "in_line" && rule !== "");
    this.drawLine();
    fillPapers(this, ticket);
    fillGuide(this, ticket);
    this.givingUp.draw();
  }

  /** Over everything that is said of the number, also when that is over. */
  drawEmergency() {
    const lines = emergencyLines(this.state.board?.emergency, this.language);
    show(byId("emergency"), lines.length > 0);
    syncList(byId("emergency"), lines, (line) => line, (line) => el("p", {}, line), () => {});
  }

  drawLine() {
    const { state, say } = this;
    show(byId("ahead"), state.ahead !== null && !this.asOf);
    setText(byId("ahead-label"), say("phone_ahead"));
    setText(byId("ahead-value"), say("people", { n: state.ahead ?? 0 }));
    fillWait(this);
    const paused = this.asOf ? [] : pauseWords(this.texts, state, (label, withNoun) => this.counter(label, withNoun), this.now());
    show(byId("paused"), paused.length > 0);
    syncList(byId("paused"), paused, (words) => words, (words) => el("li", {}, words), () => {});
    const calls = (state.board?.calls ?? []).slice(0, CALLS_SHOWN);
    show(byId("now"), state.board !== null && (state.stage === "in_line" || state.stage === "aside"));
    setText(byId("now-label"), this.asOf ? say("phone_then", { time: this.asOf }) : say("phone_now"));
    setText(byId("now-none"), say("phone_now_none"));
    show(byId("now-none"), calls.length === 0 && !this.asOf);
    const create = () => el("li", {}, el("span"), el("span"));
    syncList(byId("calls"), calls, (call) => call.number, create, (row, call) => {
      setNumber(row.firstElementChild, call.number, call.prefix ?? "");
      setText(row.lastElementChild, `→ ${this.counter(call.counter, call.with_noun)}`);
    });
  }

  title() {
    if (!this.state.ticket || this.trouble) return inLanguage(this.page.hall_name, this.language);
    return titleWords(this.texts, this.state, this.here, this.asOf);
  }
}

new Phone().start();
