import type { CoreInput, Effect, Server } from "../traces/format/index.js";
import type { ChartContext } from "./chart-context.js";
import type { Alphabet } from "./path-alphabet.js";
import * as alphabets from "./path-alphabet.js";

/** Two in one list are asked for twice as often. Failures of the disk end a life, so they are rare. */
const everything: readonly Alphabet[] = [
  alphabets.electionTimeout,
  alphabets.timeouts,
  alphabets.storageDone,
  alphabets.storageDone,
  alphabets.storageDone,
  alphabets.voteRequests,
  alphabets.voteResponses,
  alphabets.voteResponses,
  alphabets.preVotes,
  alphabets.heartbeat,
  alphabets.committingHeartbeat,
  alphabets.appends,
  alphabets.appendResponses,
  alphabets.proposals,
  alphabets.strangers,
];

const rare: readonly Alphabet[] = [...everything, ...everything, ...everything, alphabets.storage];

/** How every drive begins. */
export const firstStart: CoreInput = {
  kind: "start",
  incarnation: 1,
  currentTerm: 1,
  votedFor: null,
  log: { baseIndex: 0, baseTerm: 0, entries: [{ kind: "noop", term: 1 }] },
};

/** The server as an alphabet sees it, with so many writes that may complete. */
function contextOf(server: Server, writes: number): ChartContext {
  return {
    server,
    written: server.durable,
    writes: Array.from({ length: writes }, () => ({ records: [], held: [] })),
    pending: [],
    effects: [],
  };
}

function choose(choice: number, context: ChartContext): CoreInput {
  const alphabet = rare[choice % rare.length] as Alphabet;
  const inputs = alphabet(context);
  const input = inputs[Math.floor(choice / rare.length) % Math.max(1, inputs.length)];
  return input ?? { kind: "timeout", timer: "heartbeat" };
}

/**
 * Lives a life: `firstStart`, then an input for each number of `choices`, whatever the state then is.
 * `step` gives the effects; no write is completed that was not handed over.
 */
export function drive(
  chosen: readonly number[],
  state: () => Server,
  step: (input: CoreInput) => readonly Effect[],
): void {
  let writes = 0;
  const take = (input: CoreInput) => {
    if (input.kind === "storageDone" || input.kind === "storageFailed") writes -= 1;
    for (const effect of step(input)) {
      if (effect.kind === "persist") writes += 1;
      if (effect.kind === "stopped") writes = 0;
    }
  };
  take(firstStart);
  for (const choice of chosen) take(choose(choice, contextOf(state(), writes)));
}
