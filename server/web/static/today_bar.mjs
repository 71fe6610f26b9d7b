/** What is special about today, across the page: an emergency, the hall is closed, or knows no holidays; and the act that closes it. */
import { byId, el, setText, show } from "./dom.mjs";
import { EmergencyBar } from "./emergency_bar.mjs";
import { order } from "./new_key.mjs";
import { closedWords } from "./words.mjs";

/** @typedef {import("./console.mjs").Console} Console */

/** Why, and the text of its button. */
const REASONS = { typhoon: "close_today_typhoon", outage: "close_today_outage", other: "close_today_other" };

export class TodayBar {
  /** @param {Console} app */
  constructor(app) {
    this.app = app;
    this.emergency = new EmergencyBar(app);
    this.dialog = /** @type {HTMLDialogElement} */ (byId("close-today-dialog"));
    byId("close-today").addEventListener("click", () => this.dialog.showModal());
    byId("close-today-cancel").addEventListener("click", () => this.dialog.close());
    byId("close-today-reasons").replaceChildren(...Object.entries(REASONS).map(([reason, text]) => {
      const button = el("button", { type: "button", class: "action action-trouble", "data-reason": reason },
        el("span", {}, app.say(text)));
      button.addEventListener("click", () => this.#close(reason));
      return button;
    }));
    byId("reopen-today").addEventListener("click", () => {
      void app.run(order({ type: "reopen_today" }), () => ({ kind: "good", text: app.say("done_reopen_today") }));
    });
  }

  /** @param {string} reason */
  #close(reason) {
    const { app } = this;
    this.dialog.close();
    void app.run(order({ type: "close_today", reason }), () => ({ kind: "good", text: app.say("done_close_today") }));
  }

  /** What it says of the newest state; nothing of a hall that is not known. */
  fill() {
    const { app } = this;
    this.emergency.fill();
    const today = app.state?.today;
    const supervises = app.rights.has("close_today");
    const unlisted = supervises ? today?.unlisted ?? [] : [];
    const closed = today?.closed ?? null;
    show(byId("close-today"), supervises && closed === null);
    show(byId("today"), closed !== null || unlisted.length > 0);
    byId("today").classList.toggle("today-closed", closed !== null);
    setText(byId("today-text"), closed !== null
      ? closedWords(app.texts, closed)
      : app.say("unlisted_years", { years: app.list(unlisted.map(String)) }));
    setText(byId("today-hint"), closed !== null ? app.say("closed_today_hint") : app.say("unlisted_years_hint"));
    show(byId("reopen-today"), closed !== null && app.rights.has("reopen_today"));
    app.enable(byId("reopen-today"), true);
    if (this.dialog.open && (closed !== null || !supervises)) this.dialog.close();
  }
}
