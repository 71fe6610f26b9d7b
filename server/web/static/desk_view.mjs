/** The reception desk: a ticket for a visitor who asks, and numbers set aside back into line. */
import { AppointmentList } from "./appointment_list.mjs";
import { BurstDialog } from "./burst_dialog.mjs";
import { ask, checkIn, issue } from "./clerk_commands.mjs";
import { el, fromTemplate, partsOf, setNumber, setText, show, syncList } from "./dom.mjs";
import { prefixOf, serviceView } from "./hall_state.mjs";
import { newKey } from "./new_key.mjs";
import { ReasonMenu } from "./reason_menu.mjs";
import { GuideDialog, guideWords } from "./guide_dialog.mjs";
import { fillAside, fillCounters, fillPapers, fillVerbs, nameOfService, ORDINARY, priorityMark, row, waitingWords } from "./rows.mjs";
import { StoryView } from "./story_view.mjs";
import { transferMenu } from "./transfer_menu.mjs";
import { clockText, inLanguage, visitLanguages, waitWords } from "./words.mjs";

const EARLIER_ROWS = 5;
/** So many services does one number go on to. */
const MOST_FURTHER = 4;

/**
 * @typedef {object} Issued
 * @property {string} id
 * @property {string} number
 * @property {import("./wire_types.mjs").Visit} visit
 * @property {number | null} ahead
 * @property {number} at
 * @property {import("./wire_types.mjs").WaitView | null} promise
 */

export class DeskView {
  /** @param {import("./console.mjs").Console} app */
  constructor(app) {
    this.app = app;
    const { root, parts } = fromTemplate("desk-view");
    this.root = root;
    this.parts = parts;
    /** @type {Issued[]} newest first */
    this.issued = [];
    this.badge = "";
    this.reasons = new ReasonMenu(app, root, (verb, ticket, reason) => this.#give(verb, ticket, reason));
    /** @type {import("./rows.mjs").Press} */
    this.press = (verb, ticket) => {
      if (!app.ready() || this.reasons.open || transferMenu(app).open) return;
      parts.story.close();
      if (verb.aims) transferMenu(app).ask(ticket, null);
      else if (verb.reasons) this.reasons.ask(verb, ticket);
      else this.#give(verb, ticket, null);
    };
    this.keys = { F9: () => { if (!parts.story.open && !this.reasons.open && !this.burst.open && !this.appointments.open) void this.issue(); } };
    this.guide = new GuideDialog(app, root);
    this.keys = { ...this.keys, F1: () => this.guide.press(this.#asked()) };
    parts["issued-guide-open"].addEventListener("click", () => this.guide.press(this.#newest()));
    this.hints = ["F1 guide", "F9 desk_issue"];
    this.story = new StoryView(app, parts);
    this.burst = new BurstDialog(app, parts);
    this.appointments = new AppointmentList(app, parts, (code) => void this.checkIn(code));
    parts.form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.issue();
    });
    parts.form.addEventListener("change", () => app.update());
    parts["checkin-form"].addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.checkIn(new FormData(parts["checkin-form"]).get("code"));
    });
    parts.form.querySelector("[data-command]").addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail > 1) event.preventDefault();
    });
  }

  async issue() {
    const choice = this.#choice();
    if (!choice || !this.app.ready() || !this.#open()) return;
    const command = issue(choice, newKey());
    const answer = await this.app.run(command, (accepted) => this.app.done("issue", accepted));
    if (answer?.type !== "accepted") return;
    this.#given(answer, command.visit);
    this.parts.form.reset();
    this.#chosen("language", this.app.state?.hall.languages[0]);
    this.#chosen("visitor-class", ORDINARY);
    this.app.update();
  }

  /** Somebody with an appointment is here. @param {FormDataEntryValue | null} code */
  async checkIn(code) {
    if (typeof code !== "string" || !code.trim() || !this.app.ready()) return;
    const answer = await this.app.run(checkIn(code, newKey()), (accepted) => this.app.done("check_in", accepted));
    if (answer?.type !== "accepted") return;
    if (answer.ticket) this.#given(answer, answer.ticket.visit);
    this.parts["checkin-form"].reset();
    this.app.update();
  }

  /** @param {any} answer @param {import("./wire_types.mjs").Visit} visit */
  #given({ ticket_id: id, number, people_ahead: ahead, ticket }, visit) {
    const issued = { id, number, visit, ahead, at: this.app.now(), promise: ticket?.promise ?? null };
    this.issued = [issued, ...this.issued].slice(0, EARLIER_ROWS + 1);
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  render(state) {
    const { app, parts } = this;
    this.#fillServices(state);
    this.#fillLanguages(state);
    this.#fillClasses(state);
    this.#fillThen(state);
    const choice = this.#choice();
    show(parts.form, app.rights.has("issue_ticket"));
    show(parts["desk-side"], app.rights.has("issue_ticket"));
    const timed = state.hall.services.some((service) => service.slot_minutes) || state.appointments?.length;
    show(parts["checkin-form"], Boolean(timed) && app.rights.has("check_in"));
    app.enable(parts["checkin-go"], true);
    app.enable(parts.form.querySelector("[data-command]"), this.#open());
    setText(parts["issue-why"], app.busy && app.linkState !== "connected"
      ? app.say("desk_pending")
      : choice ? nameOfService(app, state, choice.serviceId) : app.say("desk_choose_first"));
    this.#fillIssued(state);
    this.reasons.follow(state);
    this.guide.refresh();
    this.burst.render();
    this.appointments.render(state);
    this.#fillVerbs(parts["story-verbs"], this.story.told?.ticket_id);
    fillAside(app, state, parts, null, this.press);
    fillCounters(app, state, parts.counters);
  }

  /** @param {import("./clerk_commands.mjs").Verb} verb @param {import("./wire_types.mjs").TicketView} ticket @param {string | null} reason */
  #give(verb, ticket, reason) {
    const { app } = this;
    if (!app.ready()) return;
    void app.run(ask(verb, ticket, null, newKey(), reason), (answer) => app.done(verb.verb, answer));
  }

  /** What may still be done to a number that was given here, or asked about. @param {HTMLElement} side @param {string | undefined} id */
  #fillVerbs(side, id) {
    const ticket = this.app.state?.tickets.get(id ?? "");
    if (ticket) fillVerbs(this.app, side, ticket, null, this.press);
    else side.replaceChildren();
  }

  /** Is a service chosen that gives numbers now, and may this page ask for one? */
  #open() {
    if (!this.app.rights.has("issue_ticket")) return false;
    const choice = this.#choice();
    const service = choice && this.app.state?.services.get(choice.serviceId);
    return Boolean(service?.open && service.numbers_left !== false);
  }

  #choice() {
    const data = new FormData(this.parts.form);
    const serviceId = data.get("service");
    const language = data.get("language");
    if (typeof serviceId !== "string" || typeof language !== "string") return null;
    const visitorClass = String(data.get("visitor-class") ?? ORDINARY);
    const then = data.getAll("then").map(String).filter((one) => one !== serviceId).slice(0, MOST_FURTHER);
    return { serviceId, language, visitorClass, then };
  }

  /** @param {string} name @param {string | undefined} value */
  #chosen(name, value) {
    for (const input of this.parts.form.querySelectorAll(`input[name="${name}"]`)) {
      input.checked = input.value === value;
    }
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  #fillServices(state) {
    const create = (/** @type {import("./wire_types.mjs").ServiceView} */ service) => el("label", { class: "desk-service" },
      el("input", { type: "radio", name: "service", value: service.service_id, required: true }),
      el("span", { class: "letter-badge", "data-part": "letter" }),
      el("span", { class: "desk-service-words" },
        el("strong", { class: "elide", "data-part": "name" }),
        el("span", { class: "quiet", "data-part": "line" })));
    const offered = state.hall.services.filter((service) => !service.withdrawn);
    syncList(this.parts.services, offered, (service) => service.service_id, create, (element, service) => {
      const now = state.services.get(service.service_id);
      const open = now !== undefined && now.open && now.numbers_left !== false;
      const parts = partsOf(element);
      setText(parts.letter, service.prefix);
      setText(parts.name, inLanguage(service.name, this.app.language));
      setText(parts.line, waitingWords(this.app, state, service.service_id));
      const input = element.querySelector("input");
      input.disabled = !open;
      if (!open) input.checked = false;
      element.classList.toggle("closed", !open);
    });
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  #fillLanguages(state) {
    const first = state.hall.languages[0];
    const create = (/** @type {string} */ tag) => el("label", { class: "segment" },
      el("input", { type: "radio", name: "language", value: tag, checked: tag === first }),
      el("span", { lang: tag }, this.app.languageName(tag)));
    syncList(this.parts.languages, visitLanguages(state.hall), (tag) => tag, create, () => {});
  }

  /** Who the visitor is, where that matters, and who qualifies. @param {import("./hall_state.mjs").HallState} state */
  #fillClasses(state) {
    const { app, parts } = this;
    const classes = state.hall.visitor_classes ?? [];
    const create = (/** @type {string} */ id) => el("label", { class: "segment" },
      el("input", { type: "radio", name: "visitor-class", value: id, checked: id === ORDINARY }),
      el("span", {}));
    syncList(parts.classes, [ORDINARY, ...classes.map((one) => one.class_id)], (id) => id, create, (element, id) => {
      const one = classes.find((known) => known.class_id === id);
      const name = inLanguage(one?.name, app.language) || app.say("class_ordinary");
      setText(element.querySelector("span"), one?.priority ? `◆ ${name}` : name);
    });
    const who = (/** @type {import("./wire_types.mjs").VisitorClassView} */ one) => inLanguage(one.who, app.language);
    syncList(parts["classes-who"], classes, (one) => one.class_id, () => el("p", { class: "quiet" }), (element, one) => {
      const name = inLanguage(one.name, app.language);
      setText(element, classes.length > 1 ? app.say("class_who", { name, who: who(one) }) : who(one));
    });
  }

  /** What the visitor comes for as well: the number goes on to these, in this order. @param {import("./hall_state.mjs").HallState} state */
  #fillThen(state) {
    const { app, parts } = this;
    const create = (/** @type {import("./wire_types.mjs").ServiceView} */ service) => el("label", { class: "segment" },
      el("input", { type: "checkbox", name: "then", value: service.service_id }), el("span", {}));
    const choice = this.#choice();
    const offered = state.hall.services.filter((service) => !service.withdrawn);
    syncList(parts.then, offered, (service) => service.service_id, create, (element, service) => {
      setText(element.querySelector("span"), nameOfService(app, state, service.service_id));
      const input = element.querySelector("input");
      input.disabled = service.service_id === choice?.serviceId
        || (!input.checked && (choice?.then ?? []).length >= MOST_FURTHER);
    });
    const names = (choice?.then ?? []).map((one) => nameOfService(app, state, one));
    setText(parts["then-chosen"], names.length ? app.say("desk_then_chosen", { services: app.list(names) }) : "");
  }

  /** Whose guide is meant: of who is asking, once a service is chosen, else of who was given a number last. */
  #asked() {
    const choice = this.#choice();
    return choice ? { ticket_id: "", number: "", visit: { service_id: choice.serviceId, language: choice.language } } : this.#newest();
  }

  #newest() {
    const [newest] = this.issued;
    return newest ? { ticket_id: newest.id, number: newest.number, visit: newest.visit } : null;
  }

  /** Who was told a time is told no line. @param {import("./hall_state.mjs").HallState} state @param {Issued} issued */
  #whenWords(state, { visit, ahead }) {
    if (visit.slot) return this.app.say("appointed", { time: clockText(visit.slot, state.hall.time_zone) });
    return ahead === null ? "" : this.app.say("desk_ahead", { n: ahead });
  }

  /** @param {import("./hall_state.mjs").HallState} state */
  #fillIssued(state) {
    const { app, parts } = this;
    const [newest, ...earlier] = this.issued;
    setText(parts["issued-heading"], app.say(newest ? "desk_issued" : "desk_issued_none"));
    const mark = newest ? priorityMark(app, newest.visit) : null;
    setNumber(parts["issued-number"], newest?.number ?? "", prefixOf(state, newest?.visit), mark);
    setText(parts["issued-service"], newest ? nameOfService(app, state, newest.visit.service_id) : "");
    const wait = waitWords(app.texts, newest?.promise);
    setText(parts["issued-ahead"], newest ? app.facts([this.#whenWords(state, newest), wait].filter(Boolean)) : "");
    this.#fillVerbs(parts["issued-verbs"], newest?.id);
    const papers = newest ? serviceView(state, newest.visit.service_id)?.guide.papers ?? [] : [];
    show(parts["issued-guide-line"], newest !== undefined);
    setText(parts["issued-guide-words"], newest ? guideWords(app, newest.visit.language) : "");
    show(parts["issued-guide"], papers.length > 0);
    fillPapers(app, parts["issued-papers"], papers, newest?.id ?? "", newest?.visit.language ?? "");
    show(parts["earlier-box"], earlier.length > 0);
    const create = () => {
      const element = row();
      element.append(el("span", { "data-part": "verbs" }));
      return element;
    };
    syncList(parts.earlier, earlier, (issued) => issued.id, create, (element, one) => {
      const { number, visit, at } = one;
      const cells = partsOf(element);
      setNumber(cells.number, number, prefixOf(state, visit), priorityMark(app, visit));
      setText(cells.text, nameOfService(app, state, visit.service_id));
      setText(cells.side, clockText(at, state.hall.time_zone));
      this.#fillVerbs(cells.verbs, one.id);
    });
  }
}
