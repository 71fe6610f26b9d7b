/** A kiosk's burst is made void: a supervisor sees which numbers, then decides. */
import { burstsOf, voidBurst, WITHIN_MINUTES } from "./burst.mjs";
import { el, partsOf, setText, show, syncList } from "./dom.mjs";
import { newKey } from "./new_key.mjs";

/** So many numbers are named; of the rest only how many. */
const NAMED = 12;

export class BurstDialog {
  /** @param {import("./console.mjs").Console} app @param {Record<string, any>} parts of the reception desk */
  constructor(app, parts) {
    this.app = app;
    this.parts = parts;
    this.minutes = WITHIN_MINUTES[0];
    /** @type {import("./burst.mjs").Burst[]} as shown: what comes later is not made void with them */
    this.bursts = [];
    parts["burst-within"].replaceChildren(...WITHIN_MINUTES.map((n) => el("option", { value: n }, app.say("burst_minutes", { n }))));
    parts["burst-within"].addEventListener("change", () => this.#look(Number(parts["burst-within"].value)));
    parts["burst-open"].addEventListener("click", () => {
      this.#look(this.minutes);
      parts.burst.showModal();
    });
    parts["burst-close"].addEventListener("click", () => parts.burst.close());
  }

  get open() {
    return this.parts.burst.open;
  }

  render() {
    show(this.parts["burst-open"], this.app.rights.has("void_burst"));
    const create = () => {
      const button = el("button", { type: "button", class: "action action-trouble", "data-part": "void" });
      button.addEventListener("click", () => this.#void(button.dataset.device ?? ""));
      return el("li", { class: "burst-kiosk" }, el("p", { "data-part": "numbers" }), button);
    };
    syncList(this.parts["burst-kiosks"], this.bursts, (burst) => burst.deviceId, create, (element, { deviceId, numbers }) => {
      const cells = partsOf(element);
      const named = this.app.list(numbers.slice(0, NAMED));
      const rest = numbers.length - NAMED;
      setText(cells.numbers, rest > 0 ? this.app.say("burst_more", { numbers: named, n: rest }) : named);
      setText(cells.void, this.app.say("burst_void", { n: numbers.length }));
      cells.void.dataset.device = deviceId;
      this.app.enable(cells.void, true);
    });
    show(this.parts["burst-none"], this.bursts.length === 0);
  }

  /** @param {number} minutes */
  #look(minutes) {
    const { app } = this;
    this.minutes = minutes;
    this.bursts = app.state ? burstsOf(app.state, app.now(), minutes) : [];
    this.render();
  }

  /** @param {string} deviceId */
  #void(deviceId) {
    const burst = this.bursts.find((one) => one.deviceId === deviceId);
    if (!burst || !this.app.ready()) return;
    this.parts.burst.close();
    void this.app.run(voidBurst(burst, newKey()), (answer) => (
      answer.what === "nothing"
        ? { kind: "calm", text: this.app.say("done_burst_none") }
        : { kind: "good", text: this.app.say("done_burst", { n: burst.numbers.length }) }
    ));
  }
}
