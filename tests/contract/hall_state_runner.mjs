/** Reads a list of messages a line, answers with what the console's state makes of them. For test_one_hall.py. */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { reduce } = await import(pathToFileURL(process.argv[2]).href);

/** Maps as objects: order is nobody's business here, since `lines` says it. @param {any} value */
const plain = (value) => (value instanceof Map ? Object.fromEntries(value) : value);

for await (const line of createInterface({ input: process.stdin })) {
  const state = JSON.parse(line).reduce(reduce, null);
  const { seq, hall, date, services, counters, tickets, devices, lines } = state;
  const shown = { seq, hall, date, services: plain(services), counters: plain(counters), tickets: plain(tickets), devices: plain(devices), lines };
  process.stdout.write(`${JSON.stringify(shown)}\n`);
}
