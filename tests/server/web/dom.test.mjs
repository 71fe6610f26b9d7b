import assert from "node:assert/strict";
import { test } from "node:test";
import { onClosed } from "../../../server/web/static/dom.mjs";

test("a dialog that is open again when the browser says that it closed is not closed", () => {
  const dialog = Object.assign(new EventTarget(), { open: true });
  let closed = 0;
  onClosed(/** @type {any} */ (dialog), () => { closed += 1; });
  dialog.dispatchEvent(new Event("close"));
  assert.equal(closed, 0);
  dialog.open = false;
  dialog.dispatchEvent(new Event("close"));
  assert.equal(closed, 1);
});
