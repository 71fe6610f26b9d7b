/** The languages of the console, as links to the same page. */
import { byId, el, syncList } from "./dom.mjs";

/** @param {import("./console.mjs").Console} app */
export function fillLanguages(app) {
  const query = new URLSearchParams(location.search);
  const languages = app.page.languages.length > 1 ? app.page.languages : [];
  syncList(byId("languages"), languages, (item) => item.tag, (item) => {
    query.set("lang", item.tag);
    return el("a", {
      class: "bar-link", href: `?${query}`, lang: item.tag, "aria-current": item.tag === app.language && "true",
    }, item.name);
  }, () => {});
}
