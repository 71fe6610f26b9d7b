/**
 * What a console knows of its hall: rebuilt from a snapshot and the events after it. Pure; no state is ever changed
 * in place.
 *
 * @typedef {import("./wire_types.mjs").Snapshot} Snapshot
 * @typedef {import("./wire_types.mjs").HallView} HallView
 * @typedef {import("./wire_types.mjs").CounterView} CounterView
 * @typedef {import("./wire_types.mjs").CounterState} CounterState
 * @typedef {import("./wire_types.mjs").ServiceState} ServiceState
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 * @typedef {import("./wire_types.mjs").DeviceView} DeviceView
 * @typedef {import("./wire_types.mjs").TicketCalled | import("./wire_types.mjs").TicketRecalled
 *   | import("./wire_types.mjs").TicketArrived | import("./wire_types.mjs").TicketFinished
 *   | import("./wire_types.mjs").TicketMissed | import("./wire_types.mjs").TicketIssued
 *   | import("./wire_types.mjs").TicketRestored} HallEvent
 * @typedef {Snapshot | HallEvent | import("./wire_types.mjs").OpeningChanged
 *   | import("./wire_types.mjs").DeviceChanged} HallMessage
 *
 * @typedef {object} HallState
 * @property {number} seq log position that is shown
 * @property {boolean} gap an event is missing: nothing more is applied until the next snapshot
 * @property {HallView} hall
 * @property {string} date
 * @property {ReadonlyMap<string, ServiceState>} services
 * @property {ReadonlyMap<string, CounterState>} counters
 * @property {ReadonlyMap<string, TicketView>} tickets every ticket not in a final state, in line order
 * @property {ReadonlyMap<string, number>} arrivals ticket id → instant of arrival, as far as seen happening
 * @property {ReadonlyMap<string, DeviceView>} devices by `deviceKey`
 */

const FINAL = new Set(["served", "lapsed", "cancelled", "void"]);
const EVENTS = new Set([
  "ticket_issued", "ticket_called", "ticket_recalled", "ticket_arrived", "ticket_finished", "ticket_missed",
  "ticket_restored",
]);

/**
 * The state after a message; the same object when the message changes nothing.
 * @param {HallState | null} state
 * @param {HallMessage | {type: "other"}} message
 * @returns {HallState | null}
 */
export function reduce(state, message) {
  if (message.type === "snapshot") return fromSnapshot(message, state);
  if (state === null) return null;
  if (message.type === "opening_changed") {
    return { ...state, services: withEach(state.services, message.services, (service) => service.service_id) };
  }
  if (message.type === "device_changed") {
    return { ...state, devices: withEach(state.devices, [message.device], deviceKey) };
  }
  if (!EVENTS.has(message.type)) return state;
  const event = /** @type {HallEvent} */ (message);
  if (event.seq <= state.seq || state.gap) return state;
  if (event.prev_seq !== state.seq) return { ...state, gap: true };
  return applied(state, event);
}

/**
 * @param {Snapshot} snapshot
 * @param {HallState | null} before
 * @returns {HallState}
 */
function fromSnapshot(snapshot, before) {
  const tickets = byKey(snapshot.tickets, (ticket) => ticket.ticket_id);
  const arrivals = new Map(
    [...(before?.arrivals ?? [])].filter(([id]) => tickets.get(id)?.state === "serving"),
  );
  return {
    seq: snapshot.seq,
    gap: false,
    hall: snapshot.hall,
    date: snapshot.date,
    services: byKey(snapshot.services, (service) => service.service_id),
    counters: byKey(snapshot.counters, (counter) => counter.counter_id),
    tickets,
    arrivals,
    devices: byKey(snapshot.devices ?? [], deviceKey),
  };
}

/**
 * @param {HallState} state
 * @param {HallEvent} event
 * @returns {HallState}
 */
function applied(state, event) {
  const { ticket } = event;
  const tickets = new Map(state.tickets);
  if (FINAL.has(ticket.state)) tickets.delete(ticket.ticket_id);
  else tickets.set(ticket.ticket_id, ticket);
  const service = state.services.get(ticket.service_id);
  const services = service
    ? new Map(state.services).set(ticket.service_id, { ...service, waiting: event.waiting })
    : state.services;
  const arrivals = new Map(state.arrivals);
  arrivals.delete(ticket.ticket_id);
  if (event.type === "ticket_arrived") arrivals.set(ticket.ticket_id, event.at);
  return { ...state, seq: event.seq, tickets, services, arrivals, counters: countersAfter(state.counters, event) };
}

/**
 * @param {ReadonlyMap<string, CounterState>} counters
 * @param {HallEvent} event
 * @returns {ReadonlyMap<string, CounterState>}
 */
function countersAfter(counters, event) {
  if (event.type === "ticket_called") {
    const now = { counter_id: event.counter_id, calls: event.calls, ticket_id: event.ticket.ticket_id };
    return new Map(counters).set(event.counter_id, now);
  }
  if (event.type === "ticket_finished" || event.type === "ticket_missed") {
    const now = counters.get(event.counter_id);
    if (now?.ticket_id === event.ticket.ticket_id) {
      return new Map(counters).set(event.counter_id, { ...now, ticket_id: null });
    }
  }
  return counters;
}

/** @param {HallState} state @param {string} counterId @returns {CounterView | undefined} */
export function counterView(state, counterId) {
  return state.hall.counters.find((counter) => counter.counter_id === counterId);
}

/** @param {HallState} state @param {string} serviceId */
export function serviceView(state, serviceId) {
  return state.hall.services.find((service) => service.service_id === serviceId);
}

/** The counter's calls today, which the next call names. @param {HallState} state @param {string} counterId */
export function callsAt(state, counterId) {
  return state.counters.get(counterId)?.calls ?? 0;
}

/** The ticket called or serving at a counter. @param {HallState} state @param {string} counterId */
export function presentAt(state, counterId) {
  const id = state.counters.get(counterId)?.ticket_id;
  return (id && state.tickets.get(id)) || null;
}

/** Who waits for any of these services, first come first served. @param {HallState} state @param {readonly string[]} serviceIds */
export function lineFor(state, serviceIds) {
  const wanted = new Set(serviceIds);
  return [...state.tickets.values()]
    .filter((ticket) => ticket.state === "waiting" && wanted.has(ticket.service_id))
    .sort((one, other) => one.place - other.place || one.issued_at - other.issued_at);
}

/** @param {CounterView} counter */
export function servicesOf(counter) {
  return [...counter.primary, ...(counter.backup ?? [])];
}

/**
 * Missed tickets, the latest call first; with a counter, its own services' and its own calls' only.
 * @param {HallState} state
 * @param {CounterView} [counter]
 */
export function missedFor(state, counter) {
  const wanted = counter && new Set(servicesOf(counter));
  return [...state.tickets.values()]
    .filter((ticket) => ticket.state === "missed")
    .filter((ticket) => !wanted || wanted.has(ticket.service_id) || ticket.counter_id === counter?.counter_id)
    .sort((one, other) => (other.called_at ?? 0) - (one.called_at ?? 0));
}

/** When the first of those who wait for a service took a number; null when nobody waits. @param {HallState} state @param {string} serviceId */
export function longestSince(state, serviceId) {
  const line = lineFor(state, [serviceId]);
  return line.length ? Math.min(...line.map((ticket) => ticket.issued_at)) : null;
}

/** A device is known by the program that reports it and its own id. @param {DeviceView} device */
export function deviceKey(device) {
  return `${device.reported_by} ${device.device_id}`;
}

/** @template T @param {Iterable<T>} items @param {(item: T) => string} key @returns {Map<string, T>} */
function byKey(items, key) {
  return new Map([...items].map((item) => [key(item), item]));
}

/**
 * @template T
 * @param {ReadonlyMap<string, T>} map
 * @param {readonly T[]} items
 * @param {(item: T) => string} key
 */
function withEach(map, items, key) {
  return new Map([...map, ...byKey(items, key)]);
}
