/** When something was, and how far clocks are apart, in words. Pure. */
import { clockText, dateText } from "./words.mjs";

/** @typedef {import("./words.mjs").Say} Say */

const MINUTE_MS = 60_000;
/** A device whose clock is off by more is named: its log and its clock on the screen would be wrong. */
export const SKEW_MS = 2_000;

/**
 * "剛才", "5 分鐘前", "09:14", "115年11月21日（六） 09:14"; the longer ago, the more of it.
 * @param {Say} say @param {number | null | undefined} at ms @param {number} now ms @param {string} zone
 * @param {import("./words.mjs").Style} style
 */
export function agoText(say, at, now, zone, style) {
  if (at === null || at === undefined) return say("never");
  const minutes = Math.floor((now - at) / MINUTE_MS);
  if (minutes < 1) return say("just_now");
  if (minutes < 60) return say("minutes_ago", { n: minutes });
  const time = clockText(at, zone);
  const day = dateText(at, zone, style);
  return day === dateText(now, zone, style) ? time : `${day} ${time}`;
}

/**
 * How a device's clock stands to the server's: nothing when it is right or nobody knows.
 * @param {Say} say @param {number | null | undefined} skewMs how far it is ahead
 */
export function skewText(say, skewMs) {
  if (skewMs === null || skewMs === undefined || Math.abs(skewMs) <= SKEW_MS) return "";
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return say(skewMs > 0 ? "skew_ahead" : "skew_behind", { n: seconds });
}
