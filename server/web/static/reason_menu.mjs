/** Why: one of a verb's reasons, chosen by a press or its digit, before the command is given. */
import { offered } from "./clerk_commands.mjs";
import { el, onClosed, setText, syncList } from "./dom.mjs";

/** @typedef {import("./wire_types.mjs").TicketView} TicketView */

export class ReasonMenu {
  /**
   * @param {import("./console.mjs").Console} app
   * @param {HTMLElement} root the view it belongs to
   * @param {(verb: import("./clerk_commands.mjs").Verb, ticket: TicketView, reason: string) => void} onChosen
   */
  constructor(app, root, onChosen) {
    this.app = app;
    this.onChosen = onChosen;
    /** @type {import("./clerk_commands.mjs").Verb | null} */
    this.verb = null;
    /** @type {TicketView | null} that it is about */
    this.ticket = null;
    this.heading = el("h2", { id: "reason-heading" });
    this.choices = el("div", { class: "question-choices" });
    const cancel = el("button", { type: "button", class: "action", "data-reason": "" },
      el("span", {}, app.say("ask_cancel")), el("kbd", { class: "key" }, "Esc"));
    cancel.addEventListener("click", () => this.dialog.close());
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "aria-labelledby": "reason-heading" },
      this.heading, this.choices, el("div", { class: "question-choices" }, cancel)));
    this.dialog.addEventListener("keydown", (event) => this.choose(this.verb?.reasons?.[Number(event.key) - 1]));
    onClosed(this.dialog, () => { this.ticket = null; });
    root.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  /** @param {import("./clerk_commands.mjs").Verb} verb @param {TicketView} ticket */
  ask(verb, ticket) {
    this.verb = verb;
    this.ticket = ticket;
    setText(this.heading, this.app.say(verb.asks ?? `ask_${verb.verb}`, { number: ticket.number }));
    const create = (/** @type {string} */ reason) => {
      const button = el("button", { type: "button", class: "action", "data-reason": reason },
        el("span", {}, this.app.say(`reason_${reason}`)),
        el("kbd", { class: "key" }, String((verb.reasons ?? []).indexOf(reason) + 1)));
      button.addEventListener("click", () => this.choose(reason));
      return button;
    };
    syncList(this.choices, [...(verb.reasons ?? [])], (reason) => reason, create, () => {});
    this.dialog.showModal();
  }

  /** @param {string | undefined} reason */
  choose(reason) {
    const { verb, ticket } = this;
    if (!this.open || !verb || !ticket || !reason) return;
    this.dialog.close();
    this.onChosen(verb, ticket, reason);
  }

  /** The hall went on while the menu stood. @param {import("./hall_state.mjs").HallState} state */
  follow(state) {
    if (!this.open || !this.verb) return;
    const now = state.tickets.get(this.ticket?.ticket_id ?? "") ?? null;
    const same = now?.stage === this.ticket?.stage && now?.counter_id === this.ticket?.counter_id;
    if (!same || !offered(now, this.verb, this.app.rights, this.app.now()) || !this.app.ready()) this.dialog.close();
  }
}
