/** Who is to come today, at the reception desk: one press checks somebody in, or cancels. */
import { bookMenu, mayBook } from "./book_menu.mjs";
import { spelledCode, standing } from "./appointments.mjs";
import { el, partsOf, setText, show, syncList } from "./dom.mjs";
import { officerName } from "./officers.mjs";
import { nameOfClass, nameOfService } from "./rows.mjs";
import { clockText } from "./words.mjs";

/** @typedef {import("./wire_types.mjs").AppointmentView} AppointmentView */

/** Those that somebody should look at. */
const TROUBLES = new Set(["late", "missed", "closed", "withdrawn"]);

export class AppointmentList {
  /**
   * @param {import("./console.mjs").Console} app @param {Record<string, any>} parts of the reception desk
   * @param {(code: string) => void} checkIn
   */
  constructor(app, parts, checkIn) {
    this.app = app;
    this.parts = parts;
    this.checkIn = checkIn;
    parts["book-open"].addEventListener("click", () => bookMenu(app).ask(""));
  }

  get open() {
    return mayBook(this.app) && bookMenu(this.app).open;
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  render(state) {
    const { app, parts } = this;
    const all = state.appointments ?? [];
    show(parts["appointments-card"], app.rights.has("cancel_appointment") && (mayBook(app) || all.length > 0));
    show(parts["book-open"], mayBook(app));
    show(parts["appointments-none"], all.length === 0);
    const toCome = all.filter((one) => one.state === "booked").length;
    setText(parts["appointments-count"], toCome ? app.say("appointments_to_come", { n: toCome }) : "");
    syncList(parts.appointments, all, (one) => one.code, () => this.#row(), (element, one) => this.#fill(state, element, one));
  }

  #row() {
    const element = el("li", { class: "row appointment" },
      el("span", { class: "row-number", "data-part": "time" }),
      el("span", { class: "row-text elide", "data-part": "text" }),
      el("span", { class: "row-side", "data-part": "side" }));
    const here = this.#button("checkin_row", "check_in", (code) => this.checkIn(code));
    const cancel = this.#button("cancel_appointment_row", "cancel_appointment", (code) => bookMenu(this.app).askCancel(code));
    element.append(el("span", { class: "row-verbs", "data-part": "verbs" }, here, cancel));
    return element;
  }

  /** @param {string} text @param {string} type @param {(code: string) => void} act on the code of its row */
  #button(text, type, act) {
    const button = el("button", { type: "button", class: "button button-small", "data-command": type }, this.app.say(text));
    button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2 && this.app.ready()) act(button.closest("li").dataset.key ?? "");
    });
    return button;
  }

  /** @param {import("./hall_state.mjs").HallState} state @param {HTMLElement} element @param {AppointmentView} one */
  #fill(state, element, one) {
    const { app } = this;
    const cells = partsOf(element);
    const officer = one.visit.officer ? officerName(app, one.visit.officer) || app.say("officer_unknown") : "";
    const kind = nameOfClass(app, state, one.visit);
    const how = standing(one, app.now());
    setText(cells.time, clockText(one.visit.slot ?? 0, state.hall.time_zone));
    setText(cells.text, app.facts([
      nameOfService(app, state, one.visit.service_id), ...(kind ? [kind] : []), ...(officer ? [officer] : []), spelledCode(one.code)]));
    const number = one.ticket_id?.split("-")[1] ?? "";
    const plain = how === "booked"; // as its buttons say
    setText(cells.side, plain ? "" : app.facts([app.texts[`appointment_${how}`] ?? how, ...(number ? [number] : [])]));
    cells.side.classList.toggle("appointment-trouble", TROUBLES.has(how));
    show(cells.verbs, one.state === "booked");
    for (const button of cells.verbs.children) {
      const type = button.dataset.command ?? "";
      show(button, app.rights.has(type));
      app.enable(button, type !== "check_in" || !one.concern);
      button.setAttribute("aria-label", app.say("verb_label", { verb: button.textContent, number: spelledCode(one.code) }));
    }
  }
}
