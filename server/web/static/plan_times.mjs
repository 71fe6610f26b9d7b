/**
 * Times of a day's plan, as people type and read them: "12:00-12:30", "08:00-12:00 王小明". Pure.
 *
 * @typedef {{start: number, end: number}} Span minutes after local midnight
 * @typedef {{start: number, end: number, who: string}} Shift
 */

/** @param {number} minute */
function clock(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** As it is typed, and shown. @param {readonly (Span & {who?: string})[]} spans @param {string} between */
export function spansText(spans, between) {
  return spans.map(({ start, end, who }) => `${clock(start)}-${clock(end)}${who ? ` ${who}` : ""}`).join(between);
}

/** For a clerk: when this counter has its breaks; "" for none. @param {Record<string, string>} texts @param {readonly Span[]} breaks */
export function breaksText(texts, breaks) {
  return breaks.length ? texts.breaks_at.replace("{times}", spansText(breaks, texts.list_comma)) : "";
}

/**
 * What somebody typed, a comma, semicolon or line between two; null where it cannot be read.
 * @param {string} text @param {boolean} named whether each has a name behind it
 * @returns {(Span & {who?: string})[] | null}
 */
export function typedSpans(text, named) {
  const found = [];
  for (const part of text.normalize("NFKC").split(/[,、;\n]/).map((one) => one.trim()).filter(Boolean)) {
    const match = /^(\d{1,2}):?(\d{2})\s*[-–~]\s*(\d{1,2}):?(\d{2})(?:\s+(\S.*))?$/.exec(part);
    if (!match || named !== (match[5] !== undefined)) return null;
    const [start, end] = [minute(match[1], match[2]), minute(match[3], match[4])];
    if (start === null || end === null || end <= start) return null;
    found.push(named ? { start, end, who: match[5] } : { start, end });
  }
  return found;
}

/** @param {string} hours @param {string} minutes */
function minute(hours, minutes) {
  const found = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && found <= 1440 ? found : null;
}
