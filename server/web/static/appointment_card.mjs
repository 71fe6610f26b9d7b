/** The small card that a visitor takes home: code, date and time, what for, and what to bring. Printed by the browser. */
import { spelledCode } from "./appointments.mjs";
import { el, setText } from "./dom.mjs";
import { serviceView } from "./hall_state.mjs";
import { clockText, dateText, inLanguage } from "./words.mjs";

/** @typedef {{code: string, slot: number, serviceId: string, officer: string, language: string}} Booked `officer`: a name */

export class AppointmentCard {
  /** @param {import("./console.mjs").Console} app */
  constructor(app) {
    this.app = app;
    this.paper = el("div", { class: "appointment-card" });
    this.print = el("button", { type: "button", class: "action action-good", "data-card": "print" }, app.say("card_print"));
    this.print.addEventListener("click", () => print());
    const close = el("button", { type: "button", class: "action", "data-card": "close" }, app.say("card_close"));
    close.addEventListener("click", () => this.dialog.close());
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question card-dialog", "aria-labelledby": "card-heading" },
      this.paper, el("div", { class: "question-choices" }, this.print, close)));
    document.body.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  /** @param {Booked} booked */
  show({ code, slot, serviceId, officer, language }) {
    const { app } = this;
    const { state } = app;
    if (!state) return;
    const { hall } = state;
    const service = serviceView(state, serviceId);
    const papers = service?.guide.papers ?? [];
    const theirs = (/** @type {Record<string, string> | undefined} */ texts) => inLanguage(texts, language);
    const line = (/** @type {string} */ name, /** @type {string} */ value) => (
      el("div", {}, el("dt", {}, app.say(name)), el("dd", {}, value)));
    this.paper.replaceChildren(
      el("p", { class: "quiet", lang: language }, theirs(hall.name)),
      el("h2", { id: "card-heading" }, app.say("card_heading")),
      el("p", { class: "card-code" }, spelledCode(code)),
      el("dl", { class: "card-facts" },
        line("card_date", dateText(slot, hall.time_zone, app.style)),
        line("card_time", clockText(slot, hall.time_zone)),
        line("card_service", theirs(service?.name) || serviceId),
        ...(officer ? [line("card_officer", officer)] : [])),
      ...(papers.length ? [
        el("h3", {}, app.say("card_papers")),
        el("ul", { class: "card-papers", lang: language }, ...papers.map((paper) => (
          el("li", {}, [theirs(paper.name), theirs(paper.note)].filter(Boolean).join(app.style.fact_separator)))))] : []),
      el("p", {}, app.say("card_hint")));
    setText(this.print, app.say("card_print"));
    this.dialog.showModal();
    this.print.focus();
  }
}
