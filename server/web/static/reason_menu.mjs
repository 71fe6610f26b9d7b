/** Why: one of a verb's reasons, chosen by a press or its digit, before the command is given. */
import { el, onClosed, setText, syncList } from "./dom.mjs";

export class ReasonMenu {
  /**
   * @param {import("./console.mjs").Console} app
   * @param {HTMLElement} root the view it belongs to
   * @param {(verb: import("./clerk_commands.mjs").Verb, reason: string) => void} onChosen
   */
  constructor(app, root, onChosen) {
    this.app = app;
    this.onChosen = onChosen;
    /** @type {import("./clerk_commands.mjs").Verb | null} */
    this.verb = null;
    /** @type {string | null} the ticket that it is about */
    this.ticketId = null;
    this.heading = el("h2", { id: "reason-heading" });
    this.choices = el("div", { class: "question-choices" });
    const cancel = el("button", { type: "button", class: "action", "data-reason": "" },
      el("span", {}, app.say("ask_cancel")), el("kbd", { class: "key" }, "Esc"));
    cancel.addEventListener("click", () => this.dialog.close());
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "aria-labelledby": "reason-heading" },
      this.heading, this.choices, el("div", { class: "question-choices" }, cancel)));
    this.dialog.addEventListener("keydown", (event) => this.choose(this.verb?.reasons?.[Number(event.key) - 1]));
    onClosed(this.dialog, () => { this.ticketId = null; });
    root.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  /** @param {import("./clerk_commands.mjs").Verb} verb @param {import("./wire_types.mjs").TicketView} ticket */
  ask(verb, ticket) {
    this.verb = verb;
    this.ticketId = ticket.ticket_id;
    setText(this.heading, this.app.say(`ask_${verb.verb}`, { number: ticket.number }));
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
    const { verb } = this;
    if (!this.open || !verb || !reason) return;
    this.dialog.close();
    this.onChosen(verb, reason);
  }

  /** The hall went on while the menu stood. @param {import("./wire_types.mjs").TicketView | null} present */
  follow(present) {
    if (this.open && (present?.ticket_id !== this.ticketId || !this.app.ready())) this.dialog.close();
  }
}
