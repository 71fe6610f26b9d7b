/** What has been typed of a PIN. Pure. */
export const PIN_LEAST = 6;
export const PIN_MOST = 8;

/** The keys of the pad, row by row; "" is a place without one. */
export const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "back"];

/** The digits after a key of the pad; what is no digit and no key of it changes nothing. @param {string} digits @param {string} key */
export function pressed(digits, key) {
  if (key === "clear") return "";
  if (key === "back") return digits.slice(0, -1);
  return /^\d$/.test(key) && digits.length < PIN_MOST ? digits + key : digits;
}

/** The digits among what was typed or pasted. @param {string} typed */
export function onlyDigits(typed) {
  return typed.replace(/\D/g, "").slice(0, PIN_MOST);
}

/** @param {string} digits */
export function whole(digits) {
  return digits.length >= PIN_LEAST && digits.length <= PIN_MOST;
}
