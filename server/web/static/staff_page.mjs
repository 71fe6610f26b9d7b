/** What every staff page beside the console has: its texts, who is signed in, where else to go, the way out. */
import { ask, isSignedOut } from "./api.mjs";
import { byId, el, pageData, setText, show, syncList } from "./dom.mjs";
import { placesOf, signInAddress } from "./me.mjs";
import { sayer, useFonts } from "./words.mjs";

/** @typedef {import("./me.mjs").Me} Me */

export class StaffPage {
  constructor() {
    this.page = pageData();
    /** @type {Record<string, string>} */
    this.texts = this.page.texts;
    this.say = sayer(this.texts);
    /** @type {string} */
    this.zone = this.page.time_zone;
    /** @type {import("./words.mjs").Style} */
    this.style = this.page.style;
    useFonts(this.style);
    this.askedLanguage = new URLSearchParams(location.search).get("lang");
    /** @type {Me | null} */
    this.me = null;
    this.heardAt = 0;
    byId("sign-out").addEventListener("click", () => this.#signOut());
    // a page from the browser's memory may be another person's
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    this.#languages();
  }

  /** The server's clock, ms since the epoch; this PC's may be wrong. */
  now() {
    return this.me ? this.me.server_time + (performance.now() - this.heardAt) : Date.now();
  }

  /** An own page in this language. @param {string} path */
  address(path) {
    return this.askedLanguage ? `${path}?lang=${encodeURIComponent(this.askedLanguage)}` : path;
  }

  /** Who is signed in; asks until there is an answer. @returns {Promise<Me>} */
  async meet() {
    for (;;) {
      const answer = await ask("/api/me");
      if (answer.ok) return this.#met(answer.body);
      setText(byId("loading"), this.texts.no_unreachable);
      await new Promise((resolve) => { setTimeout(resolve, 3000); });
    }
  }

  /** For pages of staff alone: who is signed in, or away to the sign-in page. @returns {Promise<Me | null>} */
  async meetStaff() {
    const me = await this.meet();
    if (me.signed_in && !me.must_change && me.totp !== "needed") return me;
    this.leave("");
    return null;
  }

  ready() {
    show(byId("loading"), false);
    show(byId("content"), true);
  }

  /**
   * Asks as the one who is signed in; who no longer is goes to the sign-in page.
   * @param {string} path @param {object} [body]
   */
  async ask(path, body) {
    const answer = await ask(path, body);
    // at an enrolled counter it is the counter that may not, once nobody is signed in
    if (isSignedOut(answer) || answer.status === 403) {
      const me = await ask("/api/me");
      if (me.ok && !me.body.signed_in) this.leave(me.body.ended || "ended");
    }
    return answer;
  }

  /** To the sign-in page; nothing of this one stays. @param {string} why */
  leave(why) {
    byId("main").replaceChildren();
    location.replace(signInAddress(why, location.pathname + location.search, this.askedLanguage));
  }

  /** @param {Me} me */
  #met(me) {
    this.me = me;
    this.heardAt = performance.now();
    const who = byId("who");
    show(who, me.signed_in);
    setText(who, me.signed_in ? this.say("who", { name: me.name, role: this.texts[`role_${me.role}`] ?? me.role }) : "");
    show(byId("sign-out"), me.signed_in);
    const places = me.signed_in ? placesOf(me).filter((place) => place.path !== location.pathname) : [];
    syncList(byId("places"), places, (place) => place.path, (place) => el("a", {
      class: "bar-link", href: this.address(place.path),
    }, this.texts[place.text]), () => {});
    return me;
  }

  async #signOut() {
    const answer = await ask("/api/sign-out", {});
    if (answer.ok || answer.status === 401) this.leave("you");
    else setText(byId("who"), this.texts.no_unreachable);
  }

  #languages() {
    const query = new URLSearchParams(location.search);
    const languages = this.page.languages.length > 1 ? this.page.languages : [];
    syncList(byId("languages"), languages, (item) => item.tag, (item) => {
      query.set("lang", item.tag);
      return el("a", {
        class: "bar-link", href: `?${query}`, lang: item.tag, "aria-current": item.tag === this.page.language && "true",
      }, item.name);
    }, () => {});
  }
}
