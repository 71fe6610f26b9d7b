/** A page that only tells something, whoever reads it. */
import { StaffPage } from "./staff_page.mjs";

const page = new StaffPage();
page.ready();
void page.meet();
