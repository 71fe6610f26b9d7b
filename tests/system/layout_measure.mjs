/**
 * Looks at every text of the page as it is laid out, and says what is wrong with it. Evaluated in the page.
 *
 * A line's box is where its letters are, not what its font claims: that reaches into the lines above and below.
 * @param {{target: number, inSight: boolean}} limits `target`: least width and height of what is pressed, in CSS pixels;
 *   `inSight`: the largest button and the status stand in the window without scrolling
 * @returns {string[]}
 */
({ target, inSight }) => {
  const faults = [];
  const canvas = document.createElement("canvas").getContext("2d");
  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) {
      const { overflowX, overflowY, clipPath, display, font, fontSize } = getComputedStyle(element);
      styles.set(element, { display, font, size: parseFloat(fontSize), scrolls: ["auto", "scroll"].includes(overflowY),
        clips: ["hidden", "clip"].includes(overflowX) || clipPath !== "none", box: element.getBoundingClientRect() });
    }
    return styles.get(element);
  };
  const words = (element) => (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className || element.id} "${words(element)}"`;
  const ancestors = (element) => {
    const found = [];
    for (let one = element; one && one !== document.body; one = one.parentElement) found.push(one);
    return found;
  };
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
    && !element.closest(".unseen, noscript");
  const meet = (a, b) => ({
    left: Math.max(a.left, b.left), right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom),
  });

  /** Boxes of a text node's lines. */
  const linesOf = (node) => {
    canvas.font = style(node.parentElement).font;
    const font = canvas.measureText(node.data);
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((rect) => rect.width > 0).map(({ left, right, top, bottom }) => {
      const baseline = (top + bottom) / 2 + (font.fontBoundingBoxAscent - font.fontBoundingBoxDescent) / 2;
      return { left, right, top: baseline - font.actualBoundingBoxAscent, bottom: baseline + font.actualBoundingBoxDescent };
    });
  };

  const texts = [];
  const walker = document.createTreeWalker(document.querySelector("dialog[open]") ?? document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE", "TEMPLATE"].includes(element.tagName) || !shown(element)) continue;
    texts.push({ element, up: ancestors(element), lines: linesOf(walker.currentNode) });
  }

  for (const { element, up, lines } of texts) {
    const { size } = style(element);
    if (size < 16) faults.push(`small: ${name(element)} ${size}px`);
    for (const line of lines) {
      for (const one of up) {
        const { box, clips, scrolls, display } = style(one);
        const within = line.left >= box.left - 1 && line.right <= box.right + 1;
        const leading = Math.max(3, 0.1 * size);
        const whole = within && line.top >= box.top - leading && line.bottom <= box.bottom + leading;
        if (scrolls) {
          if (!within) faults.push(`cut at the side: ${name(element)} in ${name(one)}`);
          if (!whole && !one.dataset.more) faults.push(`scrolls without showing it: ${name(element)} in ${name(one)}`);
          break;
        }
        if (one.matches(".elide")) {
          const told = one.closest("[title], [aria-label]");
          const all = `${told?.title ?? ""} ${told?.getAttribute("aria-label") ?? ""}`;
          if (!whole && !all.includes((one.textContent ?? "").trim())) faults.push(`shortened, whole words nowhere: ${name(one)}`);
          if (!whole) break;
        } else if (clips && !whole) faults.push(`cut: ${name(element)} by ${name(one)}`);
        else if (display !== "inline" && !whole) faults.push(`leaves its box: ${name(element)} out of ${name(one)}`);
      }
    }
    const widest = Math.max(0, ...lines.map((line) => line.right - line.left));
    if (lines.length > 2 && widest < 3 * size) faults.push(`a letter or two wide: ${name(element)}`);
  }

  const lines = texts.flatMap(({ element, up, lines: all }) => {
    const region = up.find((one) => style(one).scrolls) ?? document.body;
    const through = (windows, line) => windows.reduce((left, one) => meet(left, style(one).box), line);
    const clips = up.filter((one) => style(one).clips && !style(one).scrolls);
    const windows = up.filter((one) => style(one).clips || style(one).scrolls);
    return all.map((line) => ({ element, region, whole: through(clips, line), seen: through(windows, line) }));
  });
  lines.forEach((one, index) => {
    for (const other of lines.slice(index + 1)) {
      if (one.element === other.element) continue;
      const both = one.region === other.region ? meet(one.whole, other.whole) : meet(one.seen, other.seen);
      if (both.right - both.left > 2 && both.bottom - both.top > 2) {
        faults.push(`overlap: ${name(one.element)} and ${name(other.element)}`);
      }
    }
  });

  for (const pressed of document.querySelectorAll("button, a[href], label, summary")) {
    const { width, height } = pressed.getBoundingClientRect();
    const small = Math.min(width, height) < target - 0.5;
    if (shown(pressed) && small) faults.push(`hard to press: ${name(pressed)} ${Math.round(width)} × ${Math.round(height)}`);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth - clientWidth} px too wide`);
  for (const must of document.querySelectorAll('button[data-command="next"], button[data-command="issue"], .console #status')) {
    const box = must.getBoundingClientRect();
    const inside = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    if (inSight && !inside) faults.push(`out of sight: ${name(must)}`);
  }
  return [...new Set(faults)];
}
