/** What becomes of the ticket that is still here, asked before the next call. */
import { question } from "./clerk_commands.mjs";
import { setText, show } from "./dom.mjs";

export class Question {
  /**
   * @param {import("./console.mjs").Console} app
   * @param {string} counterId
   * @param {Record<string, any>} parts
   * @param {(outcome: "served" | "missed") => void} onAnswer
   */
  constructor(app, counterId, parts, onAnswer) {
    this.app = app;
    this.counterId = counterId;
    this.parts = parts;
    this.onAnswer = onAnswer;
    /** @type {string | null} the ticket that is asked about */
    this.ticketId = null;
    for (const button of parts.question.querySelectorAll("[data-answer]")) {
      button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (event.detail < 2) this.answer(button.dataset.answer);
      });
    }
    parts.question.addEventListener("close", () => { this.ticketId = null; });
  }

  get open() {
    return this.parts.question.open;
  }

  /** Asks, if there is something to ask. @param {import("./hall_state.mjs").HallState} state @returns {boolean} */
  ask(state) {
    const asked = question(state, this.counterId);
    if (!asked) return false;
    this.ticketId = asked.ticket.ticket_id;
    this.#fill(asked);
    this.parts.question.showModal();
    return true;
  }

  /** @param {"served" | "missed" | "cancel"} choice */
  answer(choice) {
    if (!this.open || (choice === "missed" && this.missed.hidden)) return;
    this.parts.question.close();
    if (choice !== "cancel") this.onAnswer(choice);
  }

  /** The hall went on while the question stood: another browser may have settled it. @param {import("./hall_state.mjs").HallState} state */
  follow(state) {
    if (!this.open) return;
    const asked = question(state, this.counterId);
    if (!asked || asked.ticket.ticket_id !== this.ticketId || !this.app.ready()) this.parts.question.close();
    else this.#fill(asked);
  }

  get missed() {
    return this.parts.question.querySelector('[data-answer="missed"]');
  }

  /** @param {NonNullable<ReturnType<typeof question>>} asked */
  #fill({ kind, ticket }) {
    const { say } = this.app;
    setText(this.parts["question-text"], say(`ask_${kind}`, { number: ticket.number }));
    setText(this.parts["question-served"], say(`ask_${kind}_served`));
    show(this.missed, kind === "called");
  }
}
