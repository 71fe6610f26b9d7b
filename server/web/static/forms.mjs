/** Forms that ask the server: one press, one question; what is wrong stands in the form and is read out. */
import { faultWords } from "./api.mjs";
import { setText } from "./dom.mjs";

/**
 * @param {any} form its `.said` tells what went wrong; empty required fields are told before anything is asked
 * @param {Record<string, string>} texts
 * @param {(fields: Record<string, string>) => Promise<import("./api.mjs").Answer | null>} send null: nothing to say
 */
export function answers(form, texts, send) {
  let busy = false;
  form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (busy) return;
    const empty = markEmpty(form);
    if (empty) {
      say(form, texts.field_missing);
      empty.focus();
      return;
    }
    busy = true;
    say(form, "");
    form.setAttribute("aria-busy", "true");
    const answer = await send(fieldsOf(form));
    busy = false;
    form.removeAttribute("aria-busy");
    if (answer && !answer.ok) refuse(form, texts, answer);
  });
}

/** @param {any} form @returns {Record<string, string>} */
export function fieldsOf(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** @param {any} form @param {string} text @param {"trouble" | "good"} [kind] */
export function say(form, text, kind = "trouble") {
  const said = form.matches(".said") ? form : form.querySelector(".said");
  said.dataset.kind = kind;
  setText(said, text);
}

/** Says why not; what is secret is typed again. @param {any} form @param {Record<string, string>} texts @param {import("./api.mjs").Answer} answer */
export function refuse(form, texts, answer) {
  say(form, faultWords(texts, answer));
  const secret = form.querySelector('input[type="password"], input[name="totp"]');
  if (secret && answer.status !== 0) {
    secret.value = "";
    secret.focus();
  }
}

/** @param {any} form @returns {any} the first field that is empty and must not be */
function markEmpty(form) {
  const needed = [...form.querySelectorAll("[required]")];
  for (const field of needed) field.toggleAttribute("aria-invalid", false);
  const empty = needed.filter((field) => field.value.trim() === "");
  for (const field of empty) field.setAttribute("aria-invalid", "true");
  return empty[0];
}
