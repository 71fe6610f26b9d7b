/**
 * What a conversation wants done: plain values, to be done in their order. The same as `wire/outputs.py`.
 *
 * `open`: what is told of that socket later names its number, and what is told of an older one is ignored. `send`: over
 * the line opened last. `deliver`: everything that the server said but answers to what was asked here.
 *
 * @typedef {{kind: "open" | "close", line: number}
 *   | {kind: "send" | "deliver", message: any}
 *   | ({kind: "state"} & import("./verdicts.mjs").Verdict)
 *   | import("./questions.mjs").Answered} Output
 */
export {};
