/** The emergency message: a supervisor puts it on every screen of the hall, every clerk sees that it is on. */
import { byId, el, setText, show } from "./dom.mjs";
import { order } from "./new_key.mjs";
import { SecondPress } from "./second_press.mjs";
import { clockText, emergencyKind } from "./words.mjs";

/** @typedef {import("./console.mjs").Console} Console */

const KINDS = ["fire", "earthquake", "air_raid", "evacuate", "other"];

export class EmergencyBar {
  /** @param {Console} app */
  constructor(app) {
    this.app = app;
    this.dialog = /** @type {HTMLDialogElement} */ (byId("emergency-dialog"));
    this.words = /** @type {HTMLDialogElement} */ (byId("emergency-words"));
    this.kind = "";
    this.stood = false;
    this.end = new SecondPress(byId("emergency-end"), () => this.fill());
    byId("emergency-open").addEventListener("click", () => this.dialog.showModal());
    byId("emergency-cancel").addEventListener("click", () => this.dialog.close());
    byId("emergency-kinds").replaceChildren(...KINDS.map((kind) => {
      const button = el("button", { type: "button", class: "action action-trouble", "data-kind": kind },
        el("span", {}, emergencyKind(app.texts, kind)));
      button.addEventListener("click", () => this.#raise(kind));
      return button;
    }));
    byId("emergency-end").addEventListener("click", (/** @type {MouseEvent} */ event) => this.#end(event));
    byId("emergency-add").addEventListener("click", () => {
      const now = app.state?.today?.emergency;
      if (now) this.#askForWords(now.kind, now.words_in ?? {});
    });
    byId("emergency-words-cancel").addEventListener("click", () => this.words.close());
    byId("emergency-words-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#add();
    });
  }

  /** At once: whoever has to write first is too late. What stood before is gone with its words: a place that is right
   * for one kind is wrong for another. @param {string} kind */
  async #raise(kind) {
    this.dialog.close();
    const answer = await this.#send(kind, "", {});
    if (answer?.type === "accepted") this.#askForWords(kind, {});
  }

  /** @param {string} kind @param {Record<string, string>} written */
  #askForWords(kind, written) {
    const { app } = this;
    this.kind = kind;
    setText(byId("emergency-words-heading"), app.say("emergency_words", { kind: emergencyKind(app.texts, kind) }));
    setText(byId("emergency-words-hint"), app.texts[`emergency_add_${kind}`] ?? app.say("emergency_add_other"));
    byId("emergency-words-boxes").replaceChildren(...(app.state?.hall.languages ?? []).map((tag) => el("label", { class: "field" },
      el("span", {}, app.languageName(tag)),
      el("input", { lang: tag, maxlength: 80, autocomplete: "off", value: written[tag] ?? "" }))));
    if (!this.words.open) this.words.showModal();
  }

  #add() {
    /** @type {[string, string][]} */
    const written = Array.from(byId("emergency-words-boxes").querySelectorAll("input"), (box) => [box.lang, box.value.trim()]);
    const [own, ...others] = written;
    this.words.close();
    void this.#send(this.kind, own?.[1] ?? "", Object.fromEntries(others.filter(([, words]) => words !== "")));
  }

  /** @param {string} kind @param {string} words @param {Record<string, string>} inOthers */
  #send(kind, words, inOthers) {
    const { app } = this;
    const asked = order({ type: "raise_emergency", kind, words, words_in: inOthers });
    return app.run(asked, () => ({ kind: "good", text: app.say("done_raise_emergency") }));
  }

  /** @param {MouseEvent} event */
  #end(event) {
    const { app } = this;
    if (!this.end.press(event)) return;
    void app.run(order({ type: "end_emergency" }), () => ({ kind: "good", text: app.say("done_end_emergency") }));
  }

  /** What it says of the newest state; nothing of a hall that is not known. */
  fill() {
    const { app } = this;
    const emergency = app.state?.today?.emergency ?? null;
    const zone = app.state?.hall?.time_zone ?? "UTC";
    const raises = app.rights.has("raise_emergency");
    show(byId("emergency-open"), raises);
    show(byId("emergency"), emergency !== null);
    setText(byId("emergency-text"), emergency && app.say("emergency_on", {
      kind: emergencyKind(app.texts, emergency.kind), time: clockText(emergency.since, zone),
    }));
    setText(byId("emergency-said"), emergency?.words || Object.values(emergency?.words_in ?? {})[0] || "");
    show(byId("emergency-add"), emergency !== null && raises);
    show(byId("emergency-end"), emergency !== null && app.rights.has("end_emergency"));
    setText(byId("emergency-end"), app.say(this.end.armed ? "emergency_end_sure" : "emergency_end"));
    app.enable(byId("emergency-add"), true);
    app.enable(byId("emergency-end"), true);
    if (this.dialog.open && !raises) this.dialog.close();
    if (this.words.open && (!raises || (this.stood && emergency === null))) this.words.close();
    this.stood = emergency !== null;
  }
}
