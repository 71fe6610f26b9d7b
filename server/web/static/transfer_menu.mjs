/** Where to: the line that a number goes on to, and what the next officer should know, chosen before it is sent. */
import { transfer } from "./clerk_commands.mjs";
import { el, setText } from "./dom.mjs";
import { servicesOf } from "./hall_state.mjs";
import { newKey } from "./new_key.mjs";
import { officersNow } from "./officers.mjs";
import { counterName, inLanguage } from "./words.mjs";

/**
 * @typedef {import("./console.mjs").Console} Console
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 */

/** Before the id of an officer, where a choice may be a counter's too: no counter's id begins so. */
const OFFICER = "officer:";

class TransferMenu {
  /** @param {Console} app */
  constructor(app) {
    this.app = app;
    /** @type {TicketView | null} */
    this.ticket = null;
    /** @type {string | null} */
    this.counterId = null;
    this.heading = el("h2", { id: "transfer-heading" });
    this.service = el("select", { id: "transfer-service", name: "service" });
    this.counter = el("select", { id: "transfer-counter", name: "counter" });
    /** @type {import("./officers.mjs").Officer[]} */
    this.officers = [];
    this.service.addEventListener("change", () => this.#fillCounters());
    this.note = el("select", { id: "transfer-note", name: "note" });
    const go = el("button", { type: "submit", class: "action action-good", "data-transfer": "go" }, app.say("transfer_go"));
    const cancel = el("button", { type: "button", class: "action", "data-transfer": "" },
      el("span", {}, app.say("ask_cancel")), el("kbd", { class: "key" }, "Esc"));
    cancel.addEventListener("click", () => this.dialog.close());
    const form = el("form", {},
      el("p", { class: "field" }, el("label", { for: "transfer-service" }, app.say("transfer_service")), this.service),
      el("p", { class: "field" }, el("label", { for: "transfer-counter" }, app.say("transfer_counter")), this.counter),
      el("p", { class: "field" }, el("label", { for: "transfer-note" }, app.say("transfer_note")), this.note),
      el("div", { class: "question-choices" }, go, cancel));
    form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.send();
    });
    this.dialog = /** @type {HTMLDialogElement} */ (
      el("dialog", { class: "question", "aria-labelledby": "transfer-heading" }, this.heading, form));
    document.body.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  /** @param {TicketView} ticket @param {string | null} counterId where the press is; null at the reception desk */
  ask(ticket, counterId) {
    const { state, language } = this.app;
    if (!state || this.open) return;
    [this.ticket, this.counterId] = [ticket, counterId];
    setText(this.heading, this.app.say("ask_transfer", { number: ticket.number }));
    const offered = state.hall.services.filter((service) => !service.withdrawn);
    this.service.replaceChildren(...offered.map((service) => (
      el("option", { value: service.service_id }, inLanguage(service.name, language)))));
    const other = offered.find((service) => service.service_id !== ticket.visit.service_id);
    this.service.value = (other ?? offered[0])?.service_id ?? "";
    this.#fillCounters();
    this.note.replaceChildren(el("option", { value: "" }, this.app.say("transfer_note_none")),
      ...(state.hall.notes ?? []).map((note) => (
        el("option", { value: note.code }, `${note.code} ${inLanguage(note.text, language)}`))));
    this.note.value = "";
    this.dialog.showModal();
    this.service.focus();
    void this.#askOfficers(ticket);
  }

  /** Whoever is at work when the menu opens. @param {TicketView} ticket */
  async #askOfficers(ticket) {
    this.officers = [];
    const officers = await officersNow(this.app);
    if (!this.open || this.ticket !== ticket) return;
    this.officers = officers;
    const chosen = this.counter.value;
    this.#fillCounters();
    this.counter.value = chosen;
  }

  /** Counters that do the chosen service, and the officers at work there. */
  #fillCounters() {
    const { app } = this;
    const does = (app.state?.hall.counters ?? []).filter((counter) => servicesOf(counter).includes(this.service.value));
    const nameOf = (/** @type {import("./wire_types.mjs").CounterView} */ counter) => (
      counterName(app.style, app.state?.hall.counter_noun ?? {}, counter, app.language));
    this.counter.replaceChildren(el("option", { value: "" }, app.say("transfer_any_counter")),
      ...does.map((counter) => el("option", { value: counter.counter_id },
        nameOf(counter))),
      ...does.flatMap((counter) => this.officers.filter((one) => one.counter_id === counter.counter_id && one.name)
        .map((one) => el("option", { value: OFFICER + one.officer },
          app.say("transfer_officer", { officer: one.name, counter: nameOf(counter) })))));
    this.counter.value = "";
  }

  send() {
    const { app, ticket } = this;
    if (!this.open || !ticket || !this.service.value || !app.ready()) return;
    this.dialog.close();
    const aim = this.counter.value;
    const command = transfer(ticket, this.counterId, newKey(), {
      to_service: this.service.value,
      to_counter: aim.startsWith(OFFICER) ? "" : aim,
      to_officer: aim.startsWith(OFFICER) ? aim.slice(OFFICER.length) : "",
      note_code: this.note.value,
    });
    void app.run(command, (answer) => app.done("transfer", answer));
  }
}

/** @type {WeakMap<Console, TransferMenu>} */
const menus = new WeakMap();

/** The page's one menu, made when it is first wanted. @param {Console} app @returns {TransferMenu} */
export function transferMenu(app) {
  const menu = menus.get(app) ?? new TransferMenu(app);
  menus.set(app, menu);
  return menu;
}
