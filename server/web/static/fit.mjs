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
 * Which rows of a region stand in it only in part, at its lower edge, or below it; one that begins at its upper edge
 * stays, however high it is.
 * @param {{top: number, bottom: number}} region @param {readonly {top: number, bottom: number}[]} rows
 */
export function cutRows(region, rows) {
  return rows.map(({ top, bottom }) => bottom > region.bottom + 1 && top > region.top + 1);
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

/** Marks every region and shortened text of the page; to be called when either may have changed. */
export function refit() {
  for (const region of document.querySelectorAll(".scrolls")) mark(/** @type {HTMLElement} */ (region));
  for (const text of document.querySelectorAll(".elide")) named(/** @type {HTMLElement} */ (text));
}

/** Keeps the marks right while the page is scrolled and its window changes. */
export function keepFit() {
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
  if (region.matches(".rows, .tiles")) showWhole(region, scrolls);
  if (more) region.tabIndex = 0;
  else if (region !== document.activeElement) region.removeAttribute("tabindex");
}

/** No row is cut in half: one that does not stand in the region whole is not seen yet. @param {HTMLElement} region @param {boolean} scrolls */
function showWhole(region, scrolls) {
  const rows = Array.from(region.children);
  const cut = scrolls ? cutRows(region.getBoundingClientRect(), rows.map((row) => row.getBoundingClientRect())) : [];
  rows.forEach((row, place) => row.toggleAttribute("data-cut", cut[place] ?? false));
}

/** A line and a half is more than the leading of letters that fit. @param {HTMLElement} text */
function named(text) {
  const line = parseFloat(getComputedStyle(text).fontSize);
  const words = text.textContent ?? "";
  const short = text.scrollHeight > text.clientHeight + line / 2 || text.scrollWidth > text.clientWidth + 1;
  if (short && text.title !== words) text.title = words;
  else if (!short) text.removeAttribute("title");
}
