/** This browser becomes an enrolled counter, by a code of an administrator's. */
import { ask } from "./api.mjs";
import { plain } from "./codes.mjs";
import { byId, setText, show } from "./dom.mjs";
import { answers } from "./forms.mjs";
import { StaffPage } from "./staff_page.mjs";

const page = new StaffPage();

async function fill() {
  const me = await page.meet();
  const { device } = me;
  show(byId("enrolled"), device !== null);
  setText(byId("enrolled"), device ? page.say("enrol_is", { name: device.name }) : "");
  show(byId("enrol-on"), device !== null && !me.signed_in);
  byId("enrol-sign-in").href = page.address("/sign-in");
}

answers(byId("enrol-form"), page.texts, async ({ code }) => {
  const answer = await ask("/api/enrol/counter", { code: plain(code) });
  if (answer.ok) {
    byId("enrol-form").reset();
    show(byId("enrol-form"), false);
    await fill();
    byId("enrol-sign-in").focus();
  }
  return answer;
});

void fill().then(() => page.ready());
