/** What the hall sees by itself, in words: who waits too long, and what a counter does for others. */
import { byId, setText, show } from "./dom.mjs";
import { lineOf } from "./hall_state.mjs";
import { nameOfCounter, nameOfService } from "./rows.mjs";
import { minutesSince } from "./words.mjs";

/**
 * @typedef {import("./console.mjs").Console} Console
 * @typedef {import("./hall_state.mjs").HallState} HallState
 */

/** Who waits too long, one for each such line. @param {Console} app @param {HallState} state */
export function longWaits(app, state) {
  return (state.lines?.services ?? []).flatMap((line) => {
    const ticket = line.too_long ? state.tickets.get(line.too_long) : undefined;
    if (!ticket) return [];
    const minutes = minutesSince(ticket.issued_at, app.now());
    return [app.say("waits_too_long", {
      number: ticket.number, service: nameOfService(app, state, ticket.visit.service_id), n: minutes,
    })];
  });
}

/** Across the page, of any hall that is known. @param {Console} app */
export function fillLongWaits(app) {
  const waits = app.state ? longWaits(app, app.state) : [];
  setText(byId("long-waits-text"), app.list(waits));
  show(byId("long-waits"), waits.length > 0);
}

/**
 * That a number which was called to this counter was given up by its visitor; "" for whatever else moved.
 * @param {Console} app @param {HallState | null} before @param {any} message @param {string} counterId
 */
export function givenUpHere(app, before, message, counterId) {
  if (message.type !== "hall_moved" || message.what !== "ticket_given_up" || !before) return "";
  const here = before.counters.get(counterId)?.tickets ?? [];
  const gone = (message.tickets ?? []).find((/** @type {{ticket_id: string}} */ one) => here.includes(one.ticket_id));
  return gone ? app.say("given_up_notice", { number: gone.number }) : "";
}

/** What a counter does now beside its own. @param {Console} app @param {HallState} state @param {string} counterId */
export function doneForOthers(app, state, counterId) {
  const { reserve = [], stands_in_for: away = [] } = lineOf(state, counterId);
  const services = reserve.map((one) => nameOfService(app, state, one));
  const counters = away.map((one) => nameOfCounter(app, state, one));
  return [
    ...(services.length ? [app.say("reserve_open", { services: app.list(services) })] : []),
    ...(counters.length ? [app.say("stands_in", { counters: app.list(counters) })] : []),
  ];
}
