/** What becomes of the ticket that is still here, asked before the next call. */
import { question } from "./clerk_commands.mjs";
import { onClosed, setText, show } from "./dom.mjs";

/** @typedef {import("./clerk_commands.mjs").Outcome} Outcome */

export class Question {
  /**
   * @param {import("./console.mjs").Console} app
   * @param {string} counterId
   * @param {Record<string, any>} parts
   * @param {(outcome: Outcome) => void} onAnswer
   */
  constructor(app, counterId, parts, onAnswer) {
    this.app = app;
    this.counterId = counterId;
    this.parts = parts;
    this.onAnswer = onAnswer;
    /** @type {string | null} the ticket that is asked about */
    this.ticketId = null;
    /** @type {Outcome[]} what may be chosen */
    this.outcomes = [];
    for (const button of this.#buttons()) {
      button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (event.detail < 2) this.answer(button.dataset.answer);
      });
    }
    onClosed(parts.question, () => { this.ticketId = null; });
  }

  get open() {
    return this.parts.question.open;
  }

  /** Asks, if there is something to ask. @param {import("./hall_state.mjs").HallState} state @returns {boolean} */
  ask(state) {
    const asked = question(state, this.counterId, this.app.now());
    if (!asked) return false;
    this.ticketId = asked.ticket.ticket_id;
    this.#fill(asked);
    this.parts.question.showModal();
    return true;
  }

  /** @param {Outcome | "cancel"} choice */
  answer(choice) {
    if (!this.open || (choice !== "cancel" && !this.outcomes.includes(choice))) return;
    this.parts.question.close();
    if (choice !== "cancel") this.onAnswer(choice);
  }

  /** The hall went on while the question stood: another browser may have settled it. @param {import("./hall_state.mjs").HallState} state */
  follow(state) {
    if (!this.open) return;
    const asked = question(state, this.counterId, this.app.now());
    if (!asked || asked.ticket.ticket_id !== this.ticketId || !this.app.ready()) this.parts.question.close();
    else this.#fill(asked);
  }

  #buttons() {
    return this.parts.question.querySelectorAll("[data-answer]");
  }

  /** @param {NonNullable<ReturnType<typeof question>>} asked */
  #fill({ ticket, outcomes }) {
    this.outcomes = outcomes;
    const kind = ticket.stage === "serving" ? "serving" : "called";
    setText(this.parts["question-text"], this.app.say(`ask_${kind}`, { number: ticket.number }));
    setText(this.parts["question-served"], this.app.say(`ask_${kind}_served`));
    for (const button of this.#buttons()) {
      const choice = button.dataset.answer;
      show(button, choice === "cancel" || outcomes.includes(choice));
    }
  }
}
