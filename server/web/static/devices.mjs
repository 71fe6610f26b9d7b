/** The devices of a hall: adding one by a code, what each was last heard of, and taking one out. */
import { originFor, typedAddress, typedPage } from "./codes.mjs";
import { CodeDialog, sure } from "./dialogs.mjs";
import { byId, el, onClosed, partsOf, setText, show, syncList } from "./dom.mjs";
import { answers, refuse, say } from "./forms.mjs";
import { agoText, skewText } from "./moments.mjs";
import { StaffPage } from "./staff_page.mjs";

const AGAIN_MS = 3_000;
/** So long after the last press or key the list is not asked for any more: a page left alone keeps nobody signed in. */
const ALONE_MS = 120_000;

/**
 * @typedef {{device_id: string, kind: string, name: string, enrolled_at: number, last_seen: number | null, version: string,
 *   address: string, skew_ms: number | null, connected: boolean}} Device
 */

class Devices extends StaffPage {
  /** @type {{name: string, kind: string, known: Set<string>} | null} the device that a code was made for */
  #awaited = null;
  /** @type {Set<string>} */
  #known = new Set();
  #touchedAt = performance.now();

  async start() {
    if (!(await this.meetStaff())) return;
    this.code = new CodeDialog(this);
    onClosed(this.code.dialog, () => { this.#awaited = null; });
    const here = typedPage(location);
    show(byId("typed-here"), here !== "");
    setText(byId("typed-here"), this.say("typed_here", { address: here }));
    show(byId("hall-fingerprint"), byId("fingerprint").textContent !== "");
    const form = byId("device-form");
    answers(form, this.texts, async ({ kind, name }) => {
      const answer = await this.ask("/api/devices/code", { kind, name: name.trim() });
      if (!answer.ok) return answer;
      form.reset();
      this.#showCode(kind, name.trim(), answer.body);
      return null;
    });
    for (const event of ["pointerdown", "keydown", "focus"]) {
      addEventListener(event, () => { this.#touchedAt = performance.now(); }, { capture: true });
    }
    await this.#fill();
    this.ready();
    setInterval(() => {
      if (performance.now() - this.#touchedAt < ALONE_MS && !document.hidden) void this.#fill();
    }, AGAIN_MS);
  }

  /** @param {string} kind @param {string} name @param {{code: string, expires_at: number, fingerprint: string, addresses: string[]}} made */
  #showCode(kind, name, made) {
    const browser = kind === "counter";
    const addresses = browser ? [this.say("code_open", { address: `${originFor(location, made.addresses)}/enrol-counter` })] : [...new Set(made.addresses.map(typedAddress))];
    this.code?.show({
      heading: this.say("code_for_device", { name, kind: this.texts[`kind_${kind}`] }),
      hint: this.texts[`code_hint_${kind}`],
      // a browser shows no fingerprint: it trusts the server already, or warns
      code: made.code, expiresAt: made.expires_at, fingerprint: browser ? "" : made.fingerprint, addresses,
    });
    this.#awaited = { name, kind, known: this.#known };
  }

  async #fill() {
    const answer = await this.ask("/api/devices");
    if (!answer.ok) {
      refuse(byId("devices-said"), this.texts, answer);
      return;
    }
    const devices = /** @type {Device[]} */ (answer.body);
    syncList(byId("devices"), devices, (one) => one.device_id, (one) => this.#row(one), (element, one) => this.#update(element, one));
    show(byId("no-devices"), devices.length === 0);
    this.#known = new Set(devices.map((one) => one.device_id));
    const came = devices.find((one) => this.#awaited && !this.#awaited.known.has(one.device_id)
      && one.kind === this.#awaited.kind && one.name === this.#awaited.name);
    if (came) {
      this.code?.close();
      say(byId("devices-said"), this.say("device_came", { name: came.name }), "good");
    }
  }

  /** @param {Device} one */
  #row(one) {
    const revoke = el("button", {
      type: "button", class: "button button-small", "aria-label": this.say("verb_label", { verb: this.texts.revoke, number: one.name }),
    }, this.texts.revoke);
    revoke.addEventListener("click", () => this.#revoke(one));
    const fact = (/** @type {string} */ part) => el("div", {},
      el("dt", {}, this.texts[`fact_${part}`]), el("dd", { "data-part": part }));
    return el("li", { class: "item item-device" },
      el("div", { class: "item-main" },
        el("strong", { "data-part": "name" }), el("span", { class: "quiet", "data-part": "kind" }),
        el("span", { class: "state", "data-part": "state" })),
      el("dl", { class: "facts facts-row" }, fact("seen"), fact("version"), fact("address"), fact("clock")),
      el("div", { class: "item-acts" }, revoke));
  }

  /** @param {HTMLElement} element @param {Device} one */
  #update(element, one) {
    const parts = partsOf(element);
    const unknown = this.texts.not_known;
    setText(parts.name, one.name);
    setText(parts.kind, this.texts[`kind_${one.kind}`] ?? one.kind);
    parts.state.dataset.state = one.connected ? "ok" : "unknown";
    setText(parts.state, this.texts[one.connected ? "device_is_here" : "device_is_away"]);
    setText(parts.seen, one.connected ? this.texts.just_now : agoText(this.say, one.last_seen, this.now(), this.zone, this.style));
    setText(parts.version, one.version || unknown);
    setText(parts.address, one.address || unknown);
    const skew = skewText(this.say, one.skew_ms);
    parts.clock.classList.toggle("wrong", skew !== "");
    setText(parts.clock, skew || (one.skew_ms === null ? unknown : this.texts.skew_none));
  }

  /** @param {Device} one */
  async #revoke(one) {
    if (!(await sure(this.say("sure_revoke", { name: one.name }), this.texts.sure_revoke_hint, this.texts.revoke))) return;
    const answer = await this.ask("/api/devices/revoke", { device_id: one.device_id });
    if (answer.ok) say(byId("devices-said"), this.say("device_revoked", { name: one.name }), "good");
    else refuse(byId("devices-said"), this.texts, answer);
    await this.#fill();
  }
}

new Devices().start();
