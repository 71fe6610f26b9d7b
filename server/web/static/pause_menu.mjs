/** Why the clerk goes, by a press or its digit, and when he means to be back. */
import { PAUSE_REASONS, backTimes } from "./counter_commands.mjs";
import { el } from "./dom.mjs";
import { clockText } from "./words.mjs";

export class PauseMenu {
  /**
   * @param {import("./console.mjs").Console} app @param {HTMLElement} root
   * @param {(reason: string, backAt: number | null) => void} onChosen
   */
  constructor(app, root, onChosen) {
    this.app = app;
    this.onChosen = onChosen;
    const choices = PAUSE_REASONS.map((reason, at) => {
      const button = el("button", { type: "button", class: "action", "data-pause": reason },
        el("span", {}, app.say(`pause_${reason}`)), el("kbd", { class: "key" }, String(at + 1)));
      button.addEventListener("click", () => this.#choose(reason));
      return button;
    });
    const cancel = el("button", { type: "button", class: "action" },
      el("span", {}, app.say("ask_cancel")), el("kbd", { class: "key" }, "Esc"));
    cancel.addEventListener("click", () => this.close());
    this.times = el("select", { id: "pause-back" });
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "question", "aria-labelledby": "pause-heading" },
      el("h2", { id: "pause-heading" }, app.say("ask_pause")),
      el("p", { class: "pause-back" }, el("label", { for: "pause-back" }, app.say("pause_back")), this.times),
      el("div", { class: "question-choices" }, ...choices, cancel)));
    this.dialog.addEventListener("keydown", (event) => {
      if (event.target !== this.times) this.#choose(PAUSE_REASONS[Number(event.key) - 1]);
    });
    root.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  ask() {
    const zone = this.app.state?.hall.time_zone ?? "UTC";
    this.times.replaceChildren(el("option", { value: "" }, this.app.say("pause_back_unsaid")),
      ...backTimes(this.app.now()).map((at) => el("option", { value: String(at) }, clockText(at, zone))));
    this.dialog.showModal();
    this.dialog.querySelector("button")?.focus();
  }

  close() {
    if (this.open) this.dialog.close();
  }

  /** @param {string | undefined} reason */
  #choose(reason) {
    if (!this.open || !reason) return;
    const { value } = this.times;
    this.close();
    this.onChosen(reason, value === "" ? null : Number(value));
  }
}
