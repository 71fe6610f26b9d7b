/**
 * Who is signed in, as `/api/me` says it, and where that leads. Pure.
 *
 * @typedef {object} Me
 * @property {boolean} signed_in
 * @property {string} account_id
 * @property {string} login
 * @property {string} name
 * @property {string} role
 * @property {string[]} rights types of messages that may be sent
 * @property {string[]} pages
 * @property {{device_id: string, name: string, kind: string} | null} device
 * @property {boolean} must_change the password is a one-time one
 * @property {"on" | "off" | "needed"} totp
 * @property {boolean} pin
 * @property {string} [ended] why the session that this browser had is over, as a word of `why_…`; "" or none: nobody knows
 * @property {number} server_time ms since the epoch
 *
 * @typedef {"first" | "sign-in" | "change" | "totp" | "go"} Step
 */

/** What stands between somebody and the hall. @param {Me} me @param {boolean} first no account exists yet @returns {Step} */
export function stepOf(me, first) {
  if (!me.signed_in) return first ? "first" : "sign-in";
  if (me.must_change) return "change";
  return me.totp === "needed" ? "totp" : "go";
}

/** The pages that may be opened, in the order of the bar. */
const PLACES = [
  { page: "console", path: "/console", text: "title_console" },
  { page: "today", path: "/today", text: "title_today" },
  { page: "what_if", path: "/what-if", text: "title_what_if" },
  { page: "own_account", path: "/account", text: "title_account" },
  { page: "accounts", path: "/accounts", text: "title_accounts" },
  { page: "unlock", path: "/accounts", text: "title_accounts" },
  { page: "devices", path: "/devices", text: "title_devices" },
  { page: "anchor", path: "/anchor", text: "title_anchor" },
  { page: "staff_log", path: "/staff-log", text: "title_staff_log" },
];

/** @param {Me} me @returns {{path: string, text: string}[]} */
export function placesOf(me) {
  if (stepOf(me, false) !== "go") return [];
  const allowed = PLACES.filter(({ page }) => me.pages.includes(page));
  return allowed.filter(({ path }, at) => allowed.findIndex((one) => one.path === path) === at);
}

/**
 * Where to go after signing in: the own page that was asked for, else the console. Never another site's, whatever an
 * address says.
 * @param {string | null} asked
 */
export function safePlace(asked) {
  const [path, query = ""] = (asked ?? "").split("#")[0].split("?", 2);
  if (!PLACES.some((place) => place.path === path)) return "/console";
  return query ? `${path}?${query}` : path;
}

/**
 * The sign-in page, that leads back to where somebody was; `why` is a word of `why_…`.
 * @param {string} why @param {string} path @param {string | null} language
 */
export function signInAddress(why, path, language) {
  const query = new URLSearchParams({ to: safePlace(path), ...(why && { why }), ...(language && { lang: language }) });
  return `/sign-in?${query}`;
}

/** May this browser be used by PIN? @param {Me} me */
export function isCounter(me) {
  return me.device?.kind === "counter";
}
