/**
 * No line of a page tears a word of the languages' lists (`[style] whole_words`), whoever sets its text and when: each
 * stands in an element of its own inside which no line ends. The text itself stays plain, to copy, to search and to read out.
 */

/** Of scripts without spaces. */
const UNSPACED = /[\u0e01-\u0e5b\u2e80-\u9fff\uf900-\ufaff]/;
/** Where nothing is wrapped, or no element may stand. */
const ELSEWHERE = "script, style, title, option, textarea, .unseen, j-text";

/**
 * The text in pieces, every second one a word: of two that overlap the first, of two that begin together the longer one. Pure.
 * @param {string} text @param {ReadonlySet<string>} words @param {number} longest letters of the longest word
 * @returns {string[]} other text first, which may be empty
 */
export function piecesOf(text, words, longest) {
  const pieces = [""];
  for (let at = 0; at < text.length;) {
    let letters = Math.min(longest, text.length - at);
    while (letters > 1 && !words.has(text.slice(at, at + letters))) letters -= 1;
    if (letters > 1) pieces.push(text.slice(at, at + letters), "");
    else pieces[pieces.length - 1] += text[at];
    at += Math.max(1, letters);
  }
  return pieces;
}

/** From now on, for all that stands in the page and will. @param {readonly string[]} listed */
export function keepWordsWhole(listed) {
  const words = new Set(listed);
  const longest = Math.max(0, ...listed.map((word) => word.length));
  const keep = (/** @type {Node} */ node) => {
    if (node instanceof Text) wrap(node, words, longest);
    else for (const text of textsIn(node)) wrap(text, words, longest);
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") keep(target);
      else addedNodes.forEach(keep);
    }
    observer.takeRecords(); // our own
  });
  keep(document.body);
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
}

/** @param {Node} node */
function textsIn(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
  return found;
}

/** In one element, since each of several would be an item of its own in a row or a grid. @param {Text} text @param {ReadonlySet<string>} words @param {number} longest */
function wrap(text, words, longest) {
  if (!UNSPACED.test(text.data) || !text.parentElement || text.parentElement.closest(ELSEWHERE)) return;
  const pieces = piecesOf(text.data, words, longest);
  if (pieces.length === 1) return;
  const whole = document.createElement("j-text");
  whole.append(...pieces.map((piece, place) => (place % 2 ? word(piece) : piece)).filter((piece) => piece !== ""));
  text.replaceWith(whole);
}

/** @param {string} letters */
function word(letters) {
  const element = document.createElement("j-word");
  element.textContent = letters;
  return element;
}
