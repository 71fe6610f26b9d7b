"""Which words of the languages' lists a page tears: measured in the browser, letter by letter."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page

from program.whole_words import whole_words

_TORN = """
(words) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const line = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getClientRects()[0];
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    if (!node.parentElement.checkVisibility() || node.parentElement.closest(".unseen")) continue;
    let at = 0;
    while (at < text.length) {
      const word = words.find((one) => text.startsWith(one, at));
      const lines = word ? [...word].map((_, letter) => line(node, at + letter)).filter(Boolean) : [];
      if (lines.some((one) => one.top > lines[0].bottom - 1)) found.push(`${word} in ${text}`);
      at += word ? word.length : 1;
    }
  }
  return found;
}
"""


def torn(page: Page) -> list[str]:
    """Words inside which a line of the page ends, each with its text."""
    return cast("list[str]", page.evaluate(_TORN, list(whole_words())))
