/**
 * Appointments as the hall tells them: what is asked of one, and how it stands now. Pure.
 *
 * @typedef {import("./wire_types.mjs").AppointmentView} AppointmentView
 * @typedef {{slot: number, left: number, busy: string[]}} Slot that may be booked
 */
import { PATIENCE_MS } from "./clerk_commands.mjs";

/** Why one is cancelled; each has the text `appointment_because_…`. */
export const ENDS = Object.freeze(["asked", "closed", "other"]);

/**
 * @param {{serviceId: string, officer: string, language: string, visitorClass: string}} whom what it is for
 * @param {number} slot @param {string} key
 */
export function bookAppointment({ serviceId, officer, language, visitorClass }, slot, key) {
  const visit = { service_id: serviceId, channel: "desk", language, visitor_class: visitorClass, slot, officer };
  return { type: "book_appointment", key, visit, patience_ms: PATIENCE_MS };
}

/** @param {string} code as it was typed @param {string} reason one of `ENDS` @param {string} key */
export function cancelAppointment(code, reason, key) {
  return { type: "cancel_appointment", key, code, reason, patience_ms: PATIENCE_MS };
}

/** In threes, for reading aloud. @param {string} code */
export function spelledCode(code) {
  return code.replace(/.{3}(?=.)/g, "$& ");
}

/**
 * How it stands, as a word of `appointment_…`: its state; of one that is still to come, whether it is late, or cannot be
 * as it was told.
 * @param {AppointmentView} one @param {number} now
 */
export function standing({ state, concern = null, late_after: lateAfter }, now) {
  if (state !== "booked") return state;
  return concern ?? (now > lateAfter ? "late" : "booked");
}

/** The slots by their date, in order. @param {readonly Slot[]} slots @param {(at: number) => string} dateOf @returns {Map<string, Slot[]>} */
export function byDate(slots, dateOf) {
  /** @type {Map<string, Slot[]>} */
  const found = new Map();
  for (const slot of slots) {
    const date = dateOf(slot.slot);
    found.set(date, [...(found.get(date) ?? []), slot]);
  }
  return found;
}

/** Whom this officer can still see. @param {readonly Slot[]} slots @param {string} officer "": anybody */
export function freeFor(slots, officer) {
  return slots.filter((slot) => !officer || !slot.busy.includes(officer));
}
