/** The guide of a visitor's service, whole and in the visitor's language: for the clerk to read out, or to turn round. */
import { el, onClosed, setText } from "./dom.mjs";
import { refit } from "./fit.mjs";
import { inLanguage, sayer } from "./words.mjs";

/**
 * @typedef {import("./wire_types.mjs").GuideView} GuideView
 * @typedef {import("./wire_types.mjs").ServiceView} ServiceView
 * @typedef {{ticket_id: string, number: string, visit: {service_id: string, language: string}}} Asked of whom: a ticket,
 *   or somebody who has none yet
 * @typedef {Record<string, {name: string, texts: Record<string, string>}>} GuideWords by language: its name, and what
 *   stands around a guide
 */

const ELSE = "en";

/** The hall's languages, and those that the guide speaks beyond them. @param {readonly string[]} hall @param {GuideView} guide */
export function guideLanguages(hall, guide) {
  return [...new Set([...hall, ...(guide.languages ?? [])])];
}

/**
 * What a guide says in a language, part by part; parts of which it says nothing are left out.
 * @param {GuideView} guide @param {string} language @param {Record<string, string>} words that stand around it
 */
export function guideParts(guide, language, words) {
  const said = (/** @type {Record<string, string> | undefined} */ texts) => inLanguage(texts, language);
  const lines = (/** @type {string} */ key, /** @type {string} */ text) => ({ key, heading: words[key], lines: text ? [[text, ""]] : [] });
  const noted = (/** @type {any[]} */ rows, /** @type {string} */ name, /** @type {string} */ note) => (
    rows.map((row) => [said(row[name]), said(row[note])]));
  return [
    { key: "papers", heading: words.papers, lines: noted(guide.papers ?? [], "name", "note") },
    { ...lines("no_papers", guide.no_papers ? words.no_papers : ""), heading: "" },
    { ...lines("notice", said(guide.notice)), heading: "" },
    { key: "steps", heading: words.steps, lines: (guide.steps ?? []).map((step) => [said(step), ""]) },
    lines("minutes", guide.minutes ? sayer(words)("about_minutes", { minutes: guide.minutes }) : ""),
    ...["fee", "deadline", "interpreter", "progress", "contact"].map((key) => lines(key, said(/** @type {any} */ (guide)[key]))),
    { key: "samples", heading: words.samples, lines: noted(guide.form_samples ?? [], "name", "where") },
    { key: "questions", heading: words.questions, lines: noted(guide.faq ?? [], "question", "answer") },
    lines("law", said(guide.legal_basis)),
    { ...lines("checked", guide.checked_on ? sayer(words)("checked", { date: guide.checked_on }) : ""), heading: "" },
    { ...lines("sample", guide.sample ? words.sample : ""), heading: "" },
  ].filter((part) => part.lines.length > 0);
}

/** What the button says that opens it. @param {import("./console.mjs").Console} app @param {string} language the visitor's */
export function guideWords(app, language) {
  return app.say("guide_in", { language: app.page.guide_words[language]?.name ?? language });
}

export class GuideDialog {
  /** @param {import("./console.mjs").Console} app @param {HTMLElement} root the view it belongs to */
  constructor(app, root) {
    this.app = app;
    /** @type {GuideWords} */
    this.words = app.page.guide_words;
    /** @type {Asked | null} */
    this.ticket = null;
    /** What is shown. @type {ServiceView | null} */
    this.shown = null;
    this.language = "";
    this.heading = el("h2", { id: "guide-heading" });
    this.service = el("p", { class: "quiet" });
    this.choices = el("p", { class: "story-languages" });
    this.parts = el("div", { class: "guide-sheet scrolls", tabindex: "0", "aria-labelledby": "guide-heading", role: "region" });
    const close = el("button", { type: "button", class: "button", "data-part": "guide-close" }, app.say("story_close"));
    close.addEventListener("click", () => this.dialog.close());
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "dialog guide-dialog", "aria-labelledby": "guide-heading" },
      this.heading, this.service, this.choices, this.parts, el("p", { class: "dialog-choices" }, close)));
    onClosed(this.dialog, () => { this.ticket = null; });
    root.append(this.dialog);
  }

  /** In the visitor's language; a second press puts it away. @param {Asked | null} ticket */
  press(ticket) {
    if (this.dialog.open) {
      this.dialog.close();
      return;
    }
    const service = ticket && this.#service(ticket);
    if (!ticket || !service) return;
    this.ticket = ticket;
    this.#fill(service, ticket.visit.language);
    this.dialog.showModal();
    this.parts.scrollTop = 0;
    this.parts.tabIndex = 0;
    this.parts.focus();
    refit();
  }

  /** It is about who is at the counter: when that is somebody else, it goes. @param {Asked | null} ticket */
  follow(ticket) {
    if (this.dialog.open && ticket?.ticket_id !== this.ticket?.ticket_id) this.dialog.close();
    this.refresh();
  }

  /** What was written anew is read at once, at the place where the reader is; a service that is gone stays as it was. */
  refresh() {
    const service = this.dialog.open && this.ticket ? this.#service(this.ticket) : null;
    if (!service || service === this.shown) return;
    const { scrollTop } = this.parts;
    const focused = this.choices.contains(document.activeElement);
    this.#fill(service, this.language);
    this.parts.scrollTop = scrollTop;
    if (focused) this.#focusChoice();
    refit();
  }

  #focusChoice() {
    this.choices.querySelector(`[data-language="${CSS.escape(this.language)}"]`)?.focus();
  }

  /** @param {Asked} ticket */
  #service(ticket) {
    return this.app.state?.hall.services.find((one) => one.service_id === ticket.visit.service_id);
  }

  /** @param {ServiceView} service @param {string} language */
  #fill(service, language) {
    const { guide } = service;
    this.shown = service;
    this.language = language;
    const framed = this.words[language] ? language : ELSE;
    const { texts } = this.words[framed];
    this.parts.lang = language;
    this.heading.lang = language;
    setText(this.heading, inLanguage(guide.title, language) || inLanguage(service.name, language));
    setText(this.service, this.app.facts([this.ticket?.number ?? "", inLanguage(service.name, this.app.language)].filter(Boolean)));
    this.choices.replaceChildren(...guideLanguages(this.app.state?.hall.languages ?? [], guide).map((tag) => {
      const button = el("button", { type: "button", class: "button button-small", lang: tag, "data-language": tag, "aria-pressed": String(tag === language) },
        this.words[tag]?.name ?? tag);
      button.addEventListener("click", () => {
        if (this.shown) this.#fill(this.shown, tag);
        this.#focusChoice();
        refit();
      });
      return button;
    }));
    this.parts.replaceChildren(...guideParts(guide, language, texts).map((part) => el("section", { "data-guide": part.key },
      ...(part.heading ? [el("h3", { lang: framed }, part.heading)] : []),
      el(part.key === "steps" ? "ol" : "ul", {}, ...part.lines.map(([line, note]) => (
        el("li", {}, line, ...(note ? [el("small", {}, note)] : []))))))));
  }
}
