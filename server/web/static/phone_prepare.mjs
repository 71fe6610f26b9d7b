/**
 * What a visitor gets ready while waiting: the papers to bring, and the guide of the service.
 *
 * @typedef {import("./wire_types.mjs").PhoneTicket} PhoneTicket
 *
 * @typedef {object} Reader the page
 * @property {import("./phone_state.mjs").PhoneState} state
 * @property {string} language
 * @property {import("./words.mjs").Say} say
 */
import { byId, el, setText, show, syncList } from "./dom.mjs";
import { over } from "./phone_state.mjs";
import { inLanguage } from "./words.mjs";

/** @param {Reader} app @param {PhoneTicket} ticket */
export function fillPapers({ state, language, say }, ticket) {
  setText(byId("prepare-heading"), say("phone_papers"));
  show(byId("prepare"), ticket.papers.length > 0 && !over(state) && state.stage !== "serving");
  const create = (/** @type {import("./wire_types.mjs").PaperView} */ paper) => {
    const words = el("span", {}, inLanguage(paper.name, language));
    const note = inLanguage(paper.note, language);
    if (note) words.append(el("small", {}, note));
    return el("li", {}, words);
  };
  const key = (/** @type {import("./wire_types.mjs").PaperView} */ paper) => (
    `${language}|${ticket.visit.service_id}|${ticket.papers.indexOf(paper)}|${JSON.stringify(paper)}`);
  syncList(byId("papers"), ticket.papers, key, create, () => {});
}

/**
 * The guide is a page of its own beside this one, which goes on being called. Its address says nothing of the ticket.
 * @param {Reader} app @param {PhoneTicket} ticket
 */
export function fillGuide({ state, language, say }, ticket) {
  const link = byId("guide-link");
  const address = `/guide/${encodeURIComponent(ticket.visit.service_id)}?lang=${encodeURIComponent(language)}`;
  if (link.getAttribute("href") !== address) link.setAttribute("href", address);
  setText(link, say("phone_guide"));
  show(byId("guide"), (ticket.guide ?? []).length > 0 && !over(state));
}
