/**
 * What does not fit: a region that scrolls shows on which sides it goes on and is reached by keys, a text that is
 * shortened keeps its whole words at hand; and how much room the longest number and label of a hall need.
 *
 * @typedef {{scrollTop: number, clientHeight: number, scrollHeight: number}} Scrolled all in CSS pixels
 * @typedef {import("./wire_types.mjs").HallView} HallView
 */

/** Where more stands than is in sight: "above", "below", both, or "". @param {Scrolled} region */
export function moreIn({ scrollTop, clientHeight, scrollHeight }) {
  const above = scrollTop > 1 ? ["above"] : [];
  const below = scrollTop + clientHeight < scrollHeight - 1 ? ["below"] : [];
  return [...above, ...below].join(" ");
}

/**
 * Which rows of a region stand in it only in part, and on which side more of them is, or below it altogether; one that
 * is higher than the region stays.
 * @param {{top: number, bottom: number}} region @param {readonly {top: number, bottom: number}[]} rows
 * @returns {("" | "above" | "below")[]}
 */
export function cutRows(region, rows) {
  return rows.map(({ top, bottom }) => {
    if (bottom > region.bottom + 1 && top > region.top + 1) return "below";
    return top < region.top - 1 && bottom > region.top + 1 && bottom - top <= region.bottom - region.top ? "above" : "";
  });
}

/** Digits and letters of the longest number in the hall. @param {Pick<HallView, "services">} hall */
export function longestNumber(hall) {
  return Math.max(4, ...hall.services.map((service) => (service.last_number ?? "").length));
}

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** About how wide a text is, at most: a Han character counts 1, any other 0.66. @param {string} text in em */
export function emsOf(text) {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 1 : 0.66), 0);
}

/** A tile that shows any counter of the hall: its label, then its number or that it is free. @param {HallView} hall @param {string} free @returns {number} in rem */
export function tileWidth(hall, free) {
  const label = Math.max(1, ...hall.counters.map((counter) => emsOf(counter.label)));
  const number = 1 + 1.125 * 0.66 * (longestNumber(hall) + 0.3);
  return Math.ceil(10 * (label + Math.max(number, emsOf(free)) + 3)) / 10;
}

/**
 * What is said of the rows of a region that are not in sight, and where a press leads: to the first of those below, from
 * the last ones back to the beginning; null: all are in sight.
 * @param {boolean} above do rows stand above @param {number} below how many stand below
 * @returns {{key: string, fields: Record<string, number>} | null}
 */
export function moreWords(above, below) {
  if (below > 0) return { key: "scroll_more", fields: { n: below } };
  return above ? { key: "scroll_back", fields: {} } : null;
}

/** Says a text of the page, that back to the beginning no wider than the others, so that no line breaks for it; a page that has no such texts has no buttons that lead to more. @type {((key: string, fields?: Record<string, number>) => string) | null} */
let say = null;

/** Marks every region and shortened text of the page; to be called when either may have changed. */
export function refit() {
  for (const region of document.querySelectorAll(".scrolls")) mark(/** @type {HTMLElement} */ (region));
  for (const text of document.querySelectorAll(".elide")) named(/** @type {HTMLElement} */ (text));
}

/**
 * Keeps the marks right while the page is scrolled and its window changes.
 * @param {(key: string, fields?: Record<string, number>) => string} [words] with them a list says how many of its rows are not in sight
 */
export function keepFit(words) {
  say = words ?? null;
  document.addEventListener("scroll", ({ target }) => {
    if (target instanceof HTMLElement && target.matches(".scrolls")) mark(target);
  }, { capture: true, passive: true });
  addEventListener("resize", refit);
  document.fonts?.addEventListener("loadingdone", refit);
}

/** @param {HTMLElement} region */
function mark(region) {
  const scrolls = getComputedStyle(region).overflowY !== "visible";
  const more = scrolls ? moreIn(region) : "";
  if (region.dataset.more !== more) region.dataset.more = more;
  if (region.matches(".rows, .tiles, .guide")) showWhole(region, scrolls);
  if (more) region.tabIndex = 0;
  else if (region !== document.activeElement) region.removeAttribute("tabindex");
}

/** No row is cut in half: one that does not stand in the region whole is not seen yet. @param {HTMLElement} region @param {boolean} scrolls */
function showWhole(region, scrolls) {
  const rows = rowsOf(region);
  const edges = region.getBoundingClientRect();
  const head = region.querySelector(":scope > .card-head")?.getBoundingClientRect();
  const seen = { top: head ? Math.max(edges.top, head.bottom) : edges.top, bottom: edges.bottom };
  const cut = scrolls ? cutRows(seen, rows.map((row) => row.getBoundingClientRect())) : [];
  rows.forEach((row, place) => {
    if (cut[place]) row.setAttribute("data-cut", cut[place]);
    else row.removeAttribute("data-cut");
  });
  leadOn(region, scrolls && region.scrollTop > 1, rows.filter((_, place) => cut[place] === "below"), seen.top);
}

/** What stands in a region whole or not at all; of a guide its papers, steps and whatever else is said. @param {HTMLElement} region */
function rowsOf(region) {
  if (!region.matches(".guide")) return Array.from(region.children);
  return Array.from(region.querySelectorAll(":scope > :not(.card-head, ul, ol), li")).filter((row) => row.getClientRects().length > 0);
}

/** @param {HTMLElement} region @param {boolean} above @param {readonly Element[]} below the rows that are not in sight @param {number} top */
function leadOn(region, above, below, top) {
  const head = region.querySelector(":scope > .card-head") ?? region.parentElement?.querySelector(":scope > .card-head");
  if (!say || !head) return;
  let button = /** @type {HTMLButtonElement | null} */ (head.querySelector(":scope > .scroll-more"));
  const said = moreWords(above, below.length);
  if (!button) {
    if (!said) return;
    button = document.createElement("button");
    button.type = "button";
    button.className = "scroll-more";
    button.addEventListener("click", () => {
      const first = region.querySelector('[data-cut="below"]');
      const edge = Number(region.dataset.top ?? 0);
      if (first) region.scrollBy({ top: first.getBoundingClientRect().top - edge });
      else region.scrollTo({ top: 0 });
    });
    head.append(button);
  }
  region.dataset.top = String(top);
  button.hidden = !said;
  const words = said ? say(said.key, said.fields) : "";
  if (button.textContent !== words) button.textContent = words;
}

/** A line and a half is more than the leading of letters that fit. @param {HTMLElement} text */
function named(text) {
  const line = parseFloat(getComputedStyle(text).fontSize);
  const words = text.textContent ?? "";
  const short = text.scrollHeight > text.clientHeight + line / 2 || text.scrollWidth > text.clientWidth + 1;
  if (short && text.title !== words) text.title = words;
  else if (!short) text.removeAttribute("title");
}
