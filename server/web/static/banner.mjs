/** What stands across the page when the line to the hall is down or refused, and what can be done about it. */
import { byId, setText, show } from "./dom.mjs";
import { clockText, refusedLine } from "./words.mjs";

/** @typedef {import("./console.mjs").Console} Console */

/** Does the banner's button load the page afresh? It comes from the server that refuses it. @param {Console} app */
export function reloads(app) {
  return app.linkState === "refused" && app.reason !== "revoked";
}

/** @param {Console} app */
export function fillBanner(app) {
  const refused = app.linkState === "refused";
  const shown = refused || app.linkState === "lost";
  show(byId("banner"), shown);
  document.body.classList.toggle("stale", shown);
  if (!shown) return;
  const zone = app.state?.hall.time_zone;
  const lost = zone ? app.say("lost_banner", { time: clockText(app.frozenAt, zone) }) : app.say("link_lost");
  setText(byId("banner-text"), refused ? refusedLine(app.texts, app.reason) : lost);
  setText(byId("banner-hint"), refused ? "" : app.say("lost_hint"));
  setText(byId("banner-action"), app.say(reloads(app) ? "reload" : "retry_now"));
}
