/**
 * What a console knows of its hall: a snapshot, and whatever moved since replaced in it. Nothing is sorted or counted
 * here: the hall says who is next (`lines`) and how many wait. The link hands messages on without gaps. Pure; no state
 * is ever changed in place.
 *
 * @typedef {import("./wire_types.mjs").Snapshot} Snapshot
 * @typedef {import("./wire_types.mjs").HallMoved} HallMoved
 * @typedef {import("./wire_types.mjs").HallView} HallView
 * @typedef {import("./wire_types.mjs").CounterView} CounterView
 * @typedef {import("./wire_types.mjs").CounterState} CounterState
 * @typedef {import("./wire_types.mjs").ServiceState} ServiceState
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 * @typedef {import("./wire_types.mjs").DeviceView} DeviceView
 * @typedef {import("./wire_types.mjs").Lines} Lines
 * @typedef {import("./wire_types.mjs").CounterLine} CounterLine
 * @typedef {import("./wire_types.mjs").Waits} Waits
 * @typedef {TicketView["stage"]} Stage
 * @typedef {import("./wire_types.mjs").AppointmentView} AppointmentView
 * @typedef {Snapshot | HallMoved | Lines | Waits | import("./wire_types.mjs").Appointments | import("./wire_types.mjs").OpeningChanged
 *   | import("./wire_types.mjs").DeviceChanged} HallMessage
 *
 * @typedef {object} HallState
 * @property {number} seq log position that is shown
 * @property {HallView} hall
 * @property {string} date
 * @property {import("./wire_types.mjs").TodayView} today what is special about it
 * @property {ReadonlyMap<string, ServiceState>} services
 * @property {ReadonlyMap<string, CounterState>} counters
 * @property {ReadonlyMap<string, TicketView>} tickets every ticket still in the hall, in no order
 * @property {ReadonlyMap<string, DeviceView>} devices by `deviceKey`
 * @property {boolean} [practice] is it of a practice: no visitor is meant by anything in it
 * @property {readonly AppointmentView[]} [appointments] those of the day, in order of their times, as far as this page is told
 * @property {Lines | null} lines the newest; it may name tickets that have left and miss ones that just came
 * @property {Waits | null} waits the newest
 * @property {number} waitsUntil until when they may be shown, by `performance.now()`
 */

/** @type {CounterLine} */
const NOBODY = Object.freeze({ counter_id: "", next: [], waiting: 0, longest_since: null, aside: [] });

/**
 * The state after a message; the same object when the message changes nothing.
 * @param {HallState | null} state
 * @param {HallMessage | {type: "other"}} message
 * @param {number} [at] when it came, by `performance.now()`
 * @returns {HallState | null}
 */
export function reduce(state, message, at = 0) {
  if (message.type === "snapshot") return { ...fromSnapshot(message, state), appointments: state?.appointments ?? [] };
  if (state === null) return null;
  switch (message.type) {
    case "hall_moved":
      return message.seq <= state.seq ? state : moved(state, message);
    case "lines":
      return { ...state, lines: message };
    case "appointments":
      return { ...state, appointments: message.appointments ?? [] };
    case "waits":
      return { ...state, waits: message, waitsUntil: at + message.good_ms };
    case "opening_changed":
      return {
        ...state,
        services: withEach(state.services, message.services, (service) => service.service_id),
        today: message.today ?? state.today,
      };
    case "device_changed":
      return { ...state, devices: withEach(state.devices, [message.device], deviceKey) };
    default:
      return state;
  }
}

/**
 * @param {Snapshot} snapshot
 * @param {HallState | null} before whose lines and waits are still the newest
 * @returns {HallState}
 */
function fromSnapshot(snapshot, before) {
  return {
    seq: snapshot.seq,
    hall: snapshot.hall,
    date: snapshot.date,
    today: snapshot.today ?? {},
    services: byKey(snapshot.services, (service) => service.service_id),
    counters: byKey(snapshot.counters, (counter) => counter.counter_id),
    tickets: byKey(snapshot.tickets, (ticket) => ticket.ticket_id),
    devices: byKey(snapshot.devices ?? [], deviceKey),
    lines: before?.lines ?? null,
    waits: before?.waits ?? null,
    waitsUntil: before?.waitsUntil ?? 0,
  };
}

/** @param {HallState} state @param {HallMoved} event @returns {HallState} */
function moved(state, event) {
  const tickets = withEach(state.tickets, event.tickets ?? [], (ticket) => ticket.ticket_id);
  for (const ticket of event.tickets ?? []) if (ticket.stage === "gone") tickets.delete(ticket.ticket_id);
  const services = new Map(state.services);
  for (const [id, waiting] of Object.entries(event.waiting ?? {})) {
    const service = services.get(id);
    if (service) services.set(id, { ...service, waiting });
  }
  const counters = withEach(state.counters, event.counters ?? [], (counter) => counter.counter_id);
  return { ...state, seq: event.seq, tickets, services, counters };
}

/** @param {HallState} state @param {string} counterId @returns {CounterView | undefined} */
export function counterView(state, counterId) {
  return state.hall.counters.find((counter) => counter.counter_id === counterId);
}

/** @param {HallState} state @param {string} serviceId */
export function serviceView(state, serviceId) {
  return state.hall.services.find((service) => service.service_id === serviceId);
}

/** What stands before the digits of a visit's number. @param {HallState} state @param {{service_id: string} | undefined} visit */
export function prefixOf(state, visit) {
  return (visit && serviceView(state, visit.service_id)?.prefix) ?? "";
}

/** @param {CounterView} counter */
export function servicesOf(counter) {
  return [...counter.primary, ...(counter.backup ?? [])];
}

/** The counter's calls today, which the next call names. @param {HallState} state @param {string} counterId */
export function callsAt(state, counterId) {
  return state.counters.get(counterId)?.calls ?? 0;
}

/** The tickets called or serving at a counter. @param {HallState} state @param {string} counterId @returns {TicketView[]} */
export function ticketsAt(state, counterId) {
  const ids = state.counters.get(counterId)?.tickets ?? [];
  return ids.flatMap((id) => state.tickets.get(id) ?? []);
}

/**
 * The ticket that the counter's buttons are about: of several the one that was chosen, else the first who has not come.
 * @param {HallState} state @param {string} counterId @param {string | null} [chosen] a ticket's id
 */
export function presentAt(state, counterId, chosen = null) {
  const here = ticketsAt(state, counterId);
  return here.find((one) => one.ticket_id === chosen) ?? here.find((one) => one.stage === "called") ?? here[0] ?? null;
}

/** The groups that this counter calls together. @param {HallState} state @param {string} counterId */
export function groupsAt(state, counterId) {
  return lineOf(state, counterId).groups ?? [];
}

/**
 * Who is next at a counter, how many wait for it and since when, and what is set aside there.
 * @param {HallState} state @param {string} counterId @returns {CounterLine}
 */
export function lineOf(state, counterId) {
  return state.lines?.counters.find((line) => line.counter_id === counterId) ?? NOBODY;
}

/** The next of a counter's line, as many as the hall names. @param {HallState} state @param {string} counterId */
export function nextAt(state, counterId) {
  return inStage(state, lineOf(state, counterId).next ?? [], "in_line");
}

/**
 * What is set aside, and who waits in line for an officer who is away, in the hall's order: a counter's business, or without one the whole hall's.
 * @param {HallState} state @param {string | null} counterId
 */
export function asideAt(state, counterId) {
  const ids = counterId === null ? state.lines?.aside : lineOf(state, counterId).aside;
  return (ids ?? []).flatMap((id) => state.tickets.get(id) ?? []).filter((ticket) => (
    ticket.stage === "aside" || (ticket.stage === "in_line" && ticket.for_officer)
  ));
}

/** When the one who waits longest for a service took a number; null when nobody waits. @param {HallState} state @param {string} serviceId */
export function longestFor(state, serviceId) {
  return state.lines?.services.find((line) => line.service_id === serviceId)?.longest_since ?? null;
}

/**
 * How long who takes a number now would wait; null where that is not known, or was said too long ago. A class that
 * nothing is said of waits as ordinary visitors do.
 * @param {HallState} state @param {string} serviceId @param {string} visitorClass @param {number} at by `performance.now()`
 */
export function waitFor(state, serviceId, visitorClass, at) {
  if (!state.waits || at > state.waitsUntil) return null;
  const named = (state.waits.issued_now ?? []).filter((one) => one.service_id === serviceId);
  const of = (/** @type {string} */ whom) => named.find((one) => (one.visitor_class ?? "ordinary") === whom)?.wait;
  return of(visitorClass) ?? of("ordinary") ?? null;
}

/** How long a ticket in line still waits, as `waitFor`. @param {HallState} state @param {string} ticketId @param {number} at */
export function stillWaits(state, ticketId, at) {
  return (at <= state.waitsUntil && state.waits?.tickets?.[ticketId]) || null;
}

/**
 * The tickets of a list of the hall's. Lines come a moment after what moved: who has left or moved on is left out.
 * @param {HallState} state @param {readonly string[]} ids @param {Stage} stage
 */
function inStage(state, ids, stage) {
  return ids.flatMap((id) => state.tickets.get(id) ?? []).filter((ticket) => ticket.stage === stage);
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
