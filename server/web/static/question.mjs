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
    /** @type {string} the tickets that are asked about, by id */
    this.about = "";
    /** @type {Outcome[]} what may be chosen */
    this.outcomes = [];
    for (const button of this.#buttons()) {
      button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        if (event.detail < 2) this.answer(button.dataset.answer);
      });
    }
    onClosed(parts.question, () => { this.about = ""; });
  }

  get open() {
    return this.parts.question.open;
  }

  /** Asks, if there is something to ask. @param {import("./hall_state.mjs").HallState} state @returns {boolean} */
  ask(state) {
    const asked = question(state, this.counterId, this.app.now());
    if (!asked) return false;
    this.about = idsOf(asked);
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
    if (!asked || idsOf(asked) !== this.about || !this.app.ready()) this.parts.question.close();
    else this.#fill(asked);
  }

  #buttons() {
    return this.parts.question.querySelectorAll("[data-answer]");
  }

  /** @param {NonNullable<ReturnType<typeof question>>} asked */
  #fill({ tickets, outcomes }) {
    this.outcomes = outcomes;
    const kind = tickets.some((ticket) => ticket.stage === "serving") ? "serving" : "called";
    const number = this.app.list(tickets.map((ticket) => ticket.number));
    setText(this.parts["question-text"], this.app.say(`ask_${kind}`, { number }));
    setText(this.parts["question-served"], this.app.say(`ask_${kind}_served`));
    for (const button of this.#buttons()) {
      const choice = button.dataset.answer;
      show(button, choice === "cancel" || outcomes.includes(choice));
    }
  }
}

/** @param {NonNullable<ReturnType<typeof question>>} asked */
function idsOf({ tickets }) {
  return tickets.map((ticket) => ticket.ticket_id).join(" ");
}
