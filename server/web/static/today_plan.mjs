/** Roster and breaks of every counter, on the page of the day: the file's beside what was set by hand. */
import { byId, el, partsOf, setText, show, syncList } from "./dom.mjs";
import { spansText } from "./plan_times.mjs";
import { handText, standing } from "./today_words.mjs";

/**
 * @typedef {import("./today_words.mjs").Counter} Counter
 * @typedef {import("./today_words.mjs").Today} Today
 */
/** @type {readonly ("roster" | "breaks")[]} */
const FIELDS = ["roster", "breaks"];

export class PlanCard {
  /** @type {Today | null} */
  #today = null;
  /** @type {(one: Counter) => string} */
  #name = (one) => one.label;

  /**
   * @param {import("./staff_page.mjs").StaffPage} page
   * @param {(asked: any) => void} open @param {(counterId: string, what: string) => void} back
   */
  constructor(page, open, back) {
    this.page = page;
    this.open = open;
    this.back = back;
  }

  /** @param {Today} today @param {(one: Counter) => string} name */
  fill(today, name) {
    this.#today = today;
    this.#name = name;
    const here = today.counters.filter((one) => !one.leaving);
    syncList(byId("today-plan"), here, (one) => one.counter_id, (one) => this.#row(one.counter_id), (element, one) => this.#update(element, one));
  }

  /** @param {string} id */
  #row(id) {
    const { texts } = this.page;
    const part = (/** @type {"roster" | "breaks"} */ field) => {
      const change = el("button", { type: "button", class: "button" }, texts[`hand_${field}_change`]);
      change.addEventListener("click", () => this.#change(id, field));
      const back = el("button", { type: "button", class: "button", "data-part": `${field}-back` }, texts.back_to_file);
      back.addEventListener("click", () => this.back(id, `counter_${field}`));
      return el("div", { class: "item" }, el("div", { class: "item-main" },
        el("strong", { "data-part": `${field}-name` }),
        el("dl", { class: "facts" },
          el("div", {}, el("dt", {}, texts.of_file), el("dd", { "data-part": `${field}-file` })),
          el("div", {}, el("dt", {}, texts.in_force), el("dd", { "data-part": `${field}-now` }))),
        el("p", { class: "quiet", "data-part": `${field}-hand` })),
      el("div", { class: "item-acts" }, change, back));
    };
    return el("li", {}, ...FIELDS.map(part));
  }

  /** @param {Element} element @param {Counter} one */
  #update(element, one) {
    const { texts, zone, style } = this.page;
    const parts = partsOf(element);
    for (const field of FIELDS) {
      const hand = this.#today && standing(this.#today, one.counter_id, [`counter_${field}`]);
      const said = (/** @type {import("./today_words.mjs").Plan} */ plan) => spansText(plan[field], texts.list_comma) || texts.plan_none;
      setText(parts[`${field}-name`], this.page.say(`hand_${field}_of`, { name: this.#name(one) }));
      setText(parts[`${field}-file`], one.file === null ? texts.file_has_none : said(one.file_plan));
      setText(parts[`${field}-now`], said(one.plan));
      setText(parts[`${field}-hand`], hand ? handText(texts, hand, zone, style) : "");
      show(parts[`${field}-hand`], hand !== null);
      show(parts[`${field}-back`], hand !== null);
    }
  }

  /** @param {string} id @param {"roster" | "breaks"} field */
  #change(id, field) {
    const one = this.#today?.counters.find((counter) => counter.counter_id === id);
    if (!one) return;
    this.open({
      what: `counter_${field}`, subject: id, name: this.page.say(`hand_${field}_of`, { name: this.#name(one) }), labelled: false, does: null, label: "",
      times: { field, text: spansText(one.plan[field], this.page.texts.list_comma) },
    });
  }
}
