/** Setting the second factor up: a picture for the app, the same in letters, and the first code as the proof. */
import { grouped } from "./codes.mjs";
import { fromTemplate, setText } from "./dom.mjs";
import { answers, refuse } from "./forms.mjs";

/**
 * @param {import("./staff_page.mjs").StaffPage} page @param {any} host where it stands
 * @param {any} said where a fault is told while nothing stands there @param {() => void} done
 * @returns {Promise<boolean>} whether it stands there
 */
export async function totpSetup(page, host, said, done) {
  const begun = await page.ask("/api/totp/begin", {});
  if (!begun.ok) {
    refuse(said, page.texts, begun);
    return false;
  }
  const { root, parts } = fromTemplate("totp-view");
  parts.picture.src = `data:image/svg+xml,${encodeURIComponent(begun.body.svg)}`;
  setText(parts.secret, grouped(begun.body.secret));
  answers(parts.form, page.texts, async ({ code }) => {
    const answer = await page.ask("/api/totp/confirm", { code: code.replace(/\s/g, "") });
    if (answer.ok) {
      host.replaceChildren();
      done();
    }
    return answer;
  });
  host.replaceChildren(root);
  return true;
}
