/**
 * What the phone page says about a ticket. By its stage; by its state only where there are words for that. Pure.
 *
 * @typedef {object} FaceWords
 * @property {string} headline
 * @property {string} where to go, at a call
 * @property {string} status beside the time of issue
 * @property {string} hint what to do now
 */
import { clockText, closedWords, filled, inLanguage, sayer, stateWords } from "./words.mjs";

/**
 * @param {Record<string, string>} texts
 * @param {import("./phone_state.mjs").PhoneState} state with a ticket
 * @param {string} counter its counter in words, or empty
 * @param {string} language
 * @param {string} [sentTo] the counter in words that it was sent to and waits for, or empty
 * @param {string} [asOf] the time of which all this is, where that is long ago; else empty
 * @returns {FaceWords}
 */
export function faceWords(texts, state, counter, language, sentTo = "", asOf = "") {
  if (!asOf) return newWords(texts, state, counter, language, sentTo);
  const words = newWords(texts, { ...state, doubt: "" }, counter, language, sentTo); // nobody is asked now
  const say = sayer(texts);
  const then = (/** @type {string} */ said) => said && say("phone_as_of", { time: asOf, words: said });
  if (state.stage === "called") return { ...words, headline: then(say("phone_was_called")), where: counter };
  return { ...words, headline: then(words.headline), status: then(words.status) };
}

/**
 * @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state @param {string} counter
 * @param {string} language @param {string} sentTo @returns {FaceWords}
 */
function newWords(texts, state, counter, language, sentTo) {
  const say = sayer(texts);
  const stage = state.stage ?? "in_line";
  const words = { headline: "", where: "", status: "", hint: "" };
  if (state.doubt === "asking") words.status = say("phone_checking");
  switch (stage) {
    case "in_line":
      return {
        ...words,
        status: words.status || stateWords(texts, { state: state.state, stage }),
        hint: state.takenBack ? say("phone_taken_back") : closedHint(texts, state) || sentOn(texts, state, sentTo) || inGroup(texts, state),
      };
    case "called":
      return { ...words, headline: say("phone_turn"), where: counter && say("phone_go", { counter }), hint: together(texts, state) };
    case "serving":
      return { ...words, headline: counter ? say("phone_serving_at", { counter }) : say("phone_serving") };
    case "aside": {
      const rule = inLanguage(state.ticket?.missed_rule, language);
      const time = state.returnsAt === null ? "" : clockText(state.returnsAt, state.ticket?.time_zone ?? "");
      return {
        ...words,
        headline: filled(wordsOf(texts, "phone_aside", state.state), { time }),
        hint: state.board?.closed ? closedHint(texts, state) : state.state === "missed" ? rule : texts[`phone_aside_hint_${state.state}`] ?? "",
      };
    }
    default:
      return {
        ...words,
        headline: wordsOf(texts, "phone_gone", state.state), hint: wordsOf(texts, "phone_gone_hint", state.state),
      };
  }
}

/** Of a number that was sent on, by whom it waits for: in its own line, and in another service's, where the number stays. */
const SENT = Object.freeze({
  own: { anybody: "", counter: "phone_for_counter", officer: "phone_for_officer" },
  kept: { anybody: "phone_kept", counter: "phone_kept_for_counter", officer: "phone_kept_for_officer" },
});

/** @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state @param {string} counter */
function sentOn(texts, { ticket }, counter) {
  const key = SENT[ticket?.kept ? "kept" : "own"][counter ? "counter" : ticket?.for_officer ? "officer" : "anybody"];
  return key && sayer(texts)(key, { counter });
}

/** It will be called with others. @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state */
function inGroup(texts, { ticket }) {
  return ticket?.group ? sayer(texts)("phone_group", { n: ticket.group }) : "";
}

/** It is called with these. @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state */
function together(texts, { together: others }) {
  return others.length ? sayer(texts)("phone_together", { numbers: others.join(texts.names_separator ?? ", ") }) : "";
}

/** The hall is closed for today; or its service gives no more numbers: this one is called all the same. @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state */
function closedHint(texts, { board, ticket }) {
  if (board?.closed) return sayer(texts)("phone_shut", { why: closedWords(texts, board.closed) });
  return board?.over?.includes(ticket?.visit.service_id ?? "") ? sayer(texts)("phone_over") : "";
}

/**
 * The counters of its service that are paused, and when each is back as long as that lies ahead.
 * @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state
 * @param {(label: string, withNoun?: boolean) => string} nameOf a counter @param {number} now
 * @returns {string[]}
 */
export function pauseWords(texts, { board, ticket, stage }, nameOf, now) {
  if (stage !== "in_line" || !ticket) return [];
  const mine = (board?.paused ?? []).filter(({ services }) => services.includes(ticket.visit.service_id));
  return mine.map(({ counter: label, with_noun: withNoun, back_at: at = null }) => {
    const counter = nameOf(label, withNoun);
    if (at === null || at <= now) return sayer(texts)("phone_paused", { counter });
    return sayer(texts)("phone_paused_until", { counter, time: clockText(at, ticket.time_zone) });
  });
}

/**
 * The page's title: what a visitor sees of it among other tabs.
 * @param {Record<string, string>} texts @param {import("./phone_state.mjs").PhoneState} state @param {string} counter @param {string} [asOf] as in `faceWords`
 */
export function titleWords(texts, state, counter, asOf = "") {
  const say = sayer(texts);
  const { ticket, stage } = state;
  if (asOf) return say("phone_title", { number: ticket?.number ?? "", state: say("phone_then_title", { time: asOf }) });
  if (stage === "called") return `▶ ${counter ? say("phone_turn_title", { counter }) : say("phone_turn")}`;
  const words = stateWords(texts, { state: state.state, stage: stage ?? "in_line" });
  return say("phone_title", { number: ticket?.number ?? "", state: words });
}

/** Words for this very state, else those for all of its kind. @param {Record<string, string>} texts @param {string} kind @param {string} state */
function wordsOf(texts, kind, state) {
  return texts[`${kind}_${state}`] ?? sayer(texts)(kind);
}
