/**
 * What the server's JSON routes answer, as a value: nothing here throws. Pure but for the `fetch` that it is given.
 *
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {number} status 0 when no answer came
 * @property {any} body
 * @property {string} code why not, as a word of the server's; "unreachable" when no answer came
 * @property {string} detail
 * @property {number | null} retryAfterS
 */
const PATIENCE_MS = 20_000;

/**
 * GET without `body`, else POST of it as JSON.
 * @param {string} path @param {object} [body] @param {typeof fetch} [asked]
 * @param {AbortSignal} [until] ends it, instead of a patience of its own
 * @returns {Promise<Answer>}
 */
export async function ask(path, body, asked = fetch, until = AbortSignal.timeout(PATIENCE_MS)) {
  let response;
  try {
    response = await asked(path, {
      ...(body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      cache: "no-store", redirect: "error", signal: until,
    });
  } catch {
    return failed(0, "unreachable", {});
  }
  const said = await response.json().catch(() => null);
  if (response.ok) return { ok: true, status: response.status, body: said, code: "", detail: "", retryAfterS: null };
  return failed(response.status, said?.code ?? `status_${response.status}`, said ?? {});
}

/** Did nobody sign in, or not any more? What was typed wrong is answered 401 too. @param {Answer} answer */
export function isSignedOut({ status, code }) {
  return status === 401 && !["wrong_credentials", "totp_needed", "wrong_code", "expired_code"].includes(code);
}

/** @param {number} status @param {string} code @param {any} said @returns {Answer} */
function failed(status, code, said) {
  return { ok: false, status, body: said, code, detail: said.detail ?? "", retryAfterS: said.retry_after_s ?? null };
}

/**
 * Why it did not happen, in plain words.
 * @param {Record<string, string>} texts @param {Pick<Answer, "code" | "detail" | "retryAfterS">} answer
 */
export function faultWords(texts, { code, detail, retryAfterS }) {
  if (code === "locked" && retryAfterS) return filled(texts.no_locked_for, String(Math.ceil(retryAfterS / 60)));
  const because = texts[`because_${detail}`];
  if (because) return because;
  if (code === "not_now") return retryAfterS ? texts.because_too_soon : texts.because_not_now;
  return texts[`no_${code}`] ?? texts.no_other.replace("{code}", code);
}

/** @param {string} text @param {string} minutes */
function filled(text, minutes) {
  return text.replace("{n}", minutes);
}
