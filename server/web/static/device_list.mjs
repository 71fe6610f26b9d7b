/** What staff see of the hall's devices, and of the server itself: what is wrong, or that all is well. */
import { byId, el, setText, syncList } from "./dom.mjs";
import { deviceKey } from "./hall_state.mjs";
import { deviceProblem, sayer } from "./words.mjs";

/** @typedef {import("./wire_types.mjs").DeviceView} DeviceView */

/**
 * One line for each that is not well; one when all are. The server is there only while it is in trouble. Pure.
 * @param {Record<string, string>} texts @param {Iterable<DeviceView>} seen
 */
export function deviceLines(texts, seen) {
  const all = [...seen];
  const devices = all.filter((device) => device.kind !== "server");
  const several = (/** @type {string} */ kind) => devices.filter((device) => device.kind === kind).length > 1;
  const wrong = all.filter((device) => device.state !== "ok").map((device) => ({
    id: deviceKey(device), state: device.state, text: deviceProblem(texts, device, several(device.kind)),
  }));
  if (wrong.length) return wrong;
  const say = sayer(texts);
  return devices.length
    ? [{ id: "", state: "ok", text: say("devices_good") }]
    : [{ id: "", state: "unknown", text: say("devices_none") }];
}

/** @param {Record<string, string>} texts @param {import("./hall_state.mjs").HallState} state */
export function fillDevices(texts, state) {
  const create = () => el("li", { class: "state" });
  syncList(byId("devices"), deviceLines(texts, state.devices.values()), (line) => line.id, create, (element, line) => {
    element.dataset.state = line.state;
    setText(element, line.text);
  });
}
