/** Codes for eyes, ears and hands. Pure. */

/** In groups of four, as they are read. @param {string} code */
export function grouped(code) {
  return code.replace(/[\s-]/g, "").replace(/.{4}(?=.)/g, "$& ");
}

/** As the server knows it, however it was typed: small letters, spaces, hyphens. @param {string} typed */
export function plain(typed) {
  return typed.replace(/[\s\-–—·]/g, "").toUpperCase();
}

/** The words of ITU and ICAO for letters, for whoever reads a code out. */
const WORDS = [
  "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike",
  "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray", "Yankee",
  "Zulu",
];

/** "Alfa Bravo 2": every letter as its word, what is no letter as it is. @param {string} code */
export function spelled(code) {
  const word = (/** @type {string} */ letter) => WORDS.find((one) => one[0] === letter) ?? letter;
  return [...plain(code)].map(word).join(" ");
}

/** Whole minutes and seconds left, "9:05"; "0:00" when over. @param {number} until ms @param {number} now ms */
export function timeLeft(until, now) {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
