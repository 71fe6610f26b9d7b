/** Drives the browser's half of the conversation, one input a line, for test_one_conversation.py. */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { Conversation } = await import(pathToFileURL(process.argv[2]).href);
let conversation;
let luck = 0;

function random() {
  luck = (Math.imul(luck, 1_664_525) + 1_013_904_223) >>> 0;
  return luck / 2 ** 32;
}

function begin({ greeting, ready, silence_ms: silenceMs, probe }, seed) {
  luck = seed;
  conversation = new Conversation({
    greeting: (lastSeq) => (greeting.type === "hello" ? { ...greeting, last_seq: lastSeq } : greeting),
    ready: (message) => message.type === ready,
    random,
    silenceMs,
    probe,
  });
  return [];
}

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...told] = JSON.parse(line);
  let answer;
  try {
    const out = name === "begin" ? begin(...told) : conversation[name](...told);
    answer = { out, wake_at: conversation.wakeAt, state: conversation.state, luck, time: conversation.clock.read(0) };
  } catch (fault) {
    answer = { fault: String(fault.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
