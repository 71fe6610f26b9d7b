/** For what somebody was served who had no number, and what came of it. */
import { VERBS } from "./clerk_commands.mjs";
import { el, setText, syncList } from "./dom.mjs";
import { counterView, servicesOf } from "./hall_state.mjs";
import { nameOfService } from "./rows.mjs";

const OUTCOMES = ["served", ...(VERBS.find(({ verb }) => verb === "finish_as")?.reasons ?? [])];

export class ServeMenu {
  /**
   * @param {import("./console.mjs").Console} app @param {string} counterId @param {HTMLElement} root
   * @param {(serviceId: string, outcome: string) => void} onChosen
   */
  constructor(app, counterId, root, onChosen) {
    this.app = app;
    this.counterId = counterId;
    this.onChosen = onChosen;
    this.outcome = el("select", { id: "serve-outcome" },
      ...OUTCOMES.map((one) => el("option", { value: one }, app.say(one === "served" ? "state_served" : `reason_${one}`))));
    this.choices = el("div", { class: "question-choices" });
    const cancel = el("button", { type: "button", class: "action" },
      el("span", {}, app.say("ask_cancel")), el("kbd", { class: "key" }, "Esc"));
    cancel.addEventListener("click", () => this.close());
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "aria-labelledby": "serve-heading" },
      el("h2", { id: "serve-heading" }, app.say("ask_without_number")),
      el("p", { class: "pause-back" }, el("label", { for: "serve-outcome" }, app.say("without_number_outcome")), this.outcome),
      this.choices, el("div", { class: "question-choices" }, cancel)));
    root.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  ask() {
    const { app } = this;
    const { state } = app;
    const counter = state && counterView(state, this.counterId);
    if (!state || !counter) return;
    const create = (/** @type {string} */ serviceId) => {
      const button = el("button", { type: "button", class: "action", "data-service": serviceId }, el("span", {}));
      button.addEventListener("click", () => this.#choose(serviceId));
      return button;
    };
    syncList(this.choices, servicesOf(counter), (serviceId) => serviceId, create, (button, serviceId) => {
      setText(button.querySelector("span"), nameOfService(app, state, serviceId));
    });
    this.outcome.value = "served";
    this.dialog.showModal();
  }

  close() {
    if (this.open) this.dialog.close();
  }

  /** @param {string} serviceId */
  #choose(serviceId) {
    if (!this.open) return;
    this.close();
    this.onChosen(serviceId, this.outcome.value);
  }
}
