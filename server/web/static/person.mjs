/**
 * Who is signed in at this console: named in the bar, out by one press, over to the next by PIN. Whoever goes leaves
 * nothing behind: what stood there is gone at once, and the page with it.
 */
import { ask, isSignedOut } from "./api.mjs";
import { byId, el, onClosed, setText, show, syncList } from "./dom.mjs";
import { isCounter, placesOf, signInAddress } from "./me.mjs";
import { tellSignedIn } from "./other_windows.mjs";
import { PinSwitch } from "./pin_switch.mjs";

const AGAIN_MS = 1_000;

/** @typedef {import("./me.mjs").Me} Me */

export class Person {
  /** @type {Me | null} */
  #me = null;
  /** Going already: what the line says of its end is no news. */
  #going = false;

  /** @param {import("./console.mjs").Console} app @param {() => void} forget empties the page, before it is left */
  constructor(app, forget) {
    this.app = app;
    this.forget = forget;
    this.dialog = byId("switch-dialog");
    this.pin = new PinSwitch(app.texts, () => {
      tellSignedIn();
      this.#reload();
    });
    byId("switch-pin").append(this.pin.root);
    byId("sign-out").addEventListener("click", () => this.#signOut());
    byId("switch-person").addEventListener("click", () => this.#askPin());
    byId("switch-cancel").addEventListener("click", () => this.dialog.close());
    onClosed(this.dialog, () => this.pin.root.reset());
    document.addEventListener("click", ({ target }) => {
      if (!byId("person").contains(target)) byId("person").open = false;
    });
    document.addEventListener("keydown", ({ key }) => { if (key === "Escape") byId("person").open = false; });
    // a page from the browser's memory may be another person's
    addEventListener("pageshow", (event) => { if (event.persisted) this.#reload(); });
  }

  /** Is somebody about to take over? Then no key of the console counts. */
  get switching() {
    return this.dialog.open;
  }

  /** Who that is, as an opaque id; "" while it is not known. */
  get accountId() {
    return this.#me?.account_id ?? "";
  }

  /** Whether it is still the same person; the page is left when not. No answer: nothing is known, nothing happens. */
  async check() {
    await this.pin.answered; // whoever takes over here ends the session before this browser knows of theirs
    const answer = await ask("/api/me");
    if (!answer.ok || this.#going) return;
    const me = /** @type {Me} */ (answer.body);
    if (!me.signed_in || !me.pages.includes("console")) this.#leave(me.signed_in ? "" : me.ended || "ended");
    else if (this.#me && me.account_id !== this.#me.account_id) this.#reload();
    else this.#show(me);
  }

  /** The session has ended, but another one of this person may have begun in this browser. */
  async ended() {
    await this.check();
    if (!this.#going) setTimeout(() => this.app.link.retryNow(), AGAIN_MS);
  }

  /** @param {Me} me */
  #show(me) {
    const { app } = this;
    this.#me = me;
    show(byId("person"), true);
    setText(byId("who"), me.name);
    setText(byId("role"), app.texts[`role_${me.role}`] ?? me.role);
    show(byId("switch-person"), isCounter(me));
    const places = placesOf(me).filter((place) => place.path !== location.pathname);
    const language = new URLSearchParams(location.search).get("lang");
    syncList(byId("places"), places, (place) => place.path, (place) => el("a", {
      class: "bar-link", href: language ? `${place.path}?lang=${encodeURIComponent(language)}` : place.path,
    }, app.say(place.text)), () => {});
  }

  async #signOut() {
    this.#going = true;
    const answer = await ask("/api/sign-out", {});
    if (answer.ok || isSignedOut(answer)) {
      this.#leave("you");
      return;
    }
    this.#going = false;
    this.app.tell("trouble", this.app.say("no_unreachable"));
  }

  async #askPin() {
    byId("person").open = false;
    await this.pin.fill(this.#me?.account_id);
    this.dialog.showModal();
  }

  /** @param {string} why */
  #leave(why) {
    this.#gone();
    const here = new URLSearchParams(location.search);
    location.replace(signInAddress(why, location.pathname + location.search, here.get("lang")));
  }

  #reload() {
    this.#gone();
    location.reload();
  }

  #gone() {
    this.#going = true;
    this.#me = null;
    if (this.dialog.open) this.dialog.close();
    show(byId("person"), false);
    for (const id of ["who", "role"]) setText(byId(id), "");
    this.forget();
  }
}
