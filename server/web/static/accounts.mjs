/** The accounts of a hall, for administrators; for supervisors the list and the end of a lockout. */
import { CodeDialog, sure } from "./dialogs.mjs";
import { byId, el, partsOf, setText, show, syncList } from "./dom.mjs";
import { answers, refuse, say } from "./forms.mjs";
import { agoText } from "./moments.mjs";
import { StaffPage } from "./staff_page.mjs";

/** What can be done with an account, and the text of its button. @type {Record<string, string>} */
const ACTS = {
  unlock: "account_unlock", reset: "account_reset", enable: "account_enable", disable: "account_disable", erase: "account_erase",
};
const ROLES = ["clerk", "volunteer", "supervisor", "administrator"];

/**
 * @typedef {{account_id: string, login: string, name: string, role: string, disabled: boolean, locked: boolean,
 *   must_change: boolean, totp: boolean, pin: boolean, last_sign_in: number | null}} Account
 */

class Accounts extends StaffPage {
  async start() {
    const me = await this.meetStaff();
    if (!me) return;
    this.code = new CodeDialog(this);
    /** May accounts be changed, or lockouts be ended only? */
    this.changes = me.pages.includes("accounts");
    show(byId("add-account"), this.changes);
    const form = byId("account-form");
    const hint = () => setText(byId("role-hint"), this.texts[`role_hint_${form.elements.role.value}`]);
    form.addEventListener("change", hint);
    hint();
    answers(form, this.texts, async ({ login, name, role }) => {
      const answer = await this.ask("/api/accounts", { login: login.trim(), name: name.trim(), role });
      if (!answer.ok) return answer;
      form.reset();
      hint();
      this.#showCode(answer.body.account, answer.body.code);
      await this.#fill();
      return null;
    });
    await this.#fill();
    this.ready();
  }

  async #fill() {
    const answer = await this.ask("/api/accounts");
    if (!answer.ok) {
      refuse(byId("accounts-said"), this.texts, answer);
      return;
    }
    syncList(byId("accounts"), /** @type {Account[]} */ (answer.body), (one) => one.account_id, (one) => this.#row(one),
      (element, one) => this.#update(element, one));
  }

  /** @param {Account} one */
  #row({ account_id: id }) {
    const roles = ROLES.map((role) => el("option", { value: role }, this.texts[`role_${role}`]));
    const role = el("select", { "data-part": "role" }, ...roles);
    role.addEventListener("change", () => this.#setRole(id, role));
    const button = (/** @type {string} */ part, /** @type {() => void} */ act) => {
      const made = el("button", { type: "button", class: "button button-small", "data-part": part }, this.texts[ACTS[part]]);
      made.addEventListener("click", act);
      return made;
    };
    return el("li", { class: "item" },
      el("div", { class: "item-main" },
        el("strong", { "data-part": "name" }), el("span", { class: "quiet", "data-part": "facts" }),
        el("span", { class: "state", "data-part": "state" })),
      el("div", { class: "item-acts" },
        role,
        button("unlock", () => this.#do(id, "/api/accounts/unlock", "account_unlocked")),
        button("reset", () => this.#reset(id)),
        button("enable", () => this.#do(id, "/api/accounts/enable", "account_enabled")),
        button("disable", () => this.#disable(id)),
        button("erase", () => this.#erase(id))));
  }

  /** @param {HTMLElement} element @param {Account} one */
  #update(element, one) {
    const parts = partsOf(element);
    const own = one.account_id === this.me?.account_id;
    element.dataset.name = one.name;
    element.dataset.role = one.role;
    setText(parts.name, one.name);
    const seen = one.last_sign_in === null
      ? this.texts.signed_in_never
      : this.say("signed_in_last", { when: agoText(this.say, one.last_sign_in, this.now(), this.zone, this.style) });
    const role = this.texts[`role_${one.role}`] ?? one.role;
    setText(parts.facts, [one.login, ...(this.changes ? [] : [role]), seen].join(this.style.fact_separator));
    const state = one.disabled ? "disabled" : one.locked ? "locked" : one.must_change ? "new" : "active";
    parts.state.dataset.state = { disabled: "unknown", locked: "warning", new: "unknown", active: "ok" }[state];
    setText(parts.state, [this.texts[`account_is_${state}`], ...(own ? [this.texts.account_is_you] : [])].join(this.style.fact_separator));
    parts.role.value = one.role;
    parts.role.setAttribute("aria-label", this.say("role_of", { name: one.name }));
    for (const [part, text] of Object.entries(ACTS)) {
      parts[part].setAttribute("aria-label", this.say("verb_label", { verb: this.texts[text], number: one.name }));
    }
    show(parts.role, this.changes && !one.disabled);
    parts.role.disabled = own;
    show(parts.unlock, one.locked);
    show(parts.reset, this.changes && !one.disabled && !own);
    show(parts.enable, this.changes && one.disabled);
    show(parts.disable, this.changes && !one.disabled && !own);
    show(parts.erase, this.changes && one.disabled && !own);
  }

  /** @param {string} id */
  #name(id) {
    return /** @type {any} */ (byId("accounts").querySelector(`[data-key="${CSS.escape(id)}"]`))?.dataset.name ?? "";
  }

  /** @param {string} id @param {string} path @param {string} done @param {object} [more] */
  async #do(id, path, done, more = {}) {
    const answer = await this.ask(path, { account_id: id, ...more });
    if (answer.ok) say(byId("accounts-said"), this.say(done, { name: this.#name(id) }), "good");
    else refuse(byId("accounts-said"), this.texts, answer);
    await this.#fill();
    const focused = document.activeElement;
    if (!byId("accounts").contains(focused) || focused?.closest("[hidden]")) byId("accounts-said").focus(); // its button went
    return answer;
  }

  /** @param {string} id @param {any} select */
  async #setRole(id, select) {
    const name = this.#name(id);
    const role = this.texts[`role_${select.value}`];
    if (await sure(this.say("sure_role", { name, role }), this.texts[`role_hint_${select.value}`], this.texts.sure_role_yes)) {
      await this.#do(id, "/api/accounts/role", "account_changed", { role: select.value });
    } else await this.#fill();
  }

  /** @param {string} id */
  async #disable(id) {
    const name = this.#name(id);
    if (await sure(this.say("sure_disable", { name }), this.texts.sure_disable_hint, this.texts.account_disable)) {
      await this.#do(id, "/api/accounts/disable", "account_disabled");
    }
  }

  /** @param {string} id */
  async #erase(id) {
    if (await sure(this.say("sure_erase", { name: this.#name(id) }), this.texts.sure_erase_hint, this.texts.account_erase)) {
      await this.#do(id, "/api/accounts/erase", "account_erased");
    }
  }

  /** @param {string} id */
  async #reset(id) {
    const name = this.#name(id);
    if (!(await sure(this.say("sure_reset", { name }), this.texts.sure_reset_hint, this.texts.account_reset))) return;
    const answer = await this.#do(id, "/api/accounts/reset", "account_has_code");
    if (answer.ok) this.#showCode({ name }, answer.body.code);
  }

  /** @param {{name: string}} account @param {string} code */
  #showCode({ name }, code) {
    this.code?.show({
      heading: this.say("code_for_person", { name }), hint: this.texts.code_for_person_hint, code, expiresAt: null,
    });
  }
}

new Accounts().start();
