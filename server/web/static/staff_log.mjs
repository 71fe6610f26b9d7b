/** The staff log, for administrators: the newest first, of a day, of a person. It is only read here. */
import { byId, el, setText, show } from "./dom.mjs";
import { refuse } from "./forms.mjs";
import { factTexts, personText, whatText, whoText } from "./log_words.mjs";
import { StaffPage } from "./staff_page.mjs";
import { clockText, dateText } from "./words.mjs";

/** @typedef {import("./log_words.mjs").Line} Line */

class StaffLog extends StaffPage {
  /** @type {Map<string, string>} */
  #people = new Map();
  #last = 0;
  /** Counts what was asked: an answer that comes after the next question is let go. */
  #turn = 0;

  async start() {
    if (!(await this.meetStaff())) return;
    this.form = byId("staff-log-form");
    this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    this.form.addEventListener("change", () => this.#fill(true));
    byId("staff-log-older").addEventListener("click", () => this.#fill(false));
    await this.#fill(true);
    this.ready();
  }

  /** @param {boolean} anew from the newest one, else those before the last */
  async #fill(anew) {
    const turn = ++this.#turn;
    const { day, person } = this.form.elements;
    const query = new URLSearchParams({
      ...(day.value && { day: day.value }), ...(person.value && { person: person.value }), ...(!anew && { before: String(this.#last) }),
    });
    const answer = await this.ask(`/api/staff-log?${query}`);
    if (turn !== this.#turn) return;
    if (!answer.ok) {
      refuse(byId("staff-log-said"), this.texts, answer);
      return;
    }
    setText(byId("staff-log-said"), "");
    const lines = /** @type {Line[]} */ (answer.body.lines);
    this.#know(answer.body.people);
    const list = byId("staff-log");
    const made = lines.map((line) => this.#row(line));
    if (anew) list.replaceChildren(...made);
    else list.append(...made);
    this.#last = lines.at(-1)?.seq ?? this.#last;
    show(byId("staff-log-empty"), list.children.length === 0);
    show(byId("staff-log-older"), answer.body.older);
  }

  /** @param {{account_id: string, name: string}[]} people */
  #know(people) {
    const select = this.form.elements.person;
    for (const { account_id: id, name } of people) {
      if (!this.#people.has(id)) select.append(el("option", { value: id }));
      this.#people.set(id, name);
    }
    for (const option of [...select.options].slice(1)) setText(option, personText(this.say, this.#people, option.value));
  }

  /** @param {Line} line */
  #row(line) {
    const when = `${dateText(line.at, this.zone, this.style)} ${clockText(line.at, this.zone, true)}`;
    const facts = factTexts(this.say, this.texts, line, this.#people);
    return el("li", { class: "item", value: line.seq, "data-what": line.what },
      el("div", { class: "item-main" },
        el("strong", {}, whatText(this.texts, line)),
        el("span", {}, whoText(this.say, line, this.#people)),
        ...facts.length ? [el("span", {}, facts.join(this.style.list_separator))] : [],
        el("span", { class: "quiet" }, [this.say("log_number", { n: line.seq }), when].join(this.style.fact_separator))));
  }
}

new StaffLog().start();
