/** The ticket at the counter: its number, its timer, and the guide of its service. */
import { presentAt, serviceView } from "./hall_state.mjs";
import { el, setNumber, setText, show, syncList } from "./dom.mjs";
import { durationText, inLanguage } from "./words.mjs";
import { fillPapers, priorityMark } from "./rows.mjs";

/**
 * @param {import("./console.mjs").Console} app
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @param {Record<string, any>} parts
 */
export function fillPresent(app, state, counterId, parts) {
  const ticket = presentAt(state, counterId);
  show(parts.idle, ticket === null);
  show(parts.present, ticket !== null);
  show(parts.guide, ticket !== null);
  if (!ticket) return;
  const service = serviceView(state, ticket.service_id);
  const arrival = state.arrivals.get(ticket.ticket_id);
  setNumber(parts.number, ticket.number, priorityMark(app, ticket));
  setText(parts.timer, durationText(app.now() - (arrival ?? ticket.called_at ?? app.now())));
  setText(parts["timer-label"], app.say(arrival === undefined ? "since_call" : "since_arrival"));
  parts.state.dataset.state = ticket.state;
  setText(parts.state, app.say(`state_${ticket.state}`));
  setText(parts.service, inLanguage(service?.name, app.language));
  const facts = [app.say("visitor_language", { language: app.languageName(ticket.language) })];
  if (ticket.visitor_class === "priority") facts.push(app.say("class_priority"));
  if (ticket.recalls) facts.push(app.say("recalled_times", { n: ticket.recalls }));
  setText(parts.facts, app.facts(facts));
  if (service) fillGuide(app, service.guide, ticket, parts);
}

/**
 * @param {import("./console.mjs").Console} app
 * @param {import("./wire_types.mjs").GuideView} guide
 * @param {import("./wire_types.mjs").TicketView} ticket
 * @param {Record<string, any>} parts
 */
function fillGuide(app, guide, ticket, parts) {
  const law = inLanguage(guide.legal_basis, app.language);
  setText(parts.law, law ? app.say("legal_basis", { law }) : "");
  fillPapers(app, parts.papers, guide.papers ?? [], ticket.ticket_id, ticket.language);
  show(parts["papers-none"], (guide.papers ?? []).length === 0);
  const notice = inLanguage(guide.notice, app.language);
  setText(parts.notice, notice);
  show(parts.notice, notice !== "");
  const steps = (guide.steps ?? []).map((step) => inLanguage(step, app.language));
  show(parts["steps-heading"], steps.length > 0);
  syncList(parts.steps, steps, (step) => step, (step) => el("li", {}, step), () => {});
  const terms = [];
  const fee = inLanguage(guide.fee, app.language);
  if (fee) terms.push(app.say("guide_fee", { fee }));
  if (guide.minutes) terms.push(app.say("guide_minutes", { n: guide.minutes }));
  setText(parts.terms, app.facts(terms));
}
