import assert from "node:assert/strict";
import { test } from "node:test";

import { guideLanguages, guideParts } from "../../../server/web/static/guide_dialog.mjs";

const WORDS = {
  steps: "Steps", papers: "Please bring", samples: "Forms", questions: "Asked", about_minutes: "about {minutes} minutes",
  fee: "Fee", deadline: "Deadline", interpreter: "Interpreters", progress: "Follow", contact: "Ask", law: "Law", minutes: "Visit",
  checked: "Checked on {date}", sample: "A sample", no_papers: "No papers needed",
};
const both = (own, en) => ({ "zh-TW": own, en });

test("a guide speaks the hall's languages first, each once", () => {
  assert.deepEqual(guideLanguages(["zh-TW", "en"], { languages: ["vi", "en"] }), ["zh-TW", "en", "vi"]);
  assert.deepEqual(guideLanguages(["zh-TW"], {}), ["zh-TW"]);
});

test("what it does not say is not there, and what it says is in the language, else in its first", () => {
  const guide = {
    papers: [{ name: both("身分證", "ID card"), note: both("或居留證", "or permit") }],
    minutes: 25, deadline: both("兩年內", "two years"), notice: { "zh-TW": "請先取號" },
    faq: [{ question: both("多久？", "How long?"), answer: both("不一定", "It depends") }],
  };
  assert.deepEqual(guideParts(guide, "en", WORDS), [
    { key: "papers", heading: "Please bring", lines: [["ID card", "or permit"]] },
    { key: "notice", heading: "", lines: [["請先取號", ""]] },
    { key: "minutes", heading: "Visit", lines: [["about 25 minutes", ""]] },
    { key: "deadline", heading: "Deadline", lines: [["two years", ""]] },
    { key: "questions", heading: "Asked", lines: [["How long?", "It depends"]] },
  ]);
  assert.deepEqual(guideParts({}, "en", WORDS), []);
  assert.deepEqual(guideParts({ papers: [], no_papers: true }, "en", WORDS), [
    { key: "no_papers", heading: "", lines: [["No papers needed", ""]] },
  ]);
  assert.deepEqual(guideParts({ checked_on: "2024-10-11", sample: true }, "en", WORDS), [
    { key: "checked", heading: "", lines: [["Checked on 2024-10-11", ""]] },
    { key: "sample", heading: "", lines: [["A sample", ""]] },
  ]);
});
