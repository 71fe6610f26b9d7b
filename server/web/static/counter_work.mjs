/** Whether this counter is open, and the buttons that change it. */
import { bookMenu, mayBook } from "./book_menu.mjs";
import { askOfCounter, backAt, waysOn } from "./counter_commands.mjs";
import { el, setText, show, syncList } from "./dom.mjs";
import { presentAt, ticketsAt } from "./hall_state.mjs";
import { newKey } from "./new_key.mjs";
import { PauseMenu } from "./pause_menu.mjs";
import { ServeMenu } from "./serve_menu.mjs";
import { clockText } from "./words.mjs";

/**
 * "Paused, lunch, back at 13:30", in the reader's words; of a state that is newer than this page its word.
 * @param {import("./console.mjs").Console} app @param {import("./wire_types.mjs").CounterState | undefined} counter @param {string} zone
 */
export function counterWords(app, counter, zone) {
  const { state = "open", pause_reason: reason = null } = counter ?? {};
  const at = backAt(counter, app.now());
  return app.facts([
    app.texts[`work_${state}`] ?? state,
    ...(reason === null ? [] : [app.texts[`pause_${reason}`] ?? reason]),
    ...(at === null ? [] : [app.say("back_at", { time: clockText(at, zone) })]),
  ]);
}

export class CounterWork {
  /** @param {import("./console.mjs").Console} app @param {string} counterId @param {HTMLElement} root */
  constructor(app, counterId, root) {
    this.app = app;
    this.counterId = counterId;
    this.state = el("span", { class: "state", "data-part": "work-state", role: "status" });
    this.ways = el("div", { class: "work-ways" });
    this.menu = new PauseMenu(app, root, (reason, at) => this.#give("pause_counter", { reason, back_at: at }));
    this.auto = el("button", { type: "button", class: "button button-small", "data-command": "set_auto_call" }, app.say("auto_call"));
    this.auto.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2 && app.ready()) this.#give("set_auto_call", { on: this.auto.getAttribute("aria-pressed") !== "true" });
    });
    this.serve = el("button", { type: "button", class: "button button-small", "data-command": "serve_without_number" });
    this.serve.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2 && app.ready() && !this.open) this.serveMenu.ask();
    });
    this.serveMenu = new ServeMenu(app, counterId, root, (serviceId, outcome) => (
      this.#give("serve_without_number", { service_id: serviceId, outcome })
    ));
    this.book = el("button", { type: "button", class: "button button-small", "data-command": "book_appointment" }, app.say("book"));
    this.book.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail > 1 || !app.ready() || this.open || !app.state) return;
      const present = presentAt(app.state, counterId);
      bookMenu(app).ask(present?.visit.service_id ?? "", app.person.accountId, present?.visit.visitor_class);
    });
    this.rare = el("div", { class: "work-rare", id: "work-rare", hidden: "" });
    this.more = el("button", { type: "button", class: "button button-small", "aria-expanded": "false", "aria-controls": "work-rare" }, app.say("work_more"));
    this.more.addEventListener("click", () => {
      show(this.rare, this.rare.hidden);
      this.more.setAttribute("aria-expanded", String(!this.rare.hidden));
    });
    root.prepend(this.state, this.ways, this.more, this.rare);
  }

  get open() {
    return this.menu.open || this.serveMenu.open || (mayBook(this.app) && bookMenu(this.app).open);
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  render(state) {
    const { app } = this;
    const counter = state.counters.get(this.counterId);
    const here = counter?.state ?? "open";
    this.state.dataset.work = here;
    const auto = counter?.auto_call ? [app.say("auto_call")] : [];
    setText(this.state, app.facts([counterWords(app, counter, state.hall.time_zone), ...auto]));
    this.auto.setAttribute("aria-pressed", String(counter?.auto_call ?? false));
    if (app.rights.has("set_auto_call") && !this.auto.parentElement) this.rare.prepend(this.auto);
    app.enable(this.auto, true);
    const served = counter?.without_number ?? 0;
    setText(this.serve, served ? app.say("without_number_n", { n: served }) : app.say("without_number"));
    if (app.rights.has("serve_without_number") && !this.serve.parentElement) this.rare.append(this.serve);
    app.enable(this.serve, true);
    if (mayBook(app) && !this.book.parentElement) this.rare.append(this.book);
    app.enable(this.book, true);
    show(this.more, this.rare.childElementCount > 0);
    const ways = waysOn(here, ticketsAt(state, this.counterId).length === 0).filter((type) => app.rights.has(type));
    const create = (/** @type {string} */ type) => {
      const button = el("button", { type: "button", class: "button button-small", "data-command": type });
      button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (event.detail < 2) this.#press(type);
      });
      return button;
    };
    syncList(this.ways, ways, (type) => type, create, (button, type) => {
      setText(button, app.say(`${type}_${here}`));
      app.enable(button, true);
    });
    if (!app.ready()) for (const menu of [this.menu, this.serveMenu]) menu.close();
  }

  /** @param {string} type */
  #press(type) {
    if (!this.app.ready() || this.menu.open) return;
    if (type === "pause_counter") this.menu.ask();
    else this.#give(type, {});
  }

  /** @param {string} type @param {Record<string, unknown>} more */
  #give(type, more) {
    const { app } = this;
    void app.run(askOfCounter(type, this.counterId, newKey(), more), () => ({ kind: "good", text: app.say(`done_${type}${more.on === false ? "_off" : ""}`) }));
  }
}
