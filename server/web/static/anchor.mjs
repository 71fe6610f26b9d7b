/** The anchor of the hall's logs: as a code and as text, on paper by a kiosk, and those of the last evenings. */
import { byId, el, partsOf, setText, show, syncList } from "./dom.mjs";
import { answers, refuse, say } from "./forms.mjs";
import { StaffPage } from "./staff_page.mjs";
import { clockText, dateText } from "./words.mjs";

/**
 * @typedef {{date: string, text: string, at: number, key: string}} Kept
 * @typedef {{text: string, qr: string, at: number, seq: number, staff_seq: number, key: string, kept: Kept[],
 *   kiosks: {device_id: string, name: string}[], fault?: string}} Told
 */

class AnchorPage extends StaffPage {
  async start() {
    if (!(await this.meetStaff())) return;
    byId("anchor-again").addEventListener("click", () => this.#fill());
    byId("anchor-copy").addEventListener("click", () => this.#copy());
    answers(byId("anchor-print"), this.texts, (fields) => this.#print(fields.device_id));
    await this.#fill();
    this.ready();
  }

  async #fill() {
    const answer = await this.ask("/api/anchor");
    if (!answer.ok) {
      refuse(byId("anchor-said"), this.texts, answer);
      return;
    }
    const told = /** @type {Told} */ (answer.body);
    const made = !told.fault;
    say(byId("anchor-said"), made ? "" : this.texts[`anchor_fault_${told.fault}`] ?? this.texts.anchor_fault_store);
    show(byId("anchor-box"), made);
    show(byId("anchor-copy"), made);
    if (made) byId("anchor-picture").src = told.qr;
    setText(byId("anchor-text"), told.text);
    setText(byId("anchor-of"), !made ? "" : this.say("anchor_of", { time: this.#when(told.at), seq: told.seq, staff: told.staff_seq, key: told.key }));
    show(byId("anchor-print-card"), made);
    show(byId("no-kiosks"), told.kiosks.length === 0);
    show(byId("anchor-print"), told.kiosks.length > 0);
    syncList(byId("anchor-kiosks"), told.kiosks, (one) => one.device_id, (one) => el("option", { value: one.device_id }),
      (element, one) => setText(element, one.name));
    show(byId("no-anchors"), told.kept.length === 0);
    syncList(byId("anchors"), told.kept, (one) => one.date, () => this.#row(), (element, one) => {
      const parts = partsOf(element);
      setText(parts.date, one.date);
      setText(parts.time, this.#when(one.at));
      setText(parts.text, one.text);
    });
  }

  #row() {
    return el("li", { class: "item" }, el("div", { class: "item-main" },
      el("strong", { "data-part": "date" }), el("span", { class: "quiet", "data-part": "time" }),
      el("p", { class: "secret anchor-text", "data-part": "text", translate: "no" })));
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(byId("anchor-text").textContent);
      say(byId("anchor-said"), this.texts.anchor_copied, "good");
    } catch {
      getSelection()?.selectAllChildren(byId("anchor-text"));
      say(byId("anchor-said"), this.texts.anchor_not_copied);
    }
  }

  /** @param {string} deviceId */
  async #print(deviceId) {
    const form = byId("anchor-print");
    say(form, this.texts.anchor_printing, "good");
    const answer = await this.ask("/api/anchor/print", { device_id: deviceId });
    if (answer.status === 503) {
      say(form, this.texts.anchor_fault_now);
      return null;
    }
    if (!answer.ok) return answer;
    const good = ["printed", "sent"].includes(answer.body.outcome);
    say(form, this.texts[`anchor_${answer.body.outcome}`] ?? this.texts.anchor_not_printed, good ? "good" : "trouble");
    return null;
  }

  /** @param {number} at */
  #when(at) {
    return `${dateText(at, this.zone, this.style)} ${clockText(at, this.zone, true)}`;
  }
}

new AnchorPage().start();
