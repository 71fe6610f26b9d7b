/** A page that only tells something, whoever reads it. */
import { show } from "./dom.mjs";
import { StaffPage } from "./staff_page.mjs";

const page = new StaffPage();
if (page.page.has_authority === false) {
  for (const [id, shown] of /** @type {const} */ ([["authority", false], ["ways", false], ["no-authority", true]])) {
    const element = document.getElementById(id);
    if (element) show(element, shown);
  }
}
page.ready();
void page.meet();
