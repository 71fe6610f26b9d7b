/** At an enrolled counter: who takes over, and with which PIN. A pad for fingers, and keys. */
import { ask } from "./api.mjs";
import { el, fromTemplate, show, syncList } from "./dom.mjs";
import { fieldsOf, refuse, say } from "./forms.mjs";
import { KEYS, onlyDigits, pressed, whole } from "./pin_pad.mjs";

/** @typedef {{account_id: string, name: string}} Person */

export class PinSwitch {
  /** @param {Record<string, string>} texts @param {() => void} onSwitched */
  constructor(texts, onSwitched) {
    this.texts = texts;
    this.onSwitched = onSwitched;
    const { root, parts } = fromTemplate("pin-view");
    this.root = root;
    this.parts = parts;
    this.busy = false;
    /** Done when the server has answered what was sent last. */
    this.answered = Promise.resolve();
    parts.pad.replaceChildren(...KEYS.map((key) => this.#key(key)));
    parts.input.addEventListener("input", () => { parts.input.value = onlyDigits(parts.input.value); });
    let pointed = false; // arrow keys choose on, name by name: the focus stays among them
    parts.names.addEventListener("pointerdown", () => { pointed = true; });
    parts.names.addEventListener("keydown", () => { pointed = false; });
    parts.names.addEventListener("click", () => { if (pointed) setTimeout(() => parts.input.focus()); });
    root.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (!this.busy) this.answered = this.#send();
    });
  }

  /** Forgets what was typed, and asks anew who may. @param {string} [except] an account that is here already @returns {Promise<number>} how many may */
  async fill(except = "") {
    this.root.reset();
    say(this.root, "");
    const answer = await ask("/api/pin/people");
    const people = /** @type {Person[]} */ (answer.ok ? answer.body : []).filter((one) => one.account_id !== except);
    syncList(this.parts.names, people, (one) => one.account_id, (one) => el("label", { class: "pin-name" },
      el("input", { type: "radio", name: "account_id", value: one.account_id, checked: people.length === 1 }),
      el("span", {}, one.name)), () => {});
    show(this.parts.nobody, people.length === 0);
    show(this.parts.entry, people.length > 0);
    return people.length;
  }

  async #send() {
    const { account_id: accountId = "", pin = "" } = fieldsOf(this.root);
    if (!accountId || !whole(pin)) {
      say(this.root, this.texts[accountId ? "pin_length" : "pin_choose"]);
      (accountId ? this.parts.input : this.parts.names.querySelector("input"))?.focus();
      return;
    }
    this.busy = true;
    const answer = await ask("/api/pin/switch", { account_id: accountId, pin });
    this.busy = false;
    if (answer.ok) this.onSwitched();
    else refuse(this.root, this.texts, answer);
  }

  /** @param {string} key */
  #key(key) {
    const word = this.texts[`pad_${key}`];
    const button = el("button", { type: "button", class: "pad-key", "aria-label": word ?? null }, { clear: word, back: "⌫" }[key] ?? key);
    button.addEventListener("click", () => {
      this.parts.input.value = pressed(this.parts.input.value, key);
    });
    return button;
  }
}
