/** Keys of commands, chosen at the moment of intent: the same key again has no second effect. */

/** A fresh one of 128 random bits, URL-safe. @param {Crypto} [source] */
export function newKey(source = crypto) {
  const bytes = source.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
