/** The day, for supervisors: what the file says and what was set by hand, one beside the other, with the way back. */
import { byId, el, partsOf, setText, show, syncList } from "./dom.mjs";
import { answers, refuse, say } from "./forms.mjs";
import { newKey } from "./new_key.mjs";
import { typedSpans } from "./plan_times.mjs";
import { StaffPage } from "./staff_page.mjs";
import { PlanCard } from "./today_plan.mjs";
import { QuotaCard } from "./today_quota.mjs";
import { doesText, extraId, handText, serviceName, setByHand, standing, typedQuota } from "./today_words.mjs";
import { clockText, counterName, dateText } from "./words.mjs";

/**
 * @typedef {import("./today_words.mjs").Today} Today
 * @typedef {import("./today_words.mjs").Counter} Counter
 * @typedef {import("./today_words.mjs").Service} Service
 * @typedef {import("./today_words.mjs").Hand} Hand
 * @typedef {{what: string, subject: string, name: string, labelled: boolean, does: import("./today_words.mjs").Does | null,
 *   label: string, times?: {field: "roster" | "breaks" | "quota", text: string}}} Asked
 */
const AGAIN_MS = 5_000;
/** So long after the last press or key nothing is asked for any more: a page left alone keeps nobody signed in. */
const ALONE_MS = 120_000;
const OF_COUNTER = ["counter_services", "extra_counter"];
const OF_SERVICE = ["service_closed"];

class TodayPage extends StaffPage {
  /** @type {Today} */
  #today = { date: "", counter_noun: {}, counters: [], services: [], by_hand: [] };
  /** @type {Asked | null} what the dialog is about */
  #asked = null;
  #touchedAt = performance.now();

  async start() {
    if (!(await this.meetStaff())) return;
    this.dialog = byId("hand-dialog");
    byId("hand-cancel").addEventListener("click", () => this.dialog.close());
    byId("open-extra").addEventListener("click", () => this.#open({
      what: "extra_counter", subject: extraId(this.#today), name: this.texts.open_extra, labelled: true, does: { primary: [], backup: [] }, label: "",
    }));
    this.plan = new PlanCard(this, (asked) => this.#open(asked), (id, what) => this.#back(id, [what]));
    this.quotas = new QuotaCard(this, (asked) => this.#open(asked), (id, what) => this.#back(id, [what]));
    answers(byId("hand-form"), this.texts, (fields) => this.#set(fields));
    for (const event of ["pointerdown", "keydown", "focus"]) {
      addEventListener(event, () => { this.#touchedAt = performance.now(); }, { capture: true });
    }
    await this.#fill();
    this.ready();
    setInterval(() => {
      if (performance.now() - this.#touchedAt < ALONE_MS && !document.hidden) void this.#fill();
    }, AGAIN_MS);
  }

  async #fill() {
    const answer = await this.ask("/api/today");
    if (!answer.ok) {
      refuse(byId("today-said"), this.texts, answer);
      return;
    }
    this.#today = answer.body;
    const { counters, services, by_hand: hands } = this.#today;
    syncList(byId("today-counters"), counters, (one) => one.counter_id, (one) => this.#counterRow(one.counter_id), (element, one) => this.#counter(element, one));
    syncList(byId("today-services"), services, (one) => one.service_id, (one) => this.#serviceRow(one.service_id), (element, one) => this.#service(element, one));
    this.plan?.fill(this.#today, (one) => this.#counterName(one));
    this.quotas?.fill(this.#today);
    const idle = hands.filter((one) => one.no_effect);
    show(byId("no-effect-card"), idle.length > 0);
    syncList(byId("no-effect"), idle, (one) => `${one.what} ${one.subject}`, (one) => this.#idleRow(one), () => {});
  }

  /** @param {string} id */
  #counterRow(id) {
    return el("li", { class: "item" }, el("div", { class: "item-main" },
      el("strong", { "data-part": "name" }),
      el("dl", { class: "facts" },
        el("div", {}, el("dt", {}, this.texts.of_file), el("dd", { "data-part": "file" })),
        el("div", {}, el("dt", {}, this.texts.in_force), el("dd", { "data-part": "now" }))),
      el("p", { class: "quiet", "data-part": "hand" })),
    this.#acts(() => this.#changeCounter(id), () => this.#back(id, OF_COUNTER)));
  }

  /** @param {Element} element @param {Counter} one */
  #counter(element, one) {
    const parts = partsOf(element);
    const hand = standing(this.#today, one.counter_id, OF_COUNTER);
    setText(parts.name, this.#counterName(one));
    setText(parts.file, doesText(this.texts, this.#today.services, one.file, this.page.language));
    setText(parts.now, one.leaving ? this.texts.counter_leaving : doesText(this.texts, this.#today.services, one.now, this.page.language));
    this.#told(parts, hand);
    setText(parts.back, this.texts[one.file === null ? "close_extra" : "back_to_file"]);
    show(parts.change, !one.leaving);
    setText(parts.change, this.texts.hand_change);
  }

  /** @param {string} id */
  #serviceRow(id) {
    return el("li", { class: "item" }, el("div", { class: "item-main" },
      el("strong", { "data-part": "name" }),
      el("span", { class: "state", "data-part": "state" }),
      el("span", { class: "state", "data-state": "warning", "data-part": "nobody" }),
      el("p", { class: "quiet", "data-part": "hand" })),
    this.#acts(() => this.#open({
      what: "service_closed", subject: id, name: serviceName(this.#today.services, id, this.page.language), labelled: false, does: null, label: "",
    }), () => this.#back(id, OF_SERVICE)));
  }

  /** @param {Element} element @param {Service} one */
  #service(element, one) {
    const parts = partsOf(element);
    const hand = standing(this.#today, one.service_id, OF_SERVICE);
    setText(parts.name, serviceName(this.#today.services, one.service_id, this.page.language));
    parts.state.dataset.state = one.open ? "ok" : "unknown";
    const opens = one.opens_at === null ? "" : this.say("hand_opens", { time: `${dateText(one.opens_at, this.zone, this.style)} ${clockText(one.opens_at, this.zone)}` });
    setText(parts.state, this.say(one.open ? "hand_open" : "hand_shut", { n: one.waiting, opens }));
    setText(parts.nobody, one.done_by_nobody ? this.texts.done_by_nobody : "");
    this.#told(parts, hand);
    setText(parts.back, this.texts.back_to_file);
    show(parts.change, hand === null);
    setText(parts.change, this.texts.close_service);
  }

  /** @param {Hand} one */
  #idleRow(one) {
    return el("li", { class: "item" }, el("div", { class: "item-main" },
      el("strong", {}, `${this.texts[`hand_what_${one.what}`] ?? one.what} ${one.subject}`),
      el("p", { class: "quiet" }, handText(this.texts, one, this.zone, this.style))),
    this.#acts(null, () => this.#back(one.subject, [one.what])));
  }

  /** @param {(() => void) | null} change @param {() => void} back */
  #acts(change, back) {
    const backButton = el("button", { type: "button", class: "button", "data-part": "back" }, this.texts.back_to_file);
    backButton.addEventListener("click", back);
    if (change === null) return el("div", { class: "item-acts" }, backButton);
    const changeButton = el("button", { type: "button", class: "button", "data-part": "change" });
    changeButton.addEventListener("click", change);
    return el("div", { class: "item-acts" }, changeButton, backButton);
  }

  /** @param {Record<string, any>} parts @param {Hand | null} hand */
  #told(parts, hand) {
    setText(parts.hand, hand === null ? "" : handText(this.texts, hand, this.zone, this.style));
    show(parts.hand, hand !== null);
    show(parts.back, hand !== null);
  }

  /** @param {Counter} one */
  #counterName(one) {
    return counterName(this.style, this.#today.counter_noun, one, this.page.language);
  }

  /** @param {string} id */
  #changeCounter(id) {
    const one = this.#today.counters.find((counter) => counter.counter_id === id);
    if (!one) return;
    const extra = one.file === null;
    this.#open({
      what: extra ? "extra_counter" : "counter_services", subject: id, name: this.#counterName(one), labelled: extra, does: one.now, label: one.label,
    });
  }

  /** @param {Asked} asked */
  #open(asked) {
    this.#asked = asked;
    const form = byId("hand-form");
    form.reset();
    say(form, "");
    setText(byId("hand-heading"), asked.what === "service_closed" ? this.say("close_service_of", { name: asked.name }) : asked.name);
    setText(byId("hand-hint"), this.texts[`hand_hint_${asked.what}`] ?? "");
    show(byId("hand-label"), asked.labelled);
    form.elements.label.value = asked.label;
    show(byId("hand-lasting"), asked.what !== "service_closed");
    const does = asked.does;
    const services = does === null ? [] : this.#today.services;
    byId("hand-services").replaceChildren(...services.map((one) => this.#choice(one, does?.primary.includes(one.service_id), does?.backup.includes(one.service_id))));
    show(byId("hand-services"), services.length > 0);
    show(byId("hand-times"), asked.times !== undefined);
    setText(byId("hand-times-label"), asked.times ? this.texts[`hand_${asked.times.field}_label`] : "");
    form.elements.times.value = asked.times?.text ?? "";
    this.dialog.showModal();
  }

  /** @param {Service} one @param {boolean | undefined} primary @param {boolean | undefined} backup */
  #choice(one, primary, backup) {
    const select = el("select", { name: `service ${one.service_id}` },
      el("option", { value: "" }, this.texts.does_not), el("option", { value: "primary" }, this.texts.primary), el("option", { value: "backup" }, this.texts.backup));
    select.value = primary ? "primary" : backup ? "backup" : "";
    return el("label", { class: "field" }, el("span", {}, serviceName(this.#today.services, one.service_id, this.page.language)), select);
  }

  /** @param {Record<string, string>} fields */
  async #set(fields) {
    const asked = this.#asked;
    if (asked === null) return null;
    const chosen = (/** @type {string} */ how) => this.#today.services.map((one) => one.service_id).filter((id) => fields[`service ${id}`] === how);
    const quota = asked.times?.field === "quota" ? typedQuota(fields.times) : null;
    const times = asked.times?.field === "quota" ? quota : asked.times && typedSpans(fields.times, asked.times.field === "roster");
    if (quota === undefined || (times === null && asked.times?.field !== "quota")) {
      say(byId("hand-form"), quota === undefined ? this.texts.because_unfit_quota : this.texts.because_unfit_times);
      return null;
    }
    const value = asked.times ? { [asked.times.field]: times } : asked.does === null ? {} : { ...(asked.labelled && { label: fields.label }), primary: chosen("primary"), backup: chosen("backup") };
    const answer = await this.ask("/api/commands", setByHand(asked.what, asked.subject, value, newKey(), {
      reason: fields.reason.trim(), lasting: asked.what !== "service_closed" && fields.lasting === "yes",
    }));
    if (!answer.ok) return answer;
    this.dialog.close();
    await this.#done(this.texts.hand_done);
    return null;
  }

  /** @param {string} subject @param {readonly string[]} whats */
  async #back(subject, whats) {
    for (const one of this.#today.by_hand.filter((hand) => hand.subject === subject && whats.includes(hand.what))) {
      const answer = await this.ask("/api/commands", setByHand(one.what, subject, null, newKey()));
      if (!answer.ok) {
        refuse(byId("today-said"), this.texts, answer);
        return;
      }
    }
    await this.#done(this.texts.back_done);
  }

  /** @param {string} text */
  async #done(text) {
    await this.#fill();
    say(byId("today-said"), text, "good");
    byId("today-said").focus();
  }
}

new TodayPage().start();
