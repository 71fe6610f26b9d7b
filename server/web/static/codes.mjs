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

/** The port that a device asks where none is typed. */
const USUAL_PORT = "8765";

/** What a person types on a device to find the server: its name, and the port where it is not the usual one. @param {string} link `wss://…/ws` */
export function typedAddress(link) {
  const { protocol, hostname, port } = new URL(link);
  const at = port || (protocol === "wss:" ? "443" : "80");
  return protocol !== "wss:" ? link : at === USUAL_PORT ? hostname.replace(/^\[|\]$/g, "") : `${hostname}:${at}`;
}

/** The same, of the page that is open; "" where only this computer finds it. @param {{protocol: string, host: string, hostname: string}} place */
export function typedPage({ protocol, host, hostname }) {
  const own = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
  return own || protocol !== "https:" ? "" : typedAddress(`wss://${host}/ws`);
}

/**
 * Where a browser on another computer opens this server.
 * @param {{protocol: string, host: string, hostname: string, origin: string}} place the page that is open
 * @param {readonly string[]} links `wss://…/ws`, best first
 */
export function originFor(place, links) {
  return typedPage(place) === "" && links.length ? new URL(links[0].replace(/^ws/, "http")).origin : place.origin;
}

/** Whole minutes and seconds left, "9:05"; "0:00" when over. @param {number} until ms @param {number} now ms */
export function timeLeft(until, now) {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
