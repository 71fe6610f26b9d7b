/**
 * Signing in, and what stands before it: the first administrator, a one-time code for a new password, a password that
 * must change, the second factor. Who is through goes to where he wanted to.
 */
import { ask } from "./api.mjs";
import { plain } from "./codes.mjs";
import { byId, setText, show } from "./dom.mjs";
import { answers, refuse, say } from "./forms.mjs";
import { isCounter, safePlace, stepOf } from "./me.mjs";
import { onSignedInElsewhere, tellSignedIn } from "./other_windows.mjs";
import { PinSwitch } from "./pin_switch.mjs";
import { StaffPage } from "./staff_page.mjs";
import { totpSetup } from "./totp_setup.mjs";

const STEPS = ["sign-in", "second", "first", "reset", "change", "totp", "pin"];

class SignIn extends StaffPage {
  constructor() {
    super();
    const query = new URLSearchParams(location.search);
    this.to = safePlace(query.get("to"));
    this.why = query.get("why") ?? "";
    this.people = 0;
    this.pin = new PinSwitch(this.texts, () => this.#go());
    this.pin.parts.who.textContent = this.texts.pin_sign_in_who;
    this.pin.parts.do.textContent = this.texts.sign_in;
    byId("pin").append(this.pin.root);
    byId("to-trust").href = this.address("/trust");
    this.#forms();
    byId("to-reset").addEventListener("click", () => this.#show("reset"));
    for (const button of document.querySelectorAll("[data-back]")) {
      button.addEventListener("click", () => this.#show("sign-in"));
    }
  }

  async start() {
    await this.#onward();
    onSignedInElsewhere(() => this.#onward());
    this.ready();
    this.#focus();
  }

  /** To the step that stands between this person and the hall. */
  async #onward() {
    const me = await this.meet();
    const first = me.signed_in ? null : await ask("/api/first");
    const step = stepOf(me, first?.body?.open === true);
    if (step === "go") {
      this.#go();
      return;
    }
    this.people = step === "sign-in" && isCounter(me) ? await this.pin.fill() : 0;
    setText(byId("why"), this.texts[`why_${this.why || me.ended}`] ?? "");
    show(byId("why"), step === "sign-in" && byId("why").textContent !== "");
    this.#show(step);
    if (step === "totp") await totpSetup(this, byId("totp"), byId("why"), () => this.#onward());
  }

  /** @param {string} step */
  #show(step) {
    for (const one of STEPS) show(byId(`step-${one}`), one === step || (one === "pin" && step === "sign-in" && this.people > 0));
    this.#focus();
  }

  #focus() {
    const fields = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#content section:not([hidden]) input")]);
    if (!byId("content").hidden && this.people === 0) fields.find((field) => field.value === "")?.focus();
  }

  #go() {
    tellSignedIn();
    const language = this.askedLanguage && !this.to.includes("lang=") ? `${this.to.includes("?") ? "&" : "?"}lang=${this.askedLanguage}` : "";
    location.replace(this.to + language);
  }

  #forms() {
    const { texts } = this;
    answers(byId("sign-in-form"), texts, async ({ login, password }) => {
      const answer = await ask("/api/sign-in", { login: login.trim(), password });
      if (answer.code === "totp_needed") {
        this.#show("second");
        return null;
      }
      return this.#through(answer, byId("sign-in-form"));
    });
    answers(byId("second-form"), texts, async ({ totp }) => {
      const { login, password } = Object.fromEntries(new FormData(byId("sign-in-form")));
      const answer = await ask("/api/sign-in", { login: String(login).trim(), password, totp: totp.replace(/\s/g, "") });
      return this.#through(answer, byId("second-form"));
    });
    answers(byId("first-form"), texts, async ({ code, login, name, password }) => this.#through(
      await ask("/api/first", { code: plain(code), login: login.trim(), name: name.trim(), password }), byId("first-form")));
    answers(byId("reset-form"), texts, async ({ login, code, new: fresh }) => {
      const answer = await ask("/api/password/reset", { login: login.trim(), code: plain(code), new: fresh });
      if (!answer.ok) return answer;
      byId("sign-in-form").elements.login.value = login.trim();
      await this.#through(answer, byId("reset-form"));
      if (this.me?.signed_in === false) say(byId("sign-in-form"), texts.password_is_set, "good");
      return null;
    });
    answers(byId("change-form"), texts, async ({ old, new: fresh }) => this.#through(
      await ask("/api/password", { old, new: fresh }), byId("change-form")));
  }

  /** On to the next step, or what was wrong. @param {import("./api.mjs").Answer} answer @param {any} form */
  async #through(answer, form) {
    if (!answer.ok) {
      refuse(form, this.texts, answer);
      return null;
    }
    this.why = "";
    form.reset();
    await this.#onward();
    return null;
  }
}

new SignIn().start();
