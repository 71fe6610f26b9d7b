"""What tests see and press on a counter's console."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.system.hall_in_browser import Hall


def at_counter(context: BrowserContext, hall: Hall, counter: str = "3", language: str = "zh-TW") -> Page:
    page = context.new_page()
    page.goto(f"{hall.url}/console?counter={counter}&lang={language}")
    expect(page.locator("#link")).to_have_attribute("data-state", "connected")
    return page


def status(page: Page, words: str) -> None:
    expect(page.locator("#status")).to_have_text(words)


def present(page: Page, number: str, stage: str) -> None:
    expect(page.locator('[data-part="present"] [data-part="number"]')).to_have_text(number)
    expect(page.locator('[data-part="present"] [data-part="state"]')).to_have_attribute("data-stage", stage)


def command(page: Page, name: str) -> None:
    button = page.locator(f'button[data-command="{name}"]').first
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()


def press(page: Page, key: str, name: str) -> None:
    """A key, once its button would take the press too."""
    expect(page.locator(f'button[data-command="{name}"]').first).to_have_attribute("aria-disabled", "false")
    page.keyboard.press(key)
