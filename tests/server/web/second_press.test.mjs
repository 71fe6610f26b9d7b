/** A second press counts for a few seconds, and as long as the button has the focus. */
import assert from "node:assert/strict";
import test from "node:test";

import { ARMED_MS, SecondPress } from "../../../server/web/static/second_press.mjs";

const PRESS = /** @type {MouseEvent} */ ({ detail: 1 });

/** @param {import("node:test").TestContext} context */
function pressed(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const button = /** @type {HTMLElement} */ (new EventTarget());
  /** @type {boolean[]} */
  const told = [];
  const second = new SecondPress(button, () => told.push(second.armed));
  return { button, second, told };
}

test("the first press arms, the second counts and begins anew", (context) => {
  const { second, told } = pressed(context);
  assert.deepEqual([second.press(PRESS), second.press(PRESS), second.press(PRESS)], [false, true, false]);
  assert.deepEqual(told, [true, false, true]);
});

test("after a few seconds it is the first again", (context) => {
  const { second, told } = pressed(context);
  second.press(PRESS);
  context.mock.timers.tick(ARMED_MS - 1);
  assert.equal(second.armed, true);
  context.mock.timers.tick(1);
  assert.deepEqual(told, [true, false]);
  assert.equal(second.press(PRESS), false);
});

test("when the focus leaves, and by a double click, nothing counts", (context) => {
  const { button, second } = pressed(context);
  second.press(PRESS);
  assert.equal(second.press(/** @type {MouseEvent} */ ({ detail: 2 })), false);
  button.dispatchEvent(new Event("blur"));
  assert.equal(second.press(PRESS), false);
});
