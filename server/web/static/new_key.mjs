/** Keys of commands, chosen at the moment of intent: the same key again has no second effect. */
import { PATIENCE_MS } from "./clerk_commands.mjs";

/** A fresh one of 128 random bits, URL-safe. @param {Crypto} [source] */
export function newKey(source = crypto) {
  const bytes = source.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * What is asked of the whole hall, as a command with a fresh key.
 * @template {{type: string}} T
 * @param {T} what
 */
export function order(what) {
  return { ...what, key: newKey(), patience_ms: PATIENCE_MS };
}
