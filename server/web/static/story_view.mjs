/** What a number went through, in words: asked at the reception desk, told in any of the pages' languages. */
import { ask, faultWords } from "./api.mjs";
import { el, partsOf, setNumber, setText, show, syncList } from "./dom.mjs";
import { prefixOf } from "./hall_state.mjs";
import { nameOfService } from "./rows.mjs";
import { clockText, inLanguage, stateWords } from "./words.mjs";

/**
 * @typedef {Record<string, string>} Texts
 * @typedef {{ticket_id: string, number: string, service_id: string, state: string, answer: Texts,
 *   lines: {at: number, what: string, text: Texts}[]}} Story
 */

export class StoryView {
  /**
   * @param {import("./console.mjs").Console} app
   * @param {Record<string, any>} parts of the view that it is asked in
   */
  constructor(app, parts) {
    this.app = app;
    this.parts = parts;
    /** @type {Story | null} */
    this.told = null;
    /** In which language it is told: another for the visitor than for the page. */
    this.language = app.language;
    this.asked = 0;
    parts["story-form"].addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const asked = new FormData(parts["story-form"]);
      void this.#ask(String(asked.get("number") ?? ""), String(asked.get("day") ?? ""));
    });
    parts["story-close"].addEventListener("click", () => parts.story.close());
  }

  /** @param {string} number @param {string} day ISO date of a past business day; "" for today */
  async #ask(number, day) {
    const { app, parts } = this;
    const wanted = number.trim();
    if (!wanted) return;
    this.asked += 1;
    const turn = this.asked;
    const answer = await ask(`/api/story/${encodeURIComponent(wanted)}${day && `?day=${day}`}`);
    if (turn !== this.asked) return;
    const fault = answer.code === "unknown" || answer.status === 400
      ? app.say(day ? "story_unknown_then" : "story_unknown", { number: wanted })
      : answer.ok ? "" : faultWords(app.texts, answer);
    setText(parts["story-fault"], fault);
    show(parts["story-fault"], fault !== "");
    if (!answer.ok) return;
    this.told = answer.body;
    this.language = app.language;
    this.#fill();
    parts["story-form"].reset();
    parts.story.showModal();
    app.update();
  }

  #fill() {
    const { app, parts, told } = this;
    const { state } = app;
    if (!told || !state) return;
    const visit = /** @type {any} */ ({ service_id: told.service_id });
    setNumber(parts["story-number"], told.number, prefixOf(state, visit));
    setText(parts["story-facts"], app.facts([
      nameOfService(app, state, told.service_id), stateWords(app.texts, { state: told.state, stage: "gone" }),
    ]));
    this.#languages();
    for (const part of ["story-answer", "story-lines"]) parts[part].lang = this.language;
    setText(parts["story-answer"], inLanguage(told.answer, this.language));
    const create = () => el("li", { class: "story-line" }, el("time", { "data-part": "at" }), el("span", { "data-part": "text" }));
    const lines = told.lines.map((line, index) => ({ ...line, index }));
    syncList(parts["story-lines"], lines, ({ index }) => String(index), create, (element, { at, text }) => {
      const cells = partsOf(element);
      setText(cells.at, clockText(at, state.hall.time_zone));
      setText(cells.text, inLanguage(text, this.language));
    });
  }

  #languages() {
    const told = Object.keys(this.told?.answer ?? {});
    const create = (/** @type {string} */ tag) => {
      const button = el("button", { type: "button", class: "button button-small", lang: tag }, this.app.languageName(tag));
      button.addEventListener("click", () => {
        this.language = tag;
        this.#fill();
      });
      return button;
    };
    syncList(this.parts["story-languages"], told.length > 1 ? told : [], (tag) => tag, create, (button, tag) => {
      button.setAttribute("aria-pressed", String(tag === this.language));
    });
  }
}
