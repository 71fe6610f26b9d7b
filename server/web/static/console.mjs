/**
 * The console for clerks: one browser at one counter (`?counter=3`), at the reception desk (`?desk`), or about to
 * choose. Holds the hall's state, the line to the server, and what is common to the views.
 */
import { fillBanner, reloads } from "./banner.mjs";
import { ChooseView } from "./choose_view.mjs";
import { CounterView } from "./counter_view.mjs";
import { DeskView } from "./desk_view.mjs";
import { fillDevices } from "./device_list.mjs";
import { byId, el, pageData, setText, show } from "./dom.mjs";
import { keepFit, longestNumber, refit } from "./fit.mjs";
import { counterView } from "./hall_state.mjs";
import { fillLanguages } from "./page_languages.mjs";
import { Link } from "./link.mjs";
import { Practising } from "./practising.mjs";
import { Person } from "./person.mjs";
import { nameOfCounter } from "./rows.mjs";
import { socketTicket } from "./socket_ticket.mjs";
import { Chime } from "./sound.mjs";
import { TodayBar } from "./today_bar.mjs";
import { fillLongWaits, givenUpHere } from "./watch_words.mjs";
import { PROTOCOL } from "./wire_types.mjs";
import { clockText, dateText, inLanguage, refusal, sayer, useFonts } from "./words.mjs";

const SILENCE_MS = 12_000;
/** A command that is not answered by then is said to be on its way. */
const SLOW_MS = 250;

/** @typedef {{kind: "good" | "calm" | "trouble", text: string}} Said */
/** @typedef {{root: HTMLElement, keys: Record<string, () => void>, hints: string[], badge: string, render: (state: any) => void}} View */

export class Console {
  constructor() {
    const page = pageData();
    /** @type {Record<string, string>} */
    this.texts = page.texts;
    this.say = sayer(page.texts);
    /** @type {import("./words.mjs").Style} */
    this.style = page.style;
    useFonts(this.style);
    /** @type {string} */
    this.language = page.language;
    this.page = page;
    const query = new URLSearchParams(location.search);
    this.counterAsked = query.get("counter");
    this.atDesk = query.has("desk") && this.counterAsked === null;
    /** @type {import("./hall_state.mjs").HallState | null} */
    this.state = null;
    /** @type {import("./link.mjs").LinkState} */
    this.linkState = "connecting";
    /** Why the line is refused or lost, as a word. */
    this.reason = "";
    /** @type {Set<string>} types of messages that this page may send, as the hall last said */
    this.rights = new Set();
    this.busy = false;
    this.slow = false;
    this.frozenAt = 0;
    this.chime = new Chime();
    /** @type {View | null} */
    this.view = null;
    this.today = new TodayBar(this);
    this.practice = new Practising(this, query.has("practice") && this.counterAsked !== null);
    this.person = new Person(this, () => this.#forget());
    this.link = new Link({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
      pass: (until) => socketTicket(until),
      greeting: () => ({
        type: "hello", protocol: PROTOCOL, role: "console", name: this.#name(), hall_id: page.hall_id,
        last_seq: this.state?.seq ?? null,
      }),
      ready: (message) => message.type === "snapshot",
      probe: () => ({ type: "probe" }),
      silenceMs: SILENCE_MS,
      onMessage: (message) => this.#receive(message),
      onState: (state, reason) => this.#linkChanged(state, reason),
    });
  }

  start() {
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    byId("banner-action").addEventListener("click", () => {
      if (reloads(this)) location.reload();
      else this.link.retryNow();
    });
    byId("sound").addEventListener("click", () => {
      this.chime.mute(!this.chime.muted);
      this.#header();
    });
    addEventListener("online", () => this.link.retryNow());
    setInterval(() => this.update(), 1000);
    keepFit(this.say);
    this.#header();
    this.link.start();
    void this.person.check();
  }

  /** The hall's time, ms since the epoch: the server's clock, whatever this PC's says, which is asked only before. */
  now() {
    return this.link.serverTime() ?? Date.now();
  }

  /** May a command be given now? */
  ready() {
    return this.linkState === "connected" && !this.busy && this.state !== null;
  }

  /**
   * Shows whether a button may be pressed. One that may not keeps its focus, so that keys go on working; it turns grey
   * only when it makes no sense now or the hall is slow or away, not for the blink of an answer.
   * @param {any} button @param {boolean} possible @param {boolean} [resting]
   */
  enable(button, possible, resting = false) {
    const off = !possible || this.slow || this.linkState !== "connected";
    button.setAttribute("aria-disabled", String(!possible || resting || !this.ready()));
    button.toggleAttribute("data-off", off);
  }

  /** @param {string} tag */
  languageName(tag) {
    return this.page.names[tag] ?? tag;
  }

  /** Names one after the other, as the language sets them apart. @param {string[]} names */
  list(names) {
    return names.join(this.style.list_separator);
  }

  /** Facts on one line. @param {string[]} facts */
  facts(facts) {
    return facts.join(this.style.fact_separator);
  }

  /** This page's address at another place, in the same language. @param {Record<string, string>} place */
  address(place) {
    const query = new URLSearchParams(place);
    const asked = new URLSearchParams(location.search).get("lang");
    if (asked) query.set("lang", asked);
    return `?${query.toString().replace(/=(?=&|$)/, "")}`;
  }

  /**
   * Gives one command and says how it went; every button rests until it is answered.
   * @param {any} command
   * @param {(answer: any) => Said} done what to say when it took effect
   */
  async run(command, done) {
    if (!this.ready()) return null;
    this.busy = true;
    this.update();
    const slowly = setTimeout(() => {
      this.slow = true;
      this.tell("calm", this.say("status_asking"));
      this.update();
    }, SLOW_MS);
    const answer = await this.link.ask(command);
    clearTimeout(slowly);
    this.busy = this.slow = false;
    const { kind, text } = answer.type === "accepted"
      ? done(answer)
      : /** @type {Said} */ ({ kind: "trouble", text: refusal(this.texts, answer.code) });
    this.tell(kind, text);
    this.update();
    return answer;
  }

  /** That a verb took effect. @param {string} verb @param {any} answer @returns {Said} */
  done(verb, answer) {
    return { kind: "good", text: this.say(`done_${answer.what === "ticket_continued" ? "continue" : verb}`, { number: answer.number ?? "" }) };
  }

  /** The status line. @param {Said["kind"]} kind @param {string} text */
  tell(kind, text) {
    const status = byId("status");
    status.dataset.kind = kind;
    setText(status, text);
  }

  update() {
    this.#header();
    this.today.fill();
    fillLongWaits(this);
    if (this.state && this.view) this.view.render(this.state);
    this.#title();
    refit();
  }

  #name() {
    if (this.atDesk) return "desk";
    return this.counterAsked === null ? "console" : `counter-${this.counterAsked}`.slice(0, 40);
  }

  /** @param {any} message */
  #receive(message) {
    if (message.type === "welcome") {
      this.rights = this.practice.rights(message.rights);
      // who may not call has no counter: a volunteer takes numbers for visitors
      this.atDesk ||= !this.rights.has("call_next");
    }
    if (message.type === "refused") this.tell("trouble", refusal(this.texts, message.code));
    const before = this.state;
    this.state = this.practice.heard(message);
    if (this.state) this.#place(this.state);
    const gone = this.counterAsked === null ? "" : givenUpHere(this, before, message, this.counterAsked);
    if (gone) this.tell("calm", gone);
    if (this.state !== before) this.update();
  }

  /** @param {import("./link.mjs").LinkState} state @param {string} reason */
  #linkChanged(state, reason) {
    if (this.linkState === "connected") this.frozenAt = this.now();
    this.linkState = state;
    this.reason = reason;
    if (state === "connected") this.tell("calm", this.say("status_ready"));
    this.update();
    if (reason === "signed_out") void this.person.ended();
    else if (state !== "connecting") void this.person.check();
  }

  /** Nothing of the last person stays on the page, or comes over the line. */
  #forget() {
    this.link.stop();
    this.state = this.view = null;
    this.practice.forget();
    this.linkState = "connecting";
    this.rights = new Set();
    byId("main").replaceChildren();
    this.today.fill();
    fillLongWaits(this);
    for (const id of ["keys", "devices", "status", "place"]) byId(id).replaceChildren();
    document.title = "";
  }

  /** Opens the view that the address asks for, once the hall is known. @param {import("./hall_state.mjs").HallState} state */
  #place(state) {
    const known = this.counterAsked !== null && counterView(state, this.counterAsked) !== undefined;
    if (this.view instanceof CounterView ? known : this.view) return;
    if (this.atDesk) this.view = new DeskView(this);
    else if (known && this.counterAsked !== null) this.view = new CounterView(this, this.counterAsked);
    else this.view = new ChooseView(this, this.counterAsked);
    byId("main").replaceChildren(this.view.root);
    const hints = this.view.hints.map((hint) => hint.split(" "));
    byId("keys").replaceChildren(...hints.map(([key, text]) => (
      el("span", { class: "keys-one" }, el("kbd", { class: "key" }, key), ` ${this.say(text)}`)
    )));
  }

  #header() {
    const { state } = this;
    const link = byId("link");
    link.dataset.state = this.linkState;
    setText(link, this.say(`link_${this.linkState}`));
    const sound = byId("sound");
    show(sound, this.view instanceof CounterView);
    sound.setAttribute("aria-pressed", String(!this.chime.muted));
    setText(sound, this.say(this.chime.muted ? "sound_off" : "sound_on"));
    fillBanner(this);
    fillLanguages(this);
    if (!state) return;
    const zone = state.hall.time_zone;
    document.body.style.setProperty("--longest-number", String(longestNumber(state.hall)));
    setText(byId("hall-name"), inLanguage(state.hall.name, this.language));
    setText(byId("place"), this.#placeName(state));
    setText(byId("date"), dateText(this.now(), zone, this.style));
    setText(byId("clock"), clockText(this.now(), zone));
    const change = byId("switch-counter");
    change.href = this.address({});
    const calls = this.rights.has("call_next");
    show(change, calls && this.view !== null && !(this.view instanceof ChooseView));
    const desk = byId("to-desk");
    desk.href = this.address({ desk: "" });
    show(desk, !this.atDesk);
    this.practice.fill(calls && this.view instanceof CounterView);
    show(byId("devices"), calls);
    fillDevices(this.texts, state);
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  #placeName(state) {
    if (this.atDesk) return this.say("desk_place");
    if (this.view instanceof CounterView) return nameOfCounter(this, state, this.view.counterId);
    return this.say("choose_place");
  }

  #title() {
    if (!this.state) return;
    const title = this.say("console_title", {
      place: this.#placeName(this.state), hall: inLanguage(this.state.hall.name, this.language),
    });
    document.title = `${this.view?.badge ?? ""}${title}`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.person.switching) return;
    const act = this.view?.keys[event.shiftKey ? `Shift+${event.key}` : event.key];
    const onButton = event.target instanceof HTMLElement && event.target.closest("button, a");
    if (event.repeat && (act || (event.key === "Enter" && onButton))) {
      event.preventDefault();
      return;
    }
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  }
}

new Console().start();
