/** Building and updating the page, by text only: nothing here can make markup out of data. */
import { keepWordsWhole } from "./whole_words.mjs";
import { numberParts } from "./words.mjs";

/** What the server put into the page, which from now on tears no word that is listed there. @returns {any} */
export function pageData() {
  const page = JSON.parse(document.body.dataset.page ?? "{}");
  keepWordsWhole(page.whole_words ?? []);
  return page;
}

/** @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * An element with attributes (`class`, `for`, `aria-…`; false and null leave one out) and children.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null>} [attributes]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** Sets text only when it differs, so that screen readers and selections are left in peace. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLElement} element @param {boolean} shown */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/**
 * A ticket number, the prefix of its service set apart from its digits; ◆ before it for priority.
 * @param {Element} element
 * @param {string} number
 * @param {string} prefix
 * @param {string | null} [priority] what the mark is called, or null without one
 */
export function setNumber(element, number, prefix, priority = null) {
  const wanted = `${priority ?? ""}|${prefix}|${number}`;
  if (/** @type {HTMLElement} */ (element).dataset.shown === wanted) return;
  /** @type {HTMLElement} */ (element).dataset.shown = wanted;
  const [letter, digits] = numberParts(number, prefix);
  const mark = priority ? [el("span", { class: "mark", role: "img", "aria-label": priority }, "◆")] : [];
  const before = letter && number ? [el("span", { class: "letter" }, letter)] : [];
  const rest = number ? [el("span", { class: "digits" }, digits)] : [];
  /** @type {HTMLElement} */ (element).style.setProperty("--chars", String(Math.max(4, number.length + mark.length)));
  element.replaceChildren(...mark, ...before, ...rest);
}

/**
 * Makes the children of `parent` follow `items`: elements are kept by key, so focus and ticks stay.
 * @template T
 * @param {Element} parent
 * @param {readonly T[]} items
 * @param {(item: T) => string} key
 * @param {(item: T) => HTMLElement} create
 * @param {(element: any, item: T) => void} update
 */
export function syncList(parent, items, key, create, update) {
  const kept = new Map([...parent.children].map((child) => [/** @type {any} */ (child).dataset.key, child]));
  items.forEach((item, index) => {
    const name = key(item);
    const element = /** @type {HTMLElement} */ (kept.get(name) ?? create(item));
    kept.delete(name);
    element.dataset.key = name;
    update(element, item);
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
  for (const gone of kept.values()) gone.remove();
}

/**
 * When a dialog has closed, however. The browser says so a moment later: one that is open again by then is not closed.
 * @param {HTMLDialogElement} dialog @param {() => void} act
 */
export function onClosed(dialog, act) {
  dialog.addEventListener("close", () => { if (!dialog.open) act(); });
}

/** The parts of a cloned template by `data-part`. @param {ParentNode} root @returns {Record<string, any>} */
export function partsOf(root) {
  const parts = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-part]")]);
  return Object.fromEntries(parts.map((part) => [part.dataset.part ?? "", part]));
}

/** A fresh copy of a view's skeleton. @param {string} id @returns {{root: HTMLElement, parts: Record<string, any>}} */
export function fromTemplate(id) {
  const copy = byId(id).content.cloneNode(true);
  const root = copy.firstElementChild;
  return { root, parts: partsOf(copy) };
}
