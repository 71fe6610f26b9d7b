/** What the page shows is the hall, or a practice at one of its counters: the bar across the page says which. */
import { byId, show } from "./dom.mjs";
import { counterView, reduce } from "./hall_state.mjs";
import { newKey } from "./new_key.mjs";
import { issuePractice, practiceRights, practised } from "./practice.mjs";

/** @typedef {import("./hall_state.mjs").HallState} HallState */

export class Practising {
  /** @param {import("./console.mjs").Console} app @param {boolean} on is this a page to practise on */
  constructor(app, on) {
    this.app = app;
    this.on = on;
    /** @type {HallState | null} the hall itself */
    this.hall = null;
    /** @type {import("./wire_types.mjs").Practice | null} the newest word of the practice */
    this.told = null;
    byId("practice-issue").addEventListener("click", () => this.#issue());
  }

  /** What the page is to show after a message. @param {any} message @returns {HallState | null} */
  heard(message) {
    if (message.type === "practice") this.told = message;
    this.hall = reduce(this.hall, message, performance.now());
    return this.on ? practised(this.hall, this.told) : this.hall;
  }

  forget() {
    this.hall = this.told = null;
  }

  /** @param {readonly string[]} rights of this person @returns {Set<string>} those of this page */
  rights(rights) {
    return this.on ? practiceRights(rights) : new Set(rights);
  }

  /** @param {boolean} atCounter does the page show a counter, of a person who calls */
  fill(atCounter) {
    const { app } = this;
    const counter = app.counterAsked ?? "";
    show(byId("practice"), this.on && atCounter);
    show(byId("to-practice"), !this.on && atCounter);
    byId("to-practice").href = app.address({ counter, practice: "" });
    byId("practice-leave").href = app.address({ counter });
    app.enable(byId("practice-issue"), true);
  }

  #issue() {
    const { app } = this;
    const counter = app.state && counterView(app.state, app.counterAsked ?? "");
    if (!app.state || !counter || !app.ready()) return;
    const command = issuePractice(counter, app.state.hall.languages[0] ?? "", newKey());
    void app.run(command, (answer) => app.done("issue", answer));
  }
}
