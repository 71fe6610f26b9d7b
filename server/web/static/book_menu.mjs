/** A time for the next visit: whom it is for, the day, and one press on a time books it; then the card to hand over. */
import { ask } from "./api.mjs";
import { AppointmentCard } from "./appointment_card.mjs";
import { bookAppointment, byDate, cancelAppointment, ENDS, freeFor, spelledCode } from "./appointments.mjs";
import { el, setText, show, syncList } from "./dom.mjs";
import { newKey } from "./new_key.mjs";
import { nameOfService, ORDINARY } from "./rows.mjs";
import { clockText, dateText, inLanguage, visitLanguages } from "./words.mjs";

/** @typedef {import("./console.mjs").Console} Console */

/** @param {string} id @param {string} text @param {HTMLElement} input */
function field(id, text, input) {
  input.id = id;
  return el("p", { class: "field" }, el("label", { for: id }, text), input);
}

class BookMenu {
  /** @param {Console} app */
  constructor(app) {
    this.app = app;
    this.card = new AppointmentCard(app);
    /** @type {import("./appointments.mjs").Slot[]} */
    this.slots = [];
    /** @type {{officer: string, name: string}[]} */
    this.officers = [];
    this.service = el("select", { name: "service" });
    this.officer = el("select", { name: "officer" });
    this.language = el("select", { name: "language" });
    this.visitorClass = el("select", { name: "visitor-class" });
    this.visitorClassField = field("book-class", app.say("desk_class"), this.visitorClass);
    this.who = el("p", { class: "quiet", "data-part": "book-who" });
    this.day = el("select", { name: "day" });
    this.times = el("div", { class: "book-times scrolls", role: "group", "aria-label": app.say("book_times") });
    this.none = el("p", { class: "quiet", role: "status" });
    this.code = el("input", { name: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "20", required: "" });
    const close = this.#button("card_close", "action", () => this.dialog.close());
    const cancel = el("form", { class: "book-cancel" },
      field("book-code", app.say("book_cancel_code"), this.code),
      el("button", { type: "submit", class: "button", "data-book": "cancel" }, app.say("cancel_appointment")));
    cancel.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.askCancel(this.code.value.trim());
    });
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question book", "aria-labelledby": "book-heading" },
      el("h2", { id: "book-heading" }, app.say("book_heading")),
      el("div", { class: "book-whom" },
        field("book-service", app.say("book_service"), this.service),
        field("book-officer", app.say("book_officer"), this.officer),
        field("book-language", app.say("book_language"), this.language),
        this.visitorClassField,
        field("book-day", app.say("book_day"), this.day)),
      this.who, this.times, this.none, cancel,
      el("div", { class: "question-choices" }, close)));
    this.why = el("div", { class: "question-choices" });
    this.whyHeading = el("h2", { id: "book-why-heading" });
    this.whyDialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "aria-labelledby": "book-why-heading" },
      this.whyHeading, this.why,
      el("div", { class: "question-choices" }, this.#button("ask_keep_appointment", "action", () => this.whyDialog.close()))));
    this.service.addEventListener("change", () => void this.#load());
    this.officer.addEventListener("change", () => this.#fillDays());
    this.day.addEventListener("change", () => this.#fillTimes());
    this.visitorClass.addEventListener("change", () => this.#sayWho());
    document.body.append(this.dialog, this.whyDialog);
  }

  get open() {
    return this.dialog.open || this.whyDialog.open || this.card.open;
  }

  /**
   * @param {string} serviceId chosen to begin with @param {string} officer the account that it is for to begin with; "": anybody
   * @param {string} visitorClass who the visitor is, as far as it is known
   */
  ask(serviceId, officer = "", visitorClass = ORDINARY) {
    const { app } = this;
    const { state } = app;
    if (!state || this.open) return;
    const offered = state.hall.services.filter((one) => one.slot_minutes && !one.withdrawn);
    this.service.replaceChildren(...offered.map((one) => (
      el("option", { value: one.service_id }, nameOfService(app, state, one.service_id)))));
    this.service.value = offered.some((one) => one.service_id === serviceId) ? serviceId : offered[0]?.service_id ?? "";
    this.language.replaceChildren(...visitLanguages(state.hall).map((tag) => el("option", { value: tag }, app.languageName(tag))));
    this.#fillClasses(state, visitorClass);
    [this.slots, this.officers] = [[], []];
    this.#fillOfficers(officer);
    this.code.value = "";
    this.dialog.showModal();
    void this.#load(officer);
  }

  /** Why, before it is cancelled. @param {string} code */
  askCancel(code) {
    const { app } = this;
    if (!code || this.whyDialog.open) return;
    setText(this.whyHeading, app.say("ask_cancel_appointment", { code: spelledCode(code.toUpperCase()) }));
    this.why.replaceChildren(...ENDS.map((reason) => {
      const button = this.#button(`appointment_because_${reason}`, "action action-trouble", () => {
        this.whyDialog.close();
        if (this.dialog.open) this.dialog.close();
        void app.run(cancelAppointment(code, reason, newKey()), (answer) => (
          { kind: "good", text: app.say("done_cancel_appointment", { code: spelledCode(answer.code) }) }));
      });
      button.dataset.reason = reason;
      return button;
    }));
    this.whyDialog.showModal();
  }

  /** What is free, as the server says it now. @param {string} [officer] */
  async #load(officer = this.officer.value) {
    const { app } = this;
    const serviceId = this.service.value;
    setText(this.none, app.say("book_asking"));
    const answer = await ask(`/api/slots?service=${encodeURIComponent(serviceId)}`);
    if (this.service.value !== serviceId) return;
    [this.slots, this.officers] = answer.ok ? [answer.body.slots, answer.body.officers] : [[], []];
    this.#fillOfficers(officer);
    this.#fillDays();
    if (!answer.ok) setText(this.none, app.say("book_unknown"));
  }

  /** @param {string} chosen */
  #fillOfficers(chosen) {
    this.officer.replaceChildren(el("option", { value: "" }, this.app.say("book_anybody")),
      ...this.officers.map((one) => el("option", { value: one.officer }, one.name)));
    this.officer.value = this.officers.some((one) => one.officer === chosen) ? chosen : "";
  }

  /** Asked where the hall tells visitors apart, as at the desk. @param {import("./hall_state.mjs").HallState} state @param {string} chosen */
  #fillClasses(state, chosen) {
    const { app } = this;
    const classes = state.hall.visitor_classes ?? [];
    this.visitorClass.replaceChildren(el("option", { value: ORDINARY }, app.say("class_ordinary")), ...classes.map((one) => {
      const name = inLanguage(one.name, app.language);
      return el("option", { value: one.class_id }, one.priority ? `◆ ${name}` : name);
    }));
    this.visitorClass.value = classes.some((one) => one.class_id === chosen) ? chosen : ORDINARY;
    show(this.visitorClassField, classes.length > 0);
    this.#sayWho();
  }

  /** Who qualifies for the class that is chosen. */
  #sayWho() {
    const classes = this.app.state?.hall.visitor_classes ?? [];
    const chosen = classes.find((one) => one.class_id === this.visitorClass.value);
    setText(this.who, inLanguage(chosen?.who, this.app.language));
    show(this.who, Boolean(chosen));
  }

  #days() {
    const { app } = this;
    const zone = app.state?.hall.time_zone ?? "";
    return byDate(freeFor(this.slots, this.officer.value), (at) => dateText(at, zone, app.style));
  }

  #fillDays() {
    const days = [...this.#days().keys()];
    const chosen = this.day.value;
    this.day.replaceChildren(...days.map((day) => el("option", { value: day }, day)));
    this.day.value = days.includes(chosen) ? chosen : days[0] ?? "";
    setText(this.none, this.app.say("book_none"));
    show(this.none, days.length === 0);
    this.#fillTimes();
  }

  #fillTimes() {
    const { app } = this;
    const zone = app.state?.hall.time_zone ?? "";
    const create = (/** @type {import("./appointments.mjs").Slot} */ slot) => {
      const button = el("button", { type: "button", class: "action book-time", "data-slot": String(slot.slot) },
        el("strong", {}, clockText(slot.slot, zone)), el("small", { class: "quiet" }, app.say("book_left", { n: slot.left })));
      button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (event.detail < 2) void this.#book(slot.slot);
      });
      return button;
    };
    syncList(this.times, this.#days().get(this.day.value) ?? [], (slot) => `${slot.slot} ${slot.left}`, create, () => {});
  }

  /** @param {number} slot */
  async #book(slot) {
    const { app } = this;
    if (!app.ready()) return;
    const whom = {
      serviceId: this.service.value, officer: this.officer.value, language: this.language.value, visitorClass: this.visitorClass.value,
    };
    const officer = this.officers.find((one) => one.officer === whom.officer)?.name ?? "";
    const answer = await app.run(bookAppointment(whom, slot, newKey()), (accepted) => (
      { kind: "good", text: app.say("done_book_appointment", { code: spelledCode(accepted.code) }) }));
    if (answer?.type !== "accepted") {
      void this.#load();
      return;
    }
    this.dialog.close();
    this.card.show({ ...whom, slot, code: answer.code, officer });
  }

  /** @param {string} text @param {string} look @param {() => void} act */
  #button(text, look, act) {
    const button = el("button", { type: "button", class: look }, el("span", {}, this.app.say(text)));
    button.addEventListener("click", act);
    return button;
  }
}

/** @type {WeakMap<Console, BookMenu>} */
const menus = new WeakMap();

/** The page's one menu, made when it is first wanted. @param {Console} app @returns {BookMenu} */
export function bookMenu(app) {
  const menu = menus.get(app) ?? new BookMenu(app);
  menus.set(app, menu);
  return menu;
}

/** Does anybody here give times, and may this page book one? @param {Console} app */
export function mayBook(app) {
  return app.rights.has("book_appointment") && Boolean(app.state?.hall.services.some((one) => one.slot_minutes));
}
