/** One's own account: password, PIN, second factor, and where else one is signed in. */
import { byId, el, partsOf, setText, show, syncList } from "./dom.mjs";
import { answers, refuse, say } from "./forms.mjs";
import { agoText } from "./moments.mjs";
import { onlyDigits, whole } from "./pin_pad.mjs";
import { StaffPage } from "./staff_page.mjs";
import { totpSetup } from "./totp_setup.mjs";

/** @typedef {{session_id: string, began_at: number, seen_at: number, source: string, device_id: string, own?: boolean}} Session */

class Account extends StaffPage {
  async start() {
    if (!(await this.meetStaff())) return;
    this.#fill();
    this.#forms();
    await this.#sessions();
    this.ready();
    if (location.hash) byId(location.hash.slice(1)).scrollIntoView();
  }

  #fill() {
    const { me, texts } = this;
    if (!me) return;
    setText(byId("own-name"), me.name);
    setText(byId("own-login"), me.login);
    setText(byId("own-role"), texts[`role_${me.role}`] ?? me.role);
    byId("password-form").elements.login.value = me.login;
    this.#state("pin-state", me.pin, me.pin ? "pin_is_set" : "pin_is_not");
    this.#state("totp-state", me.totp === "on", me.totp === "on" ? "totp_is_on" : "totp_is_off");
    setText(byId("totp-begin"), texts[me.totp === "on" ? "totp_again" : "totp_begin"]);
  }

  /** @param {string} id @param {boolean} good @param {string} text */
  #state(id, good, text) {
    byId(id).dataset.state = good ? "ok" : "unknown";
    setText(byId(id), this.texts[text]);
  }

  #forms() {
    const { texts } = this;
    const pinForm = byId("pin-form");
    const passwordForm = byId("password-form");
    answers(passwordForm, texts, async ({ old, new: fresh }) => {
      const answer = await this.ask("/api/password", { old, new: fresh });
      if (answer.ok) await this.#done(passwordForm, "password_is_set");
      return answer;
    });
    pinForm.elements.pin.addEventListener("input", () => { pinForm.elements.pin.value = onlyDigits(pinForm.elements.pin.value); });
    answers(pinForm, texts, async ({ pin }) => {
      if (!whole(pin)) {
        say(pinForm, texts.pin_length);
        return null;
      }
      const answer = await this.ask("/api/pin", { pin });
      if (answer.ok) await this.#done(pinForm, "pin_is_new");
      return answer;
    });
    byId("totp-begin").addEventListener("click", async () => {
      const stands = await totpSetup(this, byId("totp"), byId("totp-said"), async () => {
        await this.#done(byId("totp-said"), "totp_is_new");
        show(byId("totp-begin"), true);
      });
      show(byId("totp-begin"), !stands);
      byId("totp").querySelector("input")?.focus();
    });
  }

  /** @param {any} form @param {string} text */
  async #done(form, text) {
    form.reset?.();
    await this.meet();
    this.#fill();
    await this.#sessions();
    say(form, this.texts[text], "good");
  }

  async #sessions() {
    const answer = await this.ask("/api/sessions");
    if (!answer.ok) {
      refuse(byId("sessions-said"), this.texts, answer);
      return;
    }
    const create = (/** @type {Session} */ one) => {
      const end = el("button", { type: "button", class: "button button-small", "data-part": "end" }, this.texts.session_end);
      end.addEventListener("click", () => this.#end(one));
      return el("li", { class: "item" },
        el("div", { class: "item-main" }, el("strong", { "data-part": "what" }), el("span", { class: "quiet", "data-part": "when" })), end);
    };
    syncList(byId("sessions"), /** @type {Session[]} */ (answer.body), (one) => one.session_id, create, (element, one) => {
      const parts = partsOf(element);
      const words = [one.own && this.texts.session_own, one.device_id && this.texts.session_counter, one.source].filter(Boolean);
      setText(parts.what, words.join(this.style.fact_separator));
      const moment = (/** @type {number} */ at) => agoText(this.say, at, this.now(), this.zone, this.style);
      setText(parts.when, this.say("session_when", { began: moment(one.began_at), seen: moment(one.seen_at) }));
      show(parts.end, !one.own);
    });
  }

  /** @param {Session} one */
  async #end(one) {
    const answer = await this.ask("/api/sessions/end", { session_id: one.session_id });
    if (!answer.ok) refuse(byId("sessions-said"), this.texts, answer);
    await this.#sessions();
  }
}

new Account().start();
