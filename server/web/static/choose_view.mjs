/** Which counter this browser stands at: one card for each, and the reception desk. */
import { el, fromTemplate, partsOf, setNumber, setText, show, syncList } from "./dom.mjs";
import { prefixOf, presentAt } from "./hall_state.mjs";
import { nameOfCounter, nameOfService } from "./rows.mjs";

export class ChooseView {
  /** @param {import("./console.mjs").Console} app @param {string | null} unknown the counter that was asked for in vain */
  constructor(app, unknown) {
    this.app = app;
    const { root, parts } = fromTemplate("choose-view");
    this.root = root;
    this.parts = parts;
    this.keys = {};
    /** @type {string[]} */
    this.hints = [];
    this.badge = "";
    show(parts.unknown, unknown !== null);
    setText(parts.unknown, unknown === null ? "" : app.say("no_such_counter", { label: unknown }));
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  render(state) {
    const cards = [...state.hall.counters.map((counter) => counter.counter_id), null];
    const key = (/** @type {string | null} */ id) => (id === null ? "desk" : `counter ${id} ${this.#words(state, id).join("|")}`);
    syncList(this.parts.cards, cards, key,
      (id) => (id === null ? this.#desk() : this.#card(state, id)),
      (element, id) => { if (id !== null) this.#update(state, element, id); });
  }

  /** What a reload may change of a card. @param {import("./hall_state.mjs").HallState} state @param {string} id */
  #words(state, id) {
    const counter = state.hall.counters.find((one) => one.counter_id === id);
    const services = [...(counter?.primary ?? []), "", ...(counter?.backup ?? [])];
    return [nameOfCounter(this.app, state, id), ...services.map((one) => one && nameOfService(this.app, state, one))];
  }

  #desk() {
    const { app } = this;
    return el("li", {}, el("a", { class: "choose-card choose-desk", href: app.address({ desk: "" }) },
      el("strong", { class: "choose-label" }, app.say("desk_place")),
      el("span", { class: "quiet" }, app.say("choose_desk_hint"))));
  }

  /** @param {import("./hall_state.mjs").HallState} state @param {string} id */
  #card(state, id) {
    const counter = state.hall.counters.find((one) => one.counter_id === id);
    const lines = /** @type {const} */ (["primary", "backup"]).map((role) => {
      const names = (counter?.[role] ?? []).map((service) => nameOfService(this.app, state, service));
      return el("span", { class: "choose-services elide", hidden: names.length === 0 },
        el("span", { class: "quiet" }, this.app.say(role)), " ", el("span", {}, this.app.list(names)));
    });
    return el("li", {}, el("a", { class: "choose-card", href: this.app.address({ counter: id }) },
      el("strong", { class: "choose-label" }, nameOfCounter(this.app, state, id)), ...lines,
      el("span", { class: "choose-now quiet" },
        el("span", { "data-part": "now" }), " ", el("b", { class: "choose-number", "data-part": "number" }))));
  }

  /** @param {import("./hall_state.mjs").HallState} state @param {HTMLElement} element @param {string} id */
  #update(state, element, id) {
    const parts = partsOf(element);
    const ticket = presentAt(state, id);
    setText(parts.now, this.app.say(ticket ? "choose_now" : "choose_idle"));
    setNumber(parts.number, ticket?.number ?? "", prefixOf(state, ticket?.visit));
  }
}
