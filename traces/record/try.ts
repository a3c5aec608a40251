import { replay } from "../replay/index.js";
import { checkTraceLine } from "../schema/index.js";
import { formatTraceError, parseTrace } from "../validate/index.js";
import { eventLine, linesOfTrace, printLine, printTrace } from "./index.js";
import { FakeServer, fakeChoices, fakeTrace } from "./testing/index.js";

const trace = fakeTrace(fakeChoices(400));
console.log([...linesOfTrace(trace)].slice(0, 70).map(eventLine).join("\n"));
const kinds: any = {};
for (const e of trace.events) {
  const k = e.kind === "step" ? "step/" + e.input.kind : e.kind;
  kinds[k] = (kinds[k] ?? 0) + 1;
}
console.log(kinds);
const r = parseTrace(printTrace(trace), "x");
console.log("errors" in r ? r.errors.map(formatTraceError) : r.traces.length);
if ("traces" in r)
  console.log(
    replay(r.traces[0]!, (c) => new FakeServer(c)),
    JSON.stringify(r.traces[0]) === JSON.stringify(trace),
  );
const big = fakeTrace(fakeChoices(20000, 7));
const time = (name: string, n: number, f: () => void) => {
  let best = 1e9;
  for (let i = 0; i < 5; i++) {
    const t = process.cpuUsage();
    f();
    const u = process.cpuUsage(t);
    best = Math.min(best, (u.user + u.system) / n);
  }
  console.log(name, best.toFixed(2), "us/line");
};
const text = printTrace(big);
const n = big.events.length;
console.log(n, text.length / n, "B/line");
time("run+record", n, () => fakeTrace(fakeChoices(20000, 7)));
time("print", n, () => printTrace(big));
time("JSON.stringify", n, () => {
  for (const e of big.events) JSON.stringify(e);
});
const raws = text.split("\n").filter(Boolean);
time("JSON.parse", n, () => {
  for (const l of raws) JSON.parse(l);
});
const vals = raws.map((l) => JSON.parse(l));
time("schema", n, () => {
  for (const l of vals) checkTraceLine(l);
});
time("parseTrace", n, () => {
  parseTrace(text, "x");
});
time("replay", n, () => {
  const r = replay(big, (c) => new FakeServer(c));
  if (r.firstDifference) throw r;
});
