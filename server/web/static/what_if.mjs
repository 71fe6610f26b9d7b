/** What if, for supervisors: one change, and a day's waits with it beside those that were. */
import { byId, el, setText, show } from "./dom.mjs";
import { answers, refuse } from "./forms.mjs";
import { StaffPage } from "./staff_page.mjs";
import { serviceName } from "./today_words.mjs";
import { isToCome, outlookFacts, questionOf, resultNotes } from "./what_if_words.mjs";
import { counterName } from "./words.mjs";

/** @typedef {import("./today_words.mjs").Today} Today */
/** @typedef {import("./what_if_words.mjs").Answer} Answer */

class WhatIfPage extends StaffPage {
  /** @type {Today} */
  #today = { date: "", counter_noun: {}, counters: [], services: [], by_hand: [] };

  async start() {
    if (!(await this.meetStaff())) return;
    this.form = byId("what-if-form");
    this.form.addEventListener("change", () => this.#fit());
    answers(this.form, this.texts, (fields) => this.#ask(fields));
    const answer = await this.ask("/api/today");
    if (answer.ok) this.#know(answer.body);
    else refuse(this.form, this.texts, answer);
    this.#fit();
    this.ready();
  }

  /** @param {Today} today */
  #know(today) {
    this.#today = today;
    this.form.elements.counter.replaceChildren(...today.counters.map((one) =>
      el("option", { value: one.counter_id }, counterName(this.style, today.counter_noun, one, this.page.language))));
    byId("what-if-services").replaceChildren(...today.services.map((one) =>
      el("label", { class: "what-if-service" },
        el("input", { type: "checkbox", name: "service", value: one.service_id }),
        serviceName(today.services, one.service_id, this.page.language))));
  }

  /** Shows the fields that this change and this day need. */
  #fit() {
    const { what, when } = this.form.elements;
    for (const field of this.form.querySelectorAll("[data-of]")) show(field, field.dataset.of.split(" ").includes(what.value));
    show(byId("what-if-day"), when.value === "past");
  }

  /** @param {Record<string, string>} fields */
  async #ask(fields) {
    const services = [...this.form.querySelectorAll("[name=service]:checked")].map((one) => one.value);
    const answer = await this.ask("/api/what-if", questionOf(fields, services));
    if (!answer.ok) return answer;
    this.#tell(answer.body);
    return null;
  }

  /** @param {Answer} told */
  #tell(told) {
    const heading = byId("what-if-result-heading");
    setText(heading, this.say(isToCome(told) ? "what_if_result_to_come" : "what_if_result", { day: told.date }));
    byId("what-if-outlooks").replaceChildren(...told.outlooks.map((one) =>
      el("li", { class: "item", "data-service": one.service_id },
        el("div", { class: "item-main" },
          el("strong", {}, one.service_id ? serviceName(this.#today.services, one.service_id, this.page.language) : this.texts.what_if_all),
          el("dl", { class: "facts facts-row" }, ...outlookFacts(this.say, one).map(([name, value]) =>
            el("div", {}, el("dt", {}, name), el("dd", {}, value))))))));
    setText(byId("what-if-notes"), resultNotes(this.say, told, this.style.sentence_separator));
    show(byId("what-if-result"), true);
    heading.focus();
  }
}

new WhatIfPage().start();
