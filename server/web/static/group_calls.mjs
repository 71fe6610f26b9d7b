/** The groups that a counter calls together: who is in the next one, whether it is ready, and the button that calls it. */
import { el, partsOf, setText, syncList } from "./dom.mjs";
import { groupsAt, ticketsAt } from "./hall_state.mjs";
import { nameOfService } from "./rows.mjs";
import { clockText, stateWords } from "./words.mjs";

/**
 * @typedef {import("./console.mjs").Console} Console
 * @typedef {import("./hall_state.mjs").HallState} HallState
 * @typedef {import("./wire_types.mjs").GroupLine} GroupLine
 * @typedef {import("./wire_types.mjs").TicketView} TicketView
 */

/**
 * One button for each service that is called in groups here.
 * @param {Console} app @param {HallState} state @param {string} counterId @param {HTMLElement} list
 * @param {boolean} may whether this counter may call now
 * @param {(group: GroupLine) => void} call
 */
export function fillGroups(app, state, counterId, list, may, call) {
  const groups = app.rights.has("call_group") ? groupsAt(state, counterId) : [];
  const create = (/** @type {GroupLine} */ group) => {
    const button = el("button", { type: "button", class: "action group-call", "data-command": "call_group" },
      el("span", { "data-part": "name" }), el("kbd", { class: "key" }, "Shift+F2"),
      el("strong", { "data-part": "numbers" }), el("small", { "data-part": "why" }));
    button.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2) call(group);
    });
    return button;
  };
  syncList(list, groups, (group) => group.service_id, create, (button, group) => {
    const parts = partsOf(button);
    const numbers = (group.next ?? []).flatMap((id) => state.tickets.get(id)?.number ?? []);
    setText(parts.name, app.say("group_call", { service: nameOfService(app, state, group.service_id) }));
    setText(parts.numbers, numbers.length ? app.list(numbers) : app.say("next_none"));
    setText(parts.why, readyWords(app, state, group));
    app.enable(button, may && group.ready !== null && group.ready !== undefined);
  });
}

/** Why a group may be called, or what it waits for. @param {Console} app @param {HallState} state @param {GroupLine} group */
function readyWords(app, state, group) {
  const here = (group.next ?? []).length;
  if (here === 0) return app.say("group_nobody", { n: group.size });
  const more = (group.waiting ?? 0) - here;
  const behind = more > 0 ? [app.say("line_more", { n: more })] : [];
  if (group.ready) return app.facts([app.texts[`group_ready_${group.ready}`] ?? app.say("group_ready"), ...behind]);
  const time = group.ready_at ? clockText(group.ready_at, state.hall.time_zone) : "";
  return app.say("group_waits", { n: group.size - here, time });
}

/**
 * Of several at the counter, a button each: whom the other buttons are about.
 * @param {Console} app @param {HallState} state @param {string} counterId @param {HTMLElement} list
 * @param {TicketView | null} present whom they are about now
 * @param {(ticketId: string) => void} choose
 */
export function fillTogether(app, state, counterId, list, present, choose) {
  const here = ticketsAt(state, counterId);
  const create = (/** @type {TicketView} */ ticket) => {
    const button = el("button", { type: "button", class: "together-one" },
      el("strong", {}, ticket.number), el("span", { "data-part": "state", class: "state" }));
    button.addEventListener("click", () => choose(ticket.ticket_id));
    return button;
  };
  syncList(list, here.length > 1 ? here : [], (ticket) => ticket.ticket_id, create, (button, ticket) => {
    const { state: words } = partsOf(button);
    words.dataset.stage = ticket.stage;
    setText(words, stateWords(app.texts, ticket));
    button.setAttribute("aria-pressed", String(ticket.ticket_id === present?.ticket_id));
  });
}
