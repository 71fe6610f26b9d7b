/** Lists that the counter and the reception desk share: tickets set aside, services, counters, papers. */
import { verbsForRow } from "./clerk_commands.mjs";
import { asideAt, longestFor, prefixOf, presentAt, serviceView, servicesOf, stillWaits, ticketsAt, waitFor } from "./hall_state.mjs";
import { counterWords } from "./counter_work.mjs";
import { tileWidth } from "./fit.mjs";
import { el, partsOf, setNumber, setText, show, syncList } from "./dom.mjs";
import { officerName } from "./officers.mjs";
import { clockText, counterName, inLanguage, minutesSince, stateWords, waitWords } from "./words.mjs";

/**
 * @typedef {import("./console.mjs").Console} Console
 * @typedef {import("./hall_state.mjs").HallState} HallState
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 * @typedef {import("./wire_types.mjs").Visit} Visit
 */

/** Whoever belongs to no class. */
export const ORDINARY = "ordinary";

/** The class that a visit names, as the hall tells it. @param {HallState | null} state @param {Visit} visit */
function classOf(state, visit) {
  return (state?.hall.visitor_classes ?? []).find((one) => one.class_id === visit.visitor_class);
}

/** @param {Console} app @param {Visit} visit */
export function priorityMark(app, visit) {
  const known = classOf(app.state, visit);
  return known?.priority ?? visit.visitor_class === "priority" ? app.say("class_priority") : null;
}

/** What its class is called, of priority the one word for all; "" for anybody. @param {Console} app @param {HallState} state @param {Visit} visit */
export function nameOfClass(app, state, visit) {
  return priorityMark(app, visit) ?? inLanguage(classOf(state, visit)?.name, app.language);
}

/** @param {Console} app @param {HallState} state @param {string} counterId */
export function nameOfCounter(app, state, counterId) {
  const counter = state.hall.counters.find((one) => one.counter_id === counterId);
  return counterName(app.style, state.hall.counter_noun, counter ?? { label: counterId }, app.language);
}

/** @param {Console} app @param {HallState} state @param {string} serviceId */
export function nameOfService(app, state, serviceId) {
  const service = serviceView(state, serviceId);
  return inLanguage(service?.short_name, app.language) || inLanguage(service?.name, app.language) || serviceId;
}

/**
 * What it was appointed for, and what its last transfer said: to which counter or officer, and what to know.
 * @param {Console} app @param {HallState} state @param {TicketView} ticket @param {boolean} [timed] is the appointed time told elsewhere
 */
export function sentWords(app, state, ticket, timed = false) {
  const note = (state.hall.notes ?? []).find((one) => one.code === ticket.note_code);
  const { slot, officer } = ticket.visit;
  return [
    ...(slot && !timed ? [app.say("appointed", { time: clockText(slot, state.hall.time_zone) })] : []),
    ...(officer ? [app.say("of_officer", { officer: officerName(app, officer) || app.say("officer_unknown") })] : []),
    ...(ticket.for_counter ? [app.say("for_counter", { counter: nameOfCounter(app, state, ticket.for_counter) })] : []),
    ...(ticket.for_officer
      ? [app.say("for_officer", { officer: officerName(app, ticket.for_officer) || app.say("officer_unknown") })] : []),
    ...(ticket.note_code ? [app.say("note_said", { note: inLanguage(note?.text, app.language) || ticket.note_code })] : []),
  ];
}

/** A row of three parts: number, text, side. */
export function row() {
  const element = el("li", { class: "row" });
  element.append(
    el("span", { class: "row-number", "data-part": "number" }),
    el("span", { class: "row-text elide", "data-part": "text" }),
    el("span", { class: "row-side", "data-part": "side" }),
  );
  return element;
}

/** @typedef {(verb: import("./clerk_commands.mjs").Verb, ticket: TicketView) => void} Press of a verb's button in a row */

/**
 * The next tickets of a line, each with whatever may be done to it there by this person.
 * @param {Console} app @param {HallState} state @param {HTMLElement} list @param {readonly TicketView[]} line
 * @param {import("./wire_types.mjs").CounterView} counter whose line it is
 * @param {Press} press
 */
export function fillLine(app, state, list, line, counter, press) {
  const backup = new Set(counter.backup ?? []);
  const free = presentAt(state, counter.counter_id) === null;
  const create = () => {
    const element = row();
    element.append(el("span", { class: "row-verbs", "data-part": "verbs" }));
    return element;
  };
  syncList(list, line, (ticket) => ticket.ticket_id, create, (element, ticket) => {
    const parts = partsOf(element);
    const { service_id: serviceId } = ticket.visit;
    setNumber(parts.number, ticket.number, prefixOf(state, ticket.visit), priorityMark(app, ticket.visit));
    setText(parts.text, app.facts([nameOfService(app, state, serviceId), ...sentWords(app, state, ticket)]));
    const minutes = minutesSince(ticket.issued_at, app.now());
    const waited = minutes ? app.say("minutes", { n: minutes }) : app.say("waited_none");
    setText(parts.side, backup.has(serviceId) ? app.facts([app.say("backup"), waited]) : waited);
    const still = waitWords(app.texts, stillWaits(state, ticket.ticket_id, performance.now()));
    element.title = still && app.say("still_waits", { wait: still });
    fillVerbs(app, parts.verbs, ticket, counter.counter_id, press, free);
    element.classList.toggle("row-acting", parts.verbs.childElementCount > 0);
  });
}

/**
 * Tickets set aside, each with its state and one press for whatever it allows.
 * @param {Console} app @param {HallState} state @param {Record<string, any>} parts
 * @param {string | null} counterId whose business they are; null: the whole hall's, at the reception desk
 * @param {Press} press
 */
export function fillAside(app, state, parts, counterId, press) {
  const aside = asideAt(state, counterId);
  show(parts["aside-empty"], aside.length === 0);
  const create = () => {
    const element = row();
    element.classList.add("row-aside");
    return element;
  };
  syncList(parts.aside, aside, (ticket) => ticket.ticket_id, create, (element, ticket) => {
    const cells = partsOf(element);
    const time = clockText(ticket.since, state.hall.time_zone);
    const place = ticket.counter_id
      ? app.say("aside_at", { time, counter: nameOfCounter(app, state, ticket.counter_id) })
      : time;
    setNumber(cells.number, ticket.number, prefixOf(state, ticket.visit), priorityMark(app, ticket.visit));
    const why = ticket.reason && ticket.state === "held" ? app.texts[`reason_${ticket.reason}`] : undefined;
    const away = ticket.stage === "in_line" ? [...sentWords(app, state, ticket), app.say("officer_away")] : null;
    const back = ticket.returns_at ? [app.say("returns_at", { time: clockText(ticket.returns_at, state.hall.time_zone) })] : [];
    setText(cells.text, app.facts(away ?? [stateWords(app.texts, ticket), ...(why ? [why] : []), ...back, place]));
    fillVerbs(app, cells.side, ticket, counterId, press);
  });
}

/** The ticket of each button as it was last told. @type {WeakMap<Element, TicketView>} */
const ticketsOfButtons = new WeakMap();

/**
 * A place may show another ticket than before: its buttons are then others, so that no press meant for one reaches another.
 * @param {Console} app @param {HTMLElement} side @param {TicketView} ticket @param {string | null} counterId
 * @param {Press} press @param {boolean} [possible] is the counter free for those that need it
 */
export function fillVerbs(app, side, ticket, counterId, press, possible = true) {
  const verbs = verbsForRow(ticket, app.rights, app.now(), counterId);
  const create = (/** @type {import("./clerk_commands.mjs").Verb} */ verb) => {
    const button = el("button", {
      type: "button", class: "button button-small", "data-command": verb.verb,
      "aria-label": app.say("verb_label", { verb: app.say(verb.text), number: ticket.number }),
    }, app.say(verb.text));
    button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const now = ticketsOfButtons.get(button);
      if (now && event.detail < 2 && app.ready() && button.getAttribute("aria-disabled") !== "true") press(verb, now);
    });
    return button;
  };
  syncList(side, verbs, (verb) => `${verb.verb} ${ticket.ticket_id}`, create, (button, verb) => {
    ticketsOfButtons.set(button, ticket);
    app.enable(button, possible || !verb.counter);
  });
}

/** "等候 5 分鐘", or that the number was only just taken. @param {Console} app @param {number} since */
export function waitedWords(app, since) {
  const n = minutesSince(since, app.now());
  return n ? app.say("waited", { n }) : app.say("waited_none");
}

/** Nothing below a minute: then nobody waits long. @param {Console} app @param {number} since @returns {string[]} */
export function longestWords(app, since) {
  const n = minutesSince(since, app.now());
  return n ? [app.say("line_longest", { n })] : [];
}

/** @type {Record<string, string>} texts for a service that opens on no later hour of this date */
const WHY_CLOSED = { over: "service_over", holiday: "service_holiday" };

/** @param {Console} app @param {HallState} state @param {string} serviceId @returns {string} how its line is, in words */
export function waitingWords(app, state, serviceId) {
  const service = state.services.get(serviceId);
  if (!service) return "";
  const longest = longestFor(state, serviceId);
  const words = [];
  if (service.waiting > 0) words.push(app.say("line_total", { n: service.waiting }));
  if (longest !== null) words.push(...longestWords(app, longest));
  if (!service.open) {
    const later = service.opens_at && !["over", "day_off", "holiday"].includes(service.why ?? "");
    words.push(later
      ? app.say("service_opens", { time: clockText(/** @type {number} */ (service.opens_at), state.hall.time_zone) })
      : app.say(WHY_CLOSED[service.why ?? ""] ?? "service_closed"));
  } else if (service.numbers_left === false) words.push(app.say("service_exhausted"));
  else {
    const expected = expectedWords(app, state, serviceId);
    if (expected) words.push(...(words.length ? [] : [app.say("services_none_waiting")]), expected);
  }
  return app.facts(words) || app.say("services_none_waiting");
}

/** How long who takes a number now would wait, and who is let before others. @param {Console} app @param {HallState} state @param {string} serviceId */
function expectedWords(app, state, serviceId) {
  const words = (/** @type {string} */ whom) => waitWords(app.texts, waitFor(state, serviceId, whom, performance.now()), true);
  const first = (state.hall.visitor_classes ?? []).find((one) => one.priority)?.class_id ?? "priority";
  const [ordinary, sooner] = [words("ordinary"), words(first)];
  const whole = (/** @type {string} */ text) => text.replaceAll(" ", "\u00a0").replaceAll("–", "\u2060–\u2060"); // a line breaks between them only
  return sooner && sooner !== ordinary ? `${whole(ordinary)} ◆\u00a0${whole(sooner)}` : whole(ordinary);
}

/**
 * Every service with its line, this counter's own first.
 * @param {Console} app @param {HallState} state @param {HTMLElement} list
 * @param {import("./wire_types.mjs").CounterView} counter
 */
export function fillServices(app, state, list, counter) {
  const mine = servicesOf(counter);
  const own = state.hall.services.filter((service) => mine.includes(service.service_id));
  const services = [...own, ...state.hall.services.filter((service) => !own.includes(service))];
  const create = () => el("li", { class: "row row-service" },
    el("span", { class: "letter-badge", "data-part": "letter" }),
    el("span", { class: "row-name elide", "data-part": "name" }),
    el("span", { class: "row-side", "data-part": "side" }));
  syncList(list, services, (service) => service.service_id, create, (element, service) => {
    const parts = partsOf(element);
    setText(parts.letter, service.prefix);
    setText(parts.name, nameOfService(app, state, service.service_id));
    setText(parts.side, waitingWords(app, state, service.service_id));
    element.classList.toggle("mine", mine.includes(service.service_id));
    element.classList.toggle("waits", (state.services.get(service.service_id)?.waiting ?? 0) > 0);
  });
}

/** @param {Console} app @param {HallState} state @param {HTMLElement} list @param {string} [except] */
export function fillCounters(app, state, list, except) {
  const counters = state.hall.counters.filter((counter) => counter.counter_id !== except);
  show(/** @type {HTMLElement} */ (list.closest("section")), counters.length > 0);
  list.style.setProperty("--tile", `${tileWidth(state.hall, app.say("counter_idle"))}rem`);
  const create = () => el("li", { class: "tile" },
    el("span", { class: "letter-badge", "data-part": "name" }),
    el("span", { class: "tile-state state", "data-part": "state" }, el("span", { "data-part": "words" })),
    el("span", { class: "tile-number", "data-part": "number" }), el("small", { class: "tile-more", "data-part": "more" }));
  syncList(list, counters, (counter) => counter.counter_id, create, (element, counter) => {
    const parts = partsOf(element);
    const ticket = presentAt(state, counter.counter_id);
    setText(parts.name, counter.label);
    setNumber(parts.number, ticket?.number ?? "", prefixOf(state, ticket?.visit));
    parts.state.dataset.stage = ticket?.stage ?? "idle";
    const work = state.counters.get(counter.counter_id);
    const away = work !== undefined && work.state !== "open";
    const idle = away ? counterWords(app, work, state.hall.time_zone) : app.say("counter_idle");
    const others = ticketsAt(state, counter.counter_id).filter((one) => one !== ticket).map((one) => one.number);
    const words = ticket ? stateWords(app.texts, ticket) : idle;
    element.classList.toggle("tile-away", away);
    setText(parts.words, words);
    parts.words.classList.toggle("unseen", ticket !== null);
    element.title = app.facts([nameOfCounter(app, state, counter.counter_id), words, ...(away && ticket ? [idle] : []),
      ...(others.length ? [app.say("also_here", { numbers: app.list(others) })] : [])]);
    setText(parts.more, others.length ? `+${others.length}` : "");
  });
}

/**
 * The papers of a service as boxes to tick, in the clerk's words and, when the visitor reads another language, in the
 * visitor's below.
 * @param {Console} app @param {HTMLElement} list @param {import("./wire_types.mjs").PaperView[]} papers
 * @param {string} name groups the boxes: other tickets start unticked, and so does what is another paper after a reload
 * @param {string} visitorLanguage
 */
export function fillPapers(app, list, papers, name, visitorLanguage) {
  const create = (/** @type {import("./wire_types.mjs").PaperView} */ paper) => {
    const words = el("span", { class: "paper-words" }, el("span", {}, inLanguage(paper.name, app.language)));
    const note = inLanguage(paper.note, app.language);
    if (note) words.append(el("small", { class: "quiet" }, note));
    const theirs = paper.name[visitorLanguage];
    if (theirs && visitorLanguage !== app.language) {
      words.append(el("small", { class: "paper-theirs", lang: visitorLanguage }, theirs));
    }
    return el("li", {}, el("label", { class: "paper" }, el("input", { type: "checkbox" }), words));
  };
  const key = (/** @type {import("./wire_types.mjs").PaperView} */ paper) => (
    `${name}|${papers.indexOf(paper)}|${visitorLanguage}|${JSON.stringify(paper)}`);
  syncList(list, papers, key, create, () => {});
}
