/** The emergency message: a supervisor puts it on every screen of the hall, every clerk sees that it is on. */
import { PATIENCE_MS } from "./clerk_commands.mjs";
import { byId, el, setText, show } from "./dom.mjs";
import { newKey } from "./new_key.mjs";
import { clockText, emergencyKind } from "./words.mjs";

/** @typedef {import("./console.mjs").Console} Console */

const KINDS = ["fire", "earthquake", "air_raid", "evacuate", "other"];

export class EmergencyBar {
  /** @param {Console} app */
  constructor(app) {
    this.app = app;
    this.sure = false;
    this.dialog = /** @type {HTMLDialogElement} */ (byId("emergency-dialog"));
    this.words = /** @type {HTMLInputElement} */ (byId("emergency-words"));
    byId("emergency-open").addEventListener("click", () => {
      this.words.value = "";
      this.#fillChoices();
      this.dialog.showModal();
    });
    byId("emergency-cancel").addEventListener("click", () => this.dialog.close());
    this.words.addEventListener("input", () => this.#fillChoices());
    byId("emergency-kinds").replaceChildren(...KINDS.map((kind) => {
      const button = el("button", { type: "button", class: "action action-trouble", "data-kind": kind },
        el("span", {}, emergencyKind(app.texts, kind)));
      button.addEventListener("click", () => this.#raise(kind));
      return button;
    }));
    byId("emergency-end").addEventListener("click", () => this.#end());
  }

  /** Words of one's own alone say nothing where there are none. */
  #fillChoices() {
    const other = /** @type {HTMLButtonElement} */ (byId("emergency-kinds").querySelector('[data-kind="other"]'));
    other.disabled = this.words.value.trim() === "";
  }

  /** @param {string} kind */
  #raise(kind) {
    const { app } = this;
    this.dialog.close();
    const asked = order({ type: "raise_emergency", kind, words: this.words.value.trim() });
    void app.run(asked, () => ({ kind: "good", text: app.say("done_raise_emergency") }));
  }

  /** Asked once: the first press only asks. */
  #end() {
    const { app } = this;
    if (!this.sure) {
      this.sure = true;
      this.fill();
      return;
    }
    this.sure = false;
    void app.run(order({ type: "end_emergency" }), () => ({ kind: "good", text: app.say("done_end_emergency") }));
  }

  /** What it says of the newest state; nothing of a hall that is not known. */
  fill() {
    const { app } = this;
    const emergency = app.state?.today?.emergency ?? null;
    const zone = app.state?.hall?.time_zone ?? "UTC";
    if (!emergency) this.sure = false;
    show(byId("emergency-open"), app.rights.has("raise_emergency"));
    show(byId("emergency"), emergency !== null);
    setText(byId("emergency-text"), emergency && app.say("emergency_on", {
      kind: emergencyKind(app.texts, emergency.kind), time: clockText(emergency.since, zone),
    }));
    setText(byId("emergency-said"), emergency?.words ?? "");
    show(byId("emergency-end"), emergency !== null && app.rights.has("end_emergency"));
    setText(byId("emergency-end"), app.say(this.sure ? "emergency_end_sure" : "emergency_end"));
    app.enable(byId("emergency-end"), true);
    if (this.dialog.open && !app.rights.has("raise_emergency")) this.dialog.close();
  }
}

/** @param {{type: string, kind?: string, words?: string}} what */
function order(what) {
  return { ...what, key: newKey(), patience_ms: PATIENCE_MS };
}
