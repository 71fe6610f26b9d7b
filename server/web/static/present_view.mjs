/** The ticket at the counter: its number, its timer, and the guide of its service. */
import { prefixOf, presentAt, serviceView, ticketsAt } from "./hall_state.mjs";
import { el, setNumber, setText, show, syncList } from "./dom.mjs";
import { guideWords } from "./guide_dialog.mjs";
import { durationText, inLanguage, stateWords, waitWords } from "./words.mjs";
import { whyWords } from "./why.mjs";
import { fillPapers, nameOfClass, nameOfService, priorityMark, sentWords } from "./rows.mjs";

/**
 * @param {import("./console.mjs").Console} app
 * @param {import("./hall_state.mjs").HallState} state
 * @param {string} counterId
 * @param {Record<string, any>} parts
 * @param {string | null} [chosen] of several, this one
 */
export function fillPresent(app, state, counterId, parts, chosen = null) {
  const ticket = presentAt(state, counterId, chosen);
  const others = ticketsAt(state, counterId).filter((one) => one !== ticket);
  show(parts.idle, ticket === null);
  show(parts.present, ticket !== null);
  show(parts.guide, ticket !== null);
  if (!ticket) return;
  const { visit } = ticket;
  const service = serviceView(state, visit.service_id);
  const called = ticket.stage === "called";
  setNumber(parts.number, ticket.number, prefixOf(state, visit), priorityMark(app, visit));
  setText(parts.timer, durationText(app.now() - ((called && ticket.called_at) || ticket.since)));
  setText(parts["timer-label"], app.say(called ? "since_call" : "since_arrival"));
  parts.state.dataset.stage = ticket.stage;
  setText(parts.state, stateWords(app.texts, ticket));
  setText(parts.service, inLanguage(service?.name, app.language) || visit.service_id);
  setText(parts.facts, app.facts(factsOf(app, state, ticket, others)));
  show(parts.guide, service !== undefined);
  setText(parts["guide-words"], guideWords(app, visit.language));
  if (service) fillGuide(app, service.guide, ticket, parts);
}

/**
 * What the clerk should know of a ticket, each thing once: the rule that called it may say its class, or its time.
 * @param {import("./console.mjs").Console} app
 * @param {import("./hall_state.mjs").HallState} state
 * @param {import("./wire_types.mjs").TicketView} ticket
 * @param {import("./wire_types.mjs").TicketView[]} others at the same counter
 */
export function factsOf(app, state, ticket, others) {
  const { visit, rule } = ticket;
  const facts = [app.say("visitor_language", { language: app.languageName(visit.language) })];
  const why = whyWords(app, state, ticket, rule);
  const visitorClass = nameOfClass(app, state, visit);
  if (visitorClass && rule !== "priority") facts.push(visitorClass);
  if (why) facts.push(why);
  if (ticket.recalls) facts.push(app.say("recalled_times", { n: ticket.recalls }));
  if (others.length) facts.push(app.say("also_here", { numbers: app.list(others.map((other) => other.number)) }));
  const coming = (visit.then ?? []).map((one) => nameOfService(app, state, one));
  if (coming.length) facts.push(app.say("then_services", { services: app.list(coming) }));
  const told = waitWords(app.texts, ticket.promise, true);
  if (told) facts.push(app.say("told_wait", { wait: told }));
  return [...facts, ...sentWords(app, state, ticket, why !== "" && ["appointment", "appointment_early"].includes(rule ?? ""))];
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
  fillPapers(app, parts.papers, guide.papers ?? [], `${ticket.ticket_id} ${ticket.visit.service_id}`, ticket.visit.language);
  show(parts["papers-none"], guide.no_papers === true);
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
