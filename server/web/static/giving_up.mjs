/** The visitor gives the own number up: one press, asked once. What became of it, the page hears as of everything else. */
import { byId, setText, show } from "./dom.mjs";
import { newKey } from "./new_key.mjs";

/** Long enough for a line that is opened anew; after that the visitor is told to press again. */
const GIVE_UP_MS = 15_000;

/**
 * @typedef {"" | "sure" | "asking" | "failed"} Step "sure": whether the visitor means it is being asked
 *
 * @typedef {object} Follower the page
 * @property {import("./phone_state.mjs").PhoneState} state
 * @property {import("./link.mjs").Link} link
 * @property {string} linkState
 * @property {import("./words.mjs").Say} say
 * @property {() => void} draw
 */

/** May this number be given up from here, as it stands? @param {import("./phone_state.mjs").PhoneState} state */
export function mayGiveUp({ ticket, stage, doubt }) {
  return stage !== null && doubt !== "asking" && (ticket?.gives_up ?? []).includes(stage);
}

export class GivingUp {
  /** @param {Follower} app */
  constructor(app) {
    this.app = app;
    /** @type {Step} */
    this.step = "";
    /** Of this number: a second press after a lost answer is the same intent. */
    this.key = newKey();
    byId("give-up").addEventListener("click", () => this.#ask());
    byId("give-up-no").addEventListener("click", () => this.#keep());
    byId("give-up-yes").addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2) void this.#giveUp();
    });
  }

  /** Another number. */
  reset() {
    this.step = "";
    this.key = newKey();
  }

  draw() {
    const { say, state, linkState } = this.app;
    const may = mayGiveUp(state);
    if (!may) this.step = "";
    const { step } = this;
    const asked = step === "sure" || step === "asking";
    show(byId("giving-up"), may);
    show(byId("give-up"), !asked);
    show(byId("give-up-question"), asked);
    show(byId("give-up-answers"), step !== "asking");
    show(byId("give-up-failed"), step === "failed");
    byId("give-up").disabled = byId("give-up-yes").disabled = linkState !== "connected";
    setText(byId("give-up"), say("phone_give_up"));
    setText(byId("give-up-sure"), step === "asking" ? say("phone_give_up_asking") : say("phone_give_up_sure", { number: state.ticket?.number ?? "" }));
    setText(byId("give-up-hint"), step === "asking" ? "" : say("phone_give_up_hint"));
    setText(byId("give-up-no"), say("phone_give_up_no"));
    setText(byId("give-up-yes"), say("phone_give_up_yes"));
    setText(byId("give-up-failed"), say("phone_give_up_failed"));
  }

  #ask() {
    this.step = "sure";
    this.app.draw();
    byId("give-up-no").focus(); // so that Enter keeps the number
  }

  #keep() {
    this.step = "";
    this.app.draw();
    byId("give-up").focus();
  }

  async #giveUp() {
    if (this.step !== "sure") return;
    this.step = "asking";
    this.app.draw();
    const { key } = this;
    const answer = await this.app.link.ask({ type: "give_up_ticket", key }, GIVE_UP_MS);
    if (key !== this.key) return;
    const done = answer.type === "accepted";
    if (done) byId("spoken").replaceChildren(this.app.say("phone_given_up"));
    this.step = done ? "asking" : "failed"; // until the page hears of its ticket that it has ended
    this.app.draw();
  }
}
