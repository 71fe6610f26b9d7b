/** How many numbers each service gives in a day, on the page of the day: the file's quota beside what was set by hand. */
import { byId, el, partsOf, setText, show, syncList } from "./dom.mjs";
import { handText, serviceName, standing } from "./today_words.mjs";

/**
 * @typedef {import("./today_words.mjs").Service} Service
 * @typedef {import("./today_words.mjs").Today} Today
 */
const WHAT = "service_quota";

export class QuotaCard {
  /** @type {Today | null} */
  #today = null;

  /**
   * @param {import("./staff_page.mjs").StaffPage} page
   * @param {(asked: any) => void} open @param {(serviceId: string, what: string) => void} back
   */
  constructor(page, open, back) {
    this.page = page;
    this.open = open;
    this.back = back;
  }

  /** @param {Today} today */
  fill(today) {
    this.#today = today;
    syncList(byId("today-quotas"), today.services, (one) => one.service_id, (one) => this.#row(one.service_id), (element, one) => this.#update(element, today, one));
  }

  /** @param {string} id */
  #row(id) {
    const { texts } = this.page;
    const change = el("button", { type: "button", class: "button" }, texts.hand_quota_change);
    change.addEventListener("click", () => this.#change(id));
    const back = el("button", { type: "button", class: "button", "data-part": "back" }, texts.back_to_file);
    back.addEventListener("click", () => this.back(id, WHAT));
    return el("li", { class: "item" }, el("div", { class: "item-main" },
      el("strong", { "data-part": "name" }),
      el("dl", { class: "facts" },
        el("div", {}, el("dt", {}, texts.of_file), el("dd", { "data-part": "file" })),
        el("div", {}, el("dt", {}, texts.in_force), el("dd", { "data-part": "now" }))),
      el("p", { class: "quiet", "data-part": "hand" })),
    el("div", { class: "item-acts" }, change, back));
  }

  /** @param {Element} element @param {Today} today @param {Service} one */
  #update(element, today, one) {
    const { texts, zone, style, page, say } = this.page;
    const parts = partsOf(element);
    const hand = standing(today, one.service_id, [WHAT]);
    const said = (/** @type {number | null} */ quota) => (quota === null ? texts.hand_quota_none : say("hand_quota_of", { n: quota }));
    setText(parts.name, serviceName(today.services, one.service_id, page.language));
    setText(parts.file, said(one.file_quota));
    setText(parts.now, say("hand_quota_now", { quota: said(one.quota), n: one.given }));
    setText(parts.hand, hand ? handText(texts, hand, zone, style) : "");
    show(parts.hand, hand !== null);
    show(parts.back, hand !== null);
  }

  /** @param {string} id */
  #change(id) {
    const one = this.#today?.services.find((service) => service.service_id === id);
    if (!one || !this.#today) return;
    this.open({
      what: WHAT, subject: id, name: serviceName(this.#today.services, id, this.page.page.language), labelled: false, does: null, label: "",
      times: { field: "quota", text: one.quota === null ? "" : String(one.quota) },
    });
  }
}
